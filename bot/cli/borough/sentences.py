"""What the sample's residents say in their own words. Nobody's words: made up, and no person is named in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ABOUT_EVENINGS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "en": (
        "The path behind the station has been dark since spring. I walk the long way round.",
        "The benches by the park gate are fine until about nine, then I keep my head down.",
        "It is much better than five years ago. Please keep the wardens.",
        "My son has nowhere to go after six. That is the whole problem.",
        "I finish work at eleven and the last stretch from the bus stop is the worst part.",
        "Two lamps on our estate have been out for months. We report it every week.",
        "Honestly I feel fine. People look out for each other on our street.",
        "Shouting outside the late shop most weekends. The children cannot sleep.",
    ),
    "pt": (
        "Faltam luzes na rua da escola.", "Depois das oito já não deixo a minha filha ir sozinha.",
        "Gosto do bairro, mas à noite não há nada aberto.",
    ),
    "es": (
        "Hace falta luz en el parque.", "Salgo tarde de limpiar oficinas y la parada está muy sola.",
        "Los vecinos nos cuidamos, pero la escalera está siempre rota.",
    ),
    "fr": ("Il faut plus d'éclairage près de l'arrêt de bus.", "Le soir, les jeunes n'ont aucun endroit où aller."),
    "pl": ("Potrzeba więcej światła na skwerze.", "Wieczorem jest raczej spokojnie, tylko przystanek jest ciemny."),
    "so": (
        "Nalal badan ayaa loo baahan yahay.", "Dhallinyaradu meel ay tagaan ma haystaan fiidkii.",
        "Jaranjarada dhismaheennu waa mugdi.",
    ),
    "ar": ("نحتاج إلى إنارة أكثر في الحديقة.", "لا يوجد مكان للشباب بعد المغرب."),
    "bn": ("পার্কে আরও আলো দরকার।", "সন্ধ্যার পর মেয়েরা একা বের হতে ভয় পায়।"),
})  # fmt: skip

MISSING: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "en": ("Public toilets that are open in the evening", "Somewhere warm to sit without buying anything",
           "A number to ring that answers at night", "The canal path"),
    "pt": ("Casas de banho públicas abertas à noite",), "es": ("Un sitio caliente donde sentarse",),
    "fr": ("Des toilettes publiques ouvertes le soir",), "pl": ("Toalety czynne wieczorem",),
    "so": ("Meel haweenku ku kulmaan fiidkii",), "ar": ("مكان تجتمع فيه النساء مساءً",),
    "bn": ("মহিলাদের সন্ধ্যায় বসার জায়গা",),
})  # fmt: skip
"""What was not on a list: a thing or a place."""

PASTED = "More patrols are the only thing that helps. Everybody on our side says so."
"""What thirty accounts of the sample all say."""

STATION: Mapping[str, str] = MappingProxyType({
    "en": "Evenings at the station", "pt": "O fim do dia na estação", "es": "Las noches en la estación",
    "fr": "Le soir à la gare", "pl": "Wieczory na stacji", "so": "Fiidkii saldhigga",
    "ar": "الأمسيات في المحطة", "bn": "স্টেশনের সন্ধ্যা",
})  # fmt: skip
"""The second pilot's survey, by language."""
