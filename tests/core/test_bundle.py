"""What somebody is told in one day comes as one message."""

from bot.core.bundle import bundle
from bot.core.screen import Attachment, Block, Button, Go, Plain, Screen

STOP, LESS = Button(Plain("Stop"), Go("stop")), Button(Plain("Less"), Go("often"))


def letter(words, *rows, files=()):
    return (Screen("below", (Block("body", Plain(words)),), rows, files),)


def test_two_pieces_of_news_are_one_message_with_the_choice_once_at_its_end():
    one, two = Button(Plain("Results"), Go("results")), Button(Plain("Workshop"), Go("workshop", "5"))
    (made,) = bundle([letter("first", (one,), (STOP, LESS)), letter("second", (two,), (STOP, LESS))])
    assert [block.line.text for block in made.blocks] == ["first", "second"]
    assert made.rows == ((one,), (two,), (STOP, LESS))
    assert made.mode == "below"


def test_a_button_that_is_nearly_the_same_stays():
    five, six = (Button(Plain("Take part"), Go("join", each)) for each in ("5", "6"))
    (made,) = bundle([letter("first", (five,)), letter("second", (six,))])
    assert made.rows == ((five,), (six,))


def test_pictures_come_before_all_words():
    picture = Attachment("image", "one.png")
    (made,) = bundle([letter("first"), letter("second", files=(picture,))])
    assert made.attachments == (picture,)


def test_of_too_many_buttons_those_that_let_a_person_stop_are_kept():
    many = tuple((Button(Plain(str(n)), Go("start", str(n))),) for n in range(150))
    (made,) = bundle([letter("all", *many, (STOP, LESS))])
    assert sum(map(len, made.rows)) == 100
    assert made.rows[-1] == (STOP, LESS)


def test_no_news_is_no_message():
    assert bundle([(), ()]) == ()
