"""A council that adds a language brings the words people type, in its language file alone."""

from pathlib import Path

from bot.catalog.voice import read_voice
from bot.catalog.words import typed_words

LANGUAGES = Path(__file__).resolve().parents[2] / "content" / "languages"


def test_every_enabled_language_has_its_words_for_yes_no_skip_and_back():
    words = typed_words(read_voice(LANGUAGES, ("en", "so", "ar")))
    assert {"yes", "haa", "نعم"} <= words["yes"]
    assert {"no", "maya", "لا"} <= words["no"]
    assert "skip" in words["skip"]
    assert "back" in words["back"]


def test_a_new_language_needs_its_file_alone(tmp_path: Path):
    for code, yes in (("en", "yes, y"), ("cy", "ie, ydw")):
        entries = "".join(
            f'msgid "{key}"\nmsgstr "{said}"\n\n' for key, said in (("words.yes", yes), ("skip", f"skip{code}"))
        )
        (tmp_path / f"{code}.po").write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entries}'
        )
    words = typed_words(read_voice(tmp_path, ("en", "cy")))
    assert {"ie", "ydw"} <= words["yes"]
    assert "skipcy" in words["skip"]


def test_words_written_from_right_to_left_keep_their_place_in_an_english_sentence():
    voice = read_voice(LANGUAGES, ("en",))
    said = voice.say("sheet.done", "en", {"title": "الشعور بالأمان", "language": "العربية"})
    assert "\u2068الشعور بالأمان\u2069" in said
    assert "\u2068العربية\u2069" in said
    assert "\u2068" not in voice.say("sheet.done", "en", {"title": "Evenings", "language": "Español"})
