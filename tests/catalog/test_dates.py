"""Days and moments as a resident reads them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.catalog import dates
from bot.catalog.policy import read_policy
from bot.catalog.voice import read_voice
from tests.journeys.town import CONTENT

EVENING = datetime(2026, 3, 9, 18, 5)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "9 March 2026", "Monday, 9 March 2026, 18:05"),
        ("pt", "9 de março de 2026", "segunda-feira, 9 de março de 2026, 18:05"),
        ("es", "9 de marzo de 2026", "lunes, 9 de marzo de 2026, 18:05"),
        ("fr", "9 mars 2026", "lundi 9 mars 2026, 18:05"),
        ("pl", "9 marca 2026", "poniedziałek, 9 marca 2026, 18:05"),
        ("so", "Maarso 9, 2026", "Isniin, Maarso 9, 2026, 18:05"),
        ("ar", "9 مارس 2026", "الاثنين، 9 مارس 2026، 18:05"),
        ("bn", "9 মার্চ, 2026", "সোমবার, 9 মার্চ, 2026, 18:05"),
    ],
)
def test_a_resident_reads_a_date_in_words_of_their_language(language, day, moment):
    assert dates.day(EVENING, language) == day
    assert dates.day(date(2026, 3, 9), language) == day
    assert dates.moment(EVENING, language) == moment


def test_every_enabled_language_names_its_months_and_no_two_months_alike():
    languages = read_policy(CONTENT / "policy.toml").texts("languages.enabled")
    voice = read_voice(CONTENT / "languages", languages)
    for language in languages:
        said = [voice.date(datetime(2026, month, 9, 18), language) for month in range(1, 13)]
        assert len(set(said)) == 12
        assert not any(character in "٠١٢٣٤٥٦٧٨٩০১২৩৪৫৬৭৮৯" for one in said for character in one)


def test_easy_read_and_unknown_languages_read_english_dates():
    assert dates.day(EVENING, "en-x-easy") == dates.day(EVENING, "qqq") == "9 March 2026"


def test_a_button_for_a_day_names_the_weekday_and_fits_a_phone_in_every_language():
    languages = read_policy(CONTENT / "policy.toml").texts("languages.enabled")
    assert dates.short(EVENING, "en") == "Mon 9 Mar"
    for language in languages:
        assert max(len(dates.short(date(2026, month, 28), language)) for month in range(1, 13)) <= 28
