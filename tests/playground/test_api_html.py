"""HTML parse mode: entities as Telegram counts them, broken marks refused."""

import pytest

from bot.playground.entities import found, parse, tidy
from bot.playground.refusal import Refused


def read(text):
    return tidy(*parse(text, "HTML"))


@pytest.mark.parametrize(
    ("marked", "plain", "entities"),
    [
        ("a <b>b</b>", "a b", [("bold", 2, 1)]),
        ("😀 <i>é</i>", "😀 é", [("italic", 3, 1)]),
        ("<b>x<i>y</i></b>", "xy", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del><strike>c</strike>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("&lt;b&gt; &amp; &quot;&#39;&copy;", "<b> & \"'&copy;", []),
        ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<code>a<b>c</b></code>", "ac", [("code", 0, 2)]),
    ],
)
def test_marks_become_entities(marked, plain, entities):
    text, got = read(marked)
    assert text == plain
    assert [(e["type"], e["offset"], e["length"]) for e in got] == entities


def test_links_and_code_keep_what_they_carry():
    assert read('<a href="https://a.org/?a=1&amp;b=2">x</a>')[1][0]["url"] == "https://a.org/?a=1&b=2"
    assert read("<a>a.org</a>")[1][0]["url"] == "a.org"
    assert read('<pre><code class="language-python">x</code></pre>')[1] == [
        {"offset": 0, "length": 1, "type": "pre", "language": "python"},
    ]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", 'Unsupported start tag " " at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_marks_are_refused(broken, why):
    with pytest.raises(Refused) as refused:
        read(broken)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_commands_and_addresses_are_found_in_plain_text():
    text = "Type /help or see https://a.org/x. Not 1/2, nor a/b."
    marks = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in found(text, [])]
    assert marks == [("bot_command", "/help"), ("url", "https://a.org/x")]


def test_commands_are_found_inside_italics_and_quotes_but_not_in_code_or_across_a_mark():
    marked = "<i>Send /stop</i> <blockquote>/help</blockquote> <code>/start</code> <a href='https://a.org'>/me</a> /a<b>b</b>"
    text, taken = read(marked)
    commands = [text[e["offset"] :][: e["length"]] for e in found(text, taken) if e["type"] == "bot_command"]
    assert commands == ["/stop", "/help"]
    kinds = [e["type"] for e in found(text, taken)]
    assert kinds == ["italic", "bot_command", "blockquote", "bot_command", "code", "text_link", "bold"]
