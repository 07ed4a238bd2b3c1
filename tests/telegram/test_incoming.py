"""What people and groups send, as the bot hears it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.inputs import Choose, Located, Sent, Typed
from bot.core.mark import mark
from bot.ports import Command, Membership, Pressed, Stale, Unheard
from bot.telegram.codec import Codec
from bot.telegram.incoming import Arrival, Reader
from bot.telegram.keys import Ring

RING = Ring([bytes(32)], 7)
CODEC = Codec(RING)
READER = Reader(RING, CODEC, "Evenhand_Bot")
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ROSA = {"id": 5, "is_bot": False, "first_name": "Rosa", "language_code": "pt-br"}
GROUP = {"id": -100, "type": "supergroup", "title": "Neighbours"}
FILE = {"file_id": "F", "file_unique_id": "U", "mime_type": "x/y", "file_size": 9}


def message(chat: dict[str, Any] | None = None, sender: dict[str, Any] = ROSA, **content: Any) -> dict[str, Any]:
    chat = chat or {"id": 5, "type": "private", "first_name": "Rosa"}
    return {"update_id": 1, "message": {"message_id": 3, "date": 9, "chat": chat, "from": sender, **content}}


def heard(update: dict[str, Any]) -> Arrival | None:
    return READER.read(update, NOW)


def said(update: dict[str, Any]) -> Any:
    arrival = heard(update)
    return arrival and arrival.heard.said


def press(data: str, **about: Any) -> dict[str, Any]:
    carried = {"message_id": 30, "date": 9, "chat": {"id": 5, "type": "private"}, **about}
    return {
        "update_id": 2,
        "callback_query": {"id": "77", "from": ROSA, "chat_instance": "c", "message": carried, "data": data},
    }


def test_a_press_is_read_with_its_session_and_message() -> None:
    arrival = heard(press(CODEC.encode(Choose("/data/q", 4), 99, RING.look_up(5))))
    assert arrival is not None
    assert arrival.heard.said == Pressed(99, Choose(mark("/data/q"), 4))  # type: ignore[arg-type]
    assert (arrival.heard.update, arrival.heard.message, arrival.heard.now) == (2, 30, NOW)
    assert (arrival.place.chat, arrival.place.query, arrival.place.message) == (5, "77", 30)
    assert RING.unseal(arrival.heard.chat_cipher) == 5
    assert (arrival.heard.hint, arrival.heard.group) == ("pt-br", False)


def test_a_press_on_a_message_that_cannot_be_reached_is_answered_below() -> None:
    arrival = heard(press(CODEC.encode(Choose("/data/q", 4), 99, RING.look_up(5)), date=0))
    assert arrival is not None
    assert arrival.place.message == 0
    assert isinstance(arrival.heard.said, Pressed)


def test_a_press_without_message_or_data_is_stale() -> None:
    bare = {"update_id": 2, "callback_query": {"id": "7", "from": ROSA, "inline_message_id": "x", "data": "y"}}
    assert said(bare) == Stale()
    game = press("")
    del game["callback_query"]["data"]
    assert said(game) == Stale()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sim", Typed("Sim")),
        ("/start", Command("start")),
        ("/START  x7Kq ", Command("start", "x7Kq")),
        ("/start@evenhand_bot abc", Command("start", "abc")),
        ("/stop\nplease", Command("stop", "please")),
        ("/start@another_bot", None),
        ("/ what", Typed("/ what")),
        ("/", Typed("/")),
        ("/é", Typed("/é")),
        ("y" * 4096, Typed("y" * 4096)),
    ],
)
def test_words_and_commands(text: str, expected: object) -> None:
    assert said(message(text=text)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"photo": [{**FILE, "width": 1, "height": 1}, {**FILE, "file_id": "big", "width": 9, "height": 9}], "caption": "c"},
         Sent("photo", "big", "image/jpeg", 9, "c")),
        ({"voice": {**FILE, "duration": 3}}, Sent("voice", "F", "x/y", 9)),
        ({"audio": {**FILE, "duration": 3}}, Sent("audio", "F", "x/y", 9)),
        ({"video": {**FILE, "duration": 3, "width": 1, "height": 1}}, Sent("video", "F", "x/y", 9)),
        ({"video_note": {"file_id": "N", "file_unique_id": "U", "length": 9, "duration": 3}}, Sent("video", "N", "video/mp4")),
        ({"animation": {**FILE, "duration": 3, "width": 1, "height": 1}, "document": FILE}, Sent("video", "F", "x/y", 9)),
        ({"document": {**FILE, "file_name": "form.xlsx"}}, Sent("document", "F", "x/y", 9, "", "form.xlsx")),
        ({"document": {"file_id": "bare"}}, Sent("document", "bare")),
        ({"document": {}}, Unheard("unreadable")),
        ({"location": {"latitude": 51.4, "longitude": -0.1, "horizontal_accuracy": 20}}, Located(51.4, -0.1, 20)),
        ({"venue": {"title": "Hall"}, "location": {"latitude": 51.4, "longitude": -0.1}}, Located(51.4, -0.1)),
        ({"sticker": {"emoji": "x"}}, Unheard("sticker")),
        ({"contact": {"phone_number": "1"}}, Unheard("contact")),
        ({"dice": {"value": 1}}, Unheard("dice")),
        ({"poll": {"id": "1"}}, Unheard("poll")),
        ({"pinned_message": {"message_id": 1}}, None),
        ({"new_chat_title": "x"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_files_places_and_what_the_bot_has_no_use_for(content: dict[str, Any], expected: object) -> None:
    assert said(message(**content)) == expected


def test_an_edited_message_is_heard_as_such_but_not_in_groups() -> None:
    edited = message(text="better")
    edited["edited_message"] = edited.pop("message")
    assert said(edited) == Unheard("edited")
    edited["edited_message"]["chat"] = GROUP
    assert said(edited) is None


def test_a_group_is_answered_only_when_it_asks() -> None:
    arrival = heard(message(GROUP, text="/start@evenhand_bot"))
    assert arrival is not None
    assert (arrival.heard.group, arrival.heard.said) == (True, Command("start"))
    for content in (
        {"text": "hello all"},
        {"photo": [FILE]},
        {"sticker": {}},
        {"text": "/start@other"},
        {"location": {}},
    ):
        assert heard(message(GROUP, **content)) is None
    topic = heard(message(GROUP, text="/help", is_topic_message=True, message_thread_id=12))
    assert topic is not None
    assert topic.place.thread == 12


def test_channels_other_bots_and_unknown_kinds_are_passed_over() -> None:
    channel = {"id": -1001, "type": "channel", "title": "News"}
    assert heard(message(channel, text="/start")) is None
    assert heard(message(sender={**ROSA, "is_bot": True}, text="/start")) is None
    assert heard({"update_id": 4, "channel_post": {"chat": channel}}) is None
    assert heard({"update_id": 4, "something_new": {}}) is None
    assert heard({"update_id": 4}) is None


def member(chat: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    bot = {"id": 7, "is_bot": True, "first_name": "E"}
    more = {"kicked": {"until_date": 0}}
    states = [{"user": bot, "status": status, **more.get(status, {})} for status in (before, after)]
    change = {"chat": chat, "from": ROSA, "date": 9, "old_chat_member": states[0], "new_chat_member": states[1]}
    return {"update_id": 6, "my_chat_member": change}


def test_blocking_and_being_added_to_a_group_are_heard() -> None:
    private = {"id": 5, "type": "private", "first_name": "Rosa"}
    assert said(member(private, "member", "kicked")) == Membership(False)
    assert said(member(private, "kicked", "member")) == Membership(True)
    assert said(member(GROUP, "left", "member")) == Membership(True)
    assert said(member(GROUP, "member", "left")) == Membership(False)
    assert said(member({**GROUP, "type": "channel"}, "left", "administrator")) is None
    bare = member(GROUP, "left", "member")
    bare["my_chat_member"]["new_chat_member"] = {"status": "member"}
    assert said(bare) == Membership(True), "a lesser server leaves the user out"


def test_becoming_administrator_of_a_group_is_nothing_new() -> None:
    rights = dict.fromkeys(
        ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
         "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
         "can_edit_stories", "can_delete_stories"), False)  # fmt: skip
    change = member(GROUP, "member", "administrator")
    change["my_chat_member"]["new_chat_member"].update(rights)
    assert said(change) is None
