"""Every question kind, by name. Adding one costs one file here, one line below and one golden file."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.questions.acknowledge import Acknowledge
from bot.core.questions.audio import Audio
from bot.core.questions.calculate import Calculate
from bot.core.questions.data_card import DataCard
from bot.core.questions.date import Date
from bot.core.questions.datetime import DateTime
from bot.core.questions.decimal import Decimal
from bot.core.questions.end import End
from bot.core.questions.file import File
from bot.core.questions.geopoint import Geopoint
from bot.core.questions.hidden import Hidden
from bot.core.questions.image import Image
from bot.core.questions.integer import Integer
from bot.core.questions.note import Note
from bot.core.questions.own_words import OwnWords
from bot.core.questions.range import Range
from bot.core.questions.rank import Rank
from bot.core.questions.select_multiple import SelectMultiple
from bot.core.questions.select_one import SelectOne
from bot.core.questions.start import Start
from bot.core.questions.text import Text
from bot.core.questions.time import Time
from bot.core.questions.today import Today
from bot.core.questions.video import Video

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.question import Kind

_ALL: tuple[Kind, ...] = (
    Text(),
    Integer(),
    Decimal(),
    Date(),
    Time(),
    DateTime(),
    SelectOne(),
    SelectMultiple(),
    Rank(),
    Range(),
    DataCard(),
    Note(),
    Acknowledge(),
    Image(),
    Audio(),
    Video(),
    File(),
    Geopoint(),
    Calculate(),
    Hidden(),
    Start(),
    End(),
    Today(),
    OwnWords(),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
