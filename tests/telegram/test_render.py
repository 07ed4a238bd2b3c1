"""Screens as messages: one place escapes, nothing is too long, right-to-left stays right-to-left."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.inputs import Choose
from bot.core.screen import Attachment, Block, Button, Go, Link, Plain, Say, Screen
from bot.playground.entities import parse
from bot.ports import Reply, SessionId
from bot.telegram.codec import Codec
from bot.telegram.keys import Ring
from bot.telegram.render import Call, Place, Renderer
from bot.telegram.split import label, pieces, trimmed, units
from tests.telegram.voice import Parrot

RING = Ring([bytes(32)], 7)
RENDERER = Renderer(Parrot(), Codec(RING))
HERE = Place(5, RING.look_up(5))
PRESSED = Place(5, RING.look_up(5), query="q1", message=40)

styles = st.sampled_from(["title", "body", "hint", "answer", "option", "warning", "card", "small"])
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)
blocks = st.lists(
    st.builds(Block, styles, st.builds(Plain, words), st.one_of(st.none(), st.integers(1, 99))), max_size=8
)


def shown(screen: Screen, place: Place = HERE, **more: object) -> list[Call]:
    return RENDERER.calls(Reply((screen,), session=SessionId(9), **more), place)  # type: ignore[arg-type]


def below(*lines: Block, rows: tuple[tuple[Button, ...], ...] = ()) -> Screen:
    return Screen("below", lines, rows)


@settings(max_examples=60)
@given(blocks, st.integers(1, 40), st.sampled_from(["en", "ar"]))
def test_whatever_somebody_wrote_is_shown_as_written(lines: list[Block], times: int, language: str) -> None:
    lines = lines * times
    texts = RENDERER.texts(tuple(lines), language)
    for text in texts:
        plain, _ = parse(text, "HTML")
        assert 1 <= units(plain) <= 4096
    together = re.sub(r"[\s\u2068\u2069\u200f]", "", "".join(parse(text, "HTML")[0] for text in texts))
    for line in lines:
        assert re.sub(r"[\s\u2068\u2069\u200f]", "", line.line.text) in together  # type: ignore[union-attr]


def test_names_with_markup_are_escaped_once() -> None:
    call = shown(below(Block("title", Say("hello", {"name": Plain("<i>Tom & Ada</i>")}))))[0]
    assert call.params["text"] == "<b>Hello &lt;i&gt;Tom &amp; Ada&lt;/i&gt; &lt;b&gt;</b>"
    assert call.params["parse_mode"] == "HTML"


def test_a_very_long_question_becomes_several_messages_with_the_buttons_under_the_last() -> None:
    text = "One sentence after another. " * 700
    calls = shown(below(Block("title", Plain(text)), rows=((Button(Plain("Yes"), Go("yes")),),)))
    assert len(calls) == 5
    assert [bool(call.params.get("reply_markup")) for call in calls] == [False] * 4 + [True]
    assert all(call.params["text"].removesuffix("</b>").endswith(".") for call in calls), "cut between sentences"


def test_an_answered_question_is_edited_and_the_next_one_sent() -> None:
    done = Screen("replace", (Block("title", Plain("Q")), Block("answer", Plain("A"))))
    reply = Reply((done, below(Block("title", Plain("Q2")))))
    assert [call.method for call in RENDERER.calls(reply, PRESSED)] == [
        "answerCallbackQuery", "editMessageText", "sendMessage",
    ]  # fmt: skip
    typed = RENDERER.calls(Reply(reply.screens, edit=33), HERE)
    assert [(call.method, call.params.get("message_id")) for call in typed] == [
        ("editMessageText", 33), ("sendMessage", None),
    ]  # fmt: skip
    assert [call.method for call in RENDERER.calls(reply, HERE)] == ["sendMessage", "sendMessage"]


def test_a_toast_answers_the_press_or_is_said_below() -> None:
    toast = Screen("toast", (Block("body", Plain("x" * 300)),), alert=True)
    (answer,) = shown(toast, PRESSED)
    assert answer.params == {"callback_query_id": "q1", "text": "x" * 199 + "…", "show_alert": True}
    assert [call.method for call in shown(toast)] == ["sendMessage"]
    assert [call.method for call in shown(toast, PRESSED, reader=True)] == ["answerCallbackQuery", "sendMessage"]


def test_chosen_and_long_labels_stay_unique_in_words() -> None:
    long = "A very long answer that goes on and on, well past what any button on a phone can show: "
    row = tuple(Button(Plain(long + tail), Choose("/q", n, on=True), chosen=n == 0) for n, tail in enumerate("abc"))
    markup = shown(below(Block("body", Plain("?")), rows=(row,)))[0].params["reply_markup"]["inline_keyboard"]
    labels = [button["text"] for button in markup[0]]
    assert len(set(labels)) == 3
    assert labels[0].startswith("✓ ")
    assert all(len(one) <= 60 for one in labels)


def test_at_most_eight_in_a_row_and_a_hundred_in_all() -> None:
    row = tuple(Button(Plain(str(n)), Choose("/q", n)) for n in range(130))
    keyboard = shown(below(Block("body", Plain("?")), rows=(row,)))[0].params["reply_markup"]["inline_keyboard"]
    assert max(map(len, keyboard)) == 8
    assert sum(map(len, keyboard)) == 100


def test_a_link_opens_an_address_and_carries_no_data() -> None:
    keyboard = shown(below(Block("body", Plain("?")), rows=((Button(Plain("Open"), Link("https://a.b")),),)))[0]
    assert keyboard.params["reply_markup"]["inline_keyboard"] == [[{"text": "Open", "url": "https://a.b"}]]


def test_a_right_to_left_message_begins_right_to_left() -> None:
    lines = (Block("title", Plain("سؤال")), Block("option", Plain("NHS"), 1), Block("option", Plain("مجلس"), 2))
    (text,) = RENDERER.texts(lines, "ar")
    assert text == "<b>سؤال</b>\n\n\u200f1. \u2068NHS\u2069\n2. مجلس"


def test_scripts_without_italics_are_not_slanted() -> None:
    assert RENDERER.texts((Block("hint", Plain("why")),), "en") == ["<i>why</i>"]
    assert RENDERER.texts((Block("hint", Plain("কেন")),), "en") == ["কেন"]


def test_a_picture_goes_before_its_words() -> None:
    screen = Screen("below", (Block("body", Plain("what it shows")),), (), (Attachment("image", "chart.png", b"x"),))
    assert [call.method for call in shown(screen)] == ["sendPhoto", "sendMessage"]


@given(st.text(max_size=400), st.integers(10, 100))
def test_cut_words_lose_nothing_but_blanks(text: str, room: int) -> None:
    parts = list(pieces(text, room))
    assert all(1 <= units(part) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_family_is_not_torn_apart() -> None:
    family = "👨‍👩‍👧‍👦"
    assert label(family * 70, 60) == family * 59 + "…"
    assert trimmed(family * 5, 30) == family * 2 + "…"
    assert all(part.count(family) * len(family) == len(part) for part in pieces(family * 40, 60))
