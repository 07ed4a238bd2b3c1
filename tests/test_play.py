"""An officer tries a form in the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from bot.core.as_data import as_data
from bot.core.form import Media
from bot.core.inputs import Act, Choose, Input, Located, Open, Sent, SwitchLanguage, Typed
from bot.play import Played, input_of, play, replay
from tests.core.forms import EN, NOW, PT, choices, form, q, repeat, words

FORM = form(
    q(
        "safe",
        "select_one",
        choices="yes_no",
        label=words("Safe?", pt="Em segurança?"),
        media={EN: Media(audio="safe.mp3")},
    ),
    q("age", "integer", hint=words("In years")),
    q("wants", "select_multiple", choices="long"),
    q("why"),
    languages=(EN, PT),
    long=choices(*(f"Thing number {n}" for n in range(12))),
)


class Plain:
    """A voice that says codes, with values after them."""

    languages = ("en",)

    def say(self, code: str, language: str, values: Mapping[str, object] = {}, n: int | None = None) -> str:
        told = [str(value) for value in values.values()] + ([str(n)] if n is not None else [])
        return f"{code}({', '.join(told)})" if told else code

    def own_name(self, language: str) -> str:
        return language

    def right_to_left(self, language: str) -> bool:
        return False

    def reviewed(self, language: str) -> bool:
        return True


def played(*lines: str, of: object = FORM) -> tuple[Played, str]:
    shown: list[str] = []
    done = play(of, EN, iter(lines), shown.append, Plain(), now=NOW)  # type: ignore[arg-type]
    return done, "\n".join(shown)


def test_buttons_are_pressed_by_number_or_words_and_typed_answers_are_typed() -> None:
    done, _ = played("1", "34", "#2", "choices.done(1)", "It is dark")
    assert done.finished is not None
    assert dict(done.finished.answers) == {
        "/data/safe": "yes", "/data/age": "34", "/data/wants": "thing_number_1", "/data/why": "It is dark",
    }  # fmt: skip


def test_a_bare_number_is_the_answer_where_numbers_are_asked() -> None:
    done, shown = played("yes", "1", "#99", "/quit")
    assert done.session.answers["/data/age"].value == "1"
    assert "! choices.unknown" in shown
    assert done.finished is None


def test_a_button_that_leads_outside_shows_the_question_again() -> None:
    done, shown = played("yes", "old", "very old", "#1", "40")
    assert "#1 contact.button" in shown
    assert done.session.answers["/data/age"].value == "40"


def test_skip_may_be_written_out() -> None:
    done, _ = played("yes", "skip")
    assert done.session.answers["/data/age"].value == ""


def test_what_is_shown_is_readable() -> None:
    _, shown = played("yes", "34", "1")
    assert "Safe?\n  [audio: safe.mp3]\n  #1 Yes\n  #2 No\n  #3 skip" in shown
    assert "  In years" in shown
    assert "  1. Thing number 0" in shown
    assert "#1 1 ✓" in shown
    assert "  > 34" in shown


def test_the_language_can_be_switched() -> None:
    done, shown = played("/language pt")
    assert done.session.language == "pt"
    assert "Em segurança?" in shown


def test_voice_and_pictures_are_sent_by_name() -> None:
    files = form(q("a"), q("b", "image"))
    done, _ = played("/voice", "/photo cat", of=files)
    assert done.finished is not None
    assert done.finished.answers == (("/data/a", "voice:recording"), ("/data/b", "photo:cat"))
    done, _ = played("/voice memo", "/photo", of=files)
    assert done.finished is not None
    assert done.finished.answers == (("/data/a", "voice:memo"), ("/data/b", "photo:picture"))


def test_a_long_form_is_checked_before_it_ends() -> None:
    five = form(*(q(name, "integer") for name in "abcde"))
    done, _ = played("1", "2", "3", "4", "5", "2", "9", "review.send", of=five)
    assert done.finished is not None
    assert dict(done.finished.answers)["/data/b"] == "9"


def test_repeats_are_played_too() -> None:
    kids = form(repeat("kid", q("age", "integer", under="/data/kid")), q("end"))
    done, _ = played("1", "7", "#2", "x", of=kids)
    assert done.finished is not None
    assert done.finished.answers == (("/data/kid[1]/age", "7"), ("/data/end", "x"))


def test_a_journey_can_be_replayed() -> None:
    done, _ = played("1", "34", "#2", "#2", "1, 2", "It is dark")
    kept = json.loads(done.journey)
    assert kept["form"] == "test"
    assert replay(FORM, done.journey) == kept["steps"]


def test_a_journey_of_another_edition_is_refused() -> None:
    done, _ = played("1")
    with pytest.raises(ValueError, match="another edition"):
        replay(form(q("a")), done.journey)


@pytest.mark.parametrize(
    "given",
    [Open(), Typed(""), Typed("x"), Choose("/a", 0), Choose("/a", 3, on=True), Choose("/a", 1, on=False), Act("", "finish"),
     Act("/a", "set", 2026), Sent("photo", "f", "image/png", 3, "c"), Located(0.0, 51.5), SwitchLanguage(PT)],
)  # fmt: skip
def test_every_input_can_be_written_down_and_read(given: Input) -> None:
    assert input_of(json.loads(json.dumps(as_data(given)))) == given
