"""Words that people type instead of tapping, in the eight languages the bot speaks.

They are matched after `reading.plain`: lower case, no marks around them. A council that adds a language passes its own
table to `turn.take`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEXICON: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "yes": frozenset(
            "yes y yeah yep ok sim sí si oui tak haa haah نعم اي أجل ايوه হ্যাঁ হ্যা হাঁ জি জী".split()  # noqa: SIM905  a table of words
        ),
        "no": frozenset("no n nope não nao non nie maya لا كلا না নাহ".split()),  # noqa: SIM905
        "skip": frozenset(
            {
                "skip",
                "pass",
                "saltar",
                "omitir",
                "pular",
                "passer",
                "pomiń",
                "pomin",
                "ka bood",
                "bood",
                "تخطي",
                "تخطى",
                "এড়িয়ে যান",
                "বাদ দিন",
            }
        ),
        "back": frozenset(
            {
                "back",
                "voltar",
                "atrás",
                "atras",
                "volver",
                "retour",
                "wstecz",
                "cofnij",
                "dib",
                "رجوع",
                "عودة",
                "পিছনে",
                "ফিরে যান",
            }
        ),
        "done": frozenset(
            {
                "done",
                "finish",
                "send",
                "pronto",
                "concluir",
                "enviar",
                "listo",
                "hecho",
                "terminé",
                "envoyer",
                "gotowe",
                "wyślij",
                "dhammaad",
                "dir",
                "تم",
                "إرسال",
                "ارسال",
                "শেষ",
                "পাঠান",
            }
        ),
    }
)
TODAY = frozenset({"today", "hoje", "hoy", "aujourd'hui", "aujourd’hui", "dzisiaj", "dziś", "maanta", "اليوم", "আজ"})
YESTERDAY = frozenset({"yesterday", "ontem", "ayer", "hier", "wczoraj", "shalay", "أمس", "امس", "গতকাল"})

_NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "jannaayo febraayo maarso abriil maajo juun luulyo agoosto sebtembar oktoobar nofembar desembar",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for names in _NAMES for number, name in enumerate(names.split(), 1)} | {"sept": 9}
)
