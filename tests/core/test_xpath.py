"""What expressions of forms mean."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.core import xpath
from bot.core.instance import Instance
from bot.core.plan import plan_of
from bot.core.questions import KINDS
from bot.core.session import Answer, Session
from bot.core.xpath import expression, problems
from bot.core.xpath.code import plain
from tests.core.forms import EN, NOW, choices, form, group, q, repeat

FORM = form(
    q("a", "integer"),
    q("b"),
    q("many", "select_multiple", choices="towns"),
    q("born", "date"),
    group("home", q("rooms", "integer", under="/data/home"), q("gone", under="/data/home", relevant="false()"), q("blank", under="/data/home")),
    repeat("kid", q("age", "integer", under="/data/kid"), q("name", under="/data/kid")),
    q("loop", "calculate", calculate="/data/loop + 1"),
    q("first", "calculate", calculate="/data/second"),
    q("second", "calculate", calculate="/data/first"),
    q("rel", relevant="/data/rel2 = ''"),
    q("rel2", relevant="/data/rel = ''"),
    towns=(replace(choices("Leeds")[0], extras={"county": "west"}), replace(choices("York")[0], extras={"county": "north"})),
)  # fmt: skip
VALUES = {
    "/data/a": "5", "/data/b": "two words", "/data/many": "leeds york", "/data/born": "2000-02-29",
    "/data/home/rooms": "3", "/data/home/gone": "hidden", "/data/kid[1]/age": "4", "/data/kid[2]/age": "9", "/data/kid[2]/name": "Tom",
}  # fmt: skip


def world(**more: str) -> Instance:
    answers = {path: Answer(value) for path, value in {**VALUES, **more}.items()}
    session = Session(seed=7, language=EN, opened=NOW, answers=answers, repeats={"/data/kid": 2})
    return Instance(plan_of(FORM), session, NOW, KINDS)


def value(source: str, at: str = "/data/b") -> str:
    here = world()
    place = here.road[here.where[at]]
    return expression(source).text(here, place)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3 - 4 div 2", "5"),
        ("-(3) - -2", "-1"),
        ("7 mod 3", "1"), ("-7 mod 3", "-1"), ("1 mod 0", ""),
        ("1 div 0", "Infinity"), ("-1 div 0", "-Infinity"), ("0 div 0", ""),
        ("0.1 + 0.2", "0.30000000000000004"), ("1 div 3000000", "0.00000033333333333333335"), ("100000000000000000000", "100000000000000000000"),
        ("'a' = \"a\"", "true"), ("1 = '1'", "true"), ("'1' = '01'", "false"), ("true() = 'x'", "true"), ("'' = false()", "true"),
        ("/data/a > 4 and not(/data/a > 5)", "true"), ("/data/a != 5 or 1 > 2", "false"),
        ("4 < /data/a", "true"), ("/data/a <= 5", "true"), ("/data/a >= 6", "false"),
        ("/data/home/blank < 5", "false"), ("/data/home/blank = ''", "true"), ("/data/home/gone = ''", "true"), ("/data/home/gone", ""),
        ("/data/home/blank != ''", "false"), ("/data/nothing = ''", "true"), ("/data/nothing", ""), ("string(/data/nothing/below)", ""),
        ("../a", "5"), (".", "two words"), ("/data/*[1]", "5"), ("//rooms", "3"), ("/data//rooms", "3"), ("count(/)", "1"), ("/data/a | /data/b", "5"),
        ("count(/data/a | /data/b | /data/a)", "2"), ("name(..)", "data"), ("name()", "b"), ("name(/data/none)", ""), ("local-name(/data/home/rooms)", "rooms"),
        ("count(/data/kid)", "2"), ("sum(/data/kid/age)", "13"), ("/data/kid[2]/name", "Tom"), ("/data/kid[age > 4]/name", "Tom"),
        ("/data/kid[position() = last()]/age", "9"), ("count(/data/kid[name = 'Tom'])", "1"), ("/data/kid[1]/age + 1", "5"),
        ("max(/data/kid/age)", "9"), ("min(/data/kid/age, 1)", "1"), ("max(/data/kid/name)", ""), ("min('')", ""),
        ("/data/kid/age = 9", "true"), ("/data/kid/age != 9", "true"), ("9 = /data/kid/age", "true"), ("/data/kid/age = /data/a", "false"), ("/data/kid/age < /data/a", "true"),
        ("/data/a != /data/kid/age", "true"), ("'4' = /data/kid/age", "true"), ("true() = /data/kid", "false"), ("/data/nothing = /data/kid/name", "true"),
        ("join(', ', /data/kid/age)", "4, 9"), ("join('-', 'a', 'b')", "a-b"), ("concat(/data/kid/age)", "49"), ("concat('a', /data/a, 1)", "a51"),
        ("count-non-empty(/data/kid/name)", "1"), ("indexed-repeat(/data/kid/age, /data/kid, 2)", "9"), ("indexed-repeat(/data/kid/age, /data/kid, 5)", ""),
        ("indexed-repeat(/data/none, /data/kid, 1)", ""), ("indexed-repeat(/data/a, /data, 1)", ""),
        ("/data/kid[2]/preceding-sibling::kid/age", "4"), ("/data/kid[1]/following-sibling::kid/age", "9"), ("name(/data/home/rooms/ancestor::data)", "data"),
        ("count(/data/home/rooms/ancestor-or-self::*)", "3"), ("count(/data/home/descendant::*)", "2"), ("/data/a/@id", ""), ("/data/a/attribute::id", ""),
        ("count(/data/home/descendant-or-self::node())", "3"), ("/data/a/text()", "5"), ("/data/home/child::rooms", "3"), ("/data/a/self::a", "5"), ("/data/a/self::b", ""),
        ("/data/home/rooms/parent::home/rooms", "3"), ("count(//..)", "4"), ("(/data/kid)[2]/age", "9"), ("(/data/kid)//age", "4"), ("'x'/a", ""), ("/other/a", ""), ("count(/*)", "1"),
        ("count(/following-sibling::*)", "0"), ("//self::a", "5"), ("count(/descendant-or-self::node()/kid)", "2"), ("current()/../a", "5"),
    ],
)  # fmt: skip
def test_paths_and_operators(source: str, expected: str) -> None:
    assert problems(source) == []
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("selected(/data/many, 'york')", "true"), ("selected(/data/many, 'yor')", "false"), ("count-selected(/data/many)", "2"),
        ("selected-at(/data/many, 1)", "york"), ("selected-at(/data/many, 2)", ""), ("selected-at(/data/many, -1)", ""),
        ("if(/data/a > 4, 'big', 'small')", "big"), ("if(false(), 1, 2)", "2"), ("coalesce('', /data/home/blank, 'x')", "x"), ("coalesce('')", ""),
        ("regex('ab1', '[a-z]+')", "false"), ("regex('ab1', '[a-z]+\\d')", "true"), ("regex('x', concat('(', ''))", "false"),
        ("int(4.9)", "4"), ("int(-4.9)", "-4"), ("int('x')", ""), ("round(2.5)", "3"), ("round(-2.5)", "-2"), ("round(2.345, 2)", "2.35"), ("round(-2.345, 2)", "-2.35"),
        ("round(1234, -2)", "1200"), ("round(1.5, 'x')", ""), ("round('x')", ""), ("round(1 div 0)", "Infinity"), ("floor(-1.5)", "-2"), ("ceiling(1.2)", "2"), ("floor(1 div 0)", "Infinity"), ("ceiling(1 div 0)", "Infinity"),
        ("abs(-3)", "3"), ("pow(2, 10)", "1024"), ("pow(-1, 0.5)", ""), ("pow(10, 400)", "Infinity"), ("sqrt(9)", "3"), ("sqrt(-1)", ""), ("exp(0)", "1"), ("exp10(2)", "100"), ("log(1)", "0"), ("log10(1000)", "3"), ("log(0)", ""),
        ("sin(0)", "0"), ("cos(0)", "1"), ("tan(0)", "0"), ("asin(0)", "0"), ("acos(1)", "0"), ("atan(0)", "0"), ("atan2(0, 1)", "0"), ("round(pi(), 2)", "3.14"), ("pow(0, -1)", ""),
        ("number('12')", "12"), ("number()", ""), ("number(true())", "1"), ("number('x')", ""), ("number('  3 ')", "3"), ("boolean('x')", "true"), ("boolean(/data/home/blank)", "false"),
        ("boolean-from-string('true')", "true"), ("boolean-from-string(1)", "true"), ("boolean-from-string('0')", "false"),
        ("string(3.0)", "3"), ("string(true())", "true"), ("string()", "two words"), ("string-length()", "9"), ("string-length('Łódź')", "4"), ("normalize-space('  a   b ')", "a b"), ("normalize-space()", "two words"),
        ("contains('abc', 'b')", "true"), ("starts-with('abc', 'a')", "true"), ("ends-with('abc', 'bc')", "true"), ("translate('abc', 'abc', 'xy')", "xy"),
        ("substring('12345', 2, 3)", "234"), ("substring('12345', 1.5, 2.6)", "234"), ("substring('12345', 'x')", ""), ("substring('12345', 0, 3)", "12"), ("substring('12345', 3)", "345"),
        ("substr('12345', 1, 3)", "23"), ("substr('12345', -2)", "45"), ("substr('12345', 'x')", ""), ("substr('12345', 2, 99)", "345"), ("substring-before('a-b', '-')", "a"), ("substring-before('ab', '-')", ""),
        ("substring-before('ab', '')", ""), ("substring-after('a-b', '-')", "b"), ("substring-after('ab', '')", "ab"), ("lower-case('AB')", "ab"), ("upper-case('ab')", "AB"),
        ("digest('a', 'SHA-1', 'hex')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"), ("digest('a', 'MD5')", "DMF1ucDxtqgxw5niaXcmYQ=="), ("digest('a', 'ROT13')", ""),
        ("today()", "2026-07-29"), ("now()", "2026-07-29T12:30:00.000+00:00"), ("date('2026-07-29T10:00:00Z')", "2026-07-29"), ("date(20663)", "2026-07-29"), ("date(today() + 3)", "2026-08-01"), ("date('x')", ""),
        ("date(/data/born)", "2000-02-29"), ("date-time(0.5)", "1970-01-01T12:00:00.000"), ("date-time('x')", ""), ("decimal-date-time('1970-01-02T12:00')", "1.5"), ("decimal-date-time('x')", ""), ("decimal-date-time('3')", "3"),
        ("decimal-time('18:00')", "0.75"), ("decimal-time('x')", ""), ("date('2026-02-30')", ""), ("date(1 div 0)", ""), ("date(999999999999)", ""),
        ("format-date('2026-07-09', '%d/%m/%Y %e %n %y %b %a %% %W %q')", "09/07/2026 9 7 26 Jul Thu % 28 "), ("format-date('', '%Y')", ""), ("format-date-time('2026-07-09T08:05:01.250', '%H:%M:%S.%3 %h')", "08:05:01.250 8"),
        ("format-date('2026-07-09', 'in %B')", "in Jul"), ("format-date('2026-07-09', '')", ""),
        ("/data/born < today()", "true"), ("today() = date('2026-07-29')", "true"), ("int((today() - /data/born) div 365.25)", "26"), ("/data/born > '1999-12-31'", "true"), ("now() > today()", "true"),
        ("position(/data/kid[2])", "2"), ("position(/data/none)", ""), ("position()", "1"), ("index(/data/kid[2])", "2"), ("last()", "1"),
        ("jr:choice-name('york', ' /data/many ')", "York"), ("jr:choice-name(/data/many, '../many')", "Leeds, York"), ("jr:choice-name('york', './../many')", "York"), ("jr:choice-name('x', '/data/many')", ""), ("jr:choice-name('x', '/data/none')", ""), ("jr:choice-name('x', '/data/home')", ""),
        ("instance('towns')/root/item[county = 'north']/name", "york"), ("instance('towns')/root/item[name = 'leeds']/label", "Leeds"), ("count(instance('towns')/root/item)", "2"), ("count(instance('towns')//item)", "2"),
        ("count(instance('none')/root/item)", "0"), ("jr:itext(instance('towns')/root/item[2]/itextId)", "York"), ("jr:itext('none')", ""), ("instance('towns')/root/item[county]/name", "leeds"), ("instance('towns')/root/item[2]/county", "north"),
        ("position(instance('towns')/root/item[2])", "2"),
        ("checklist(1, 2, true(), false(), true())", "true"), ("checklist(-1, 1, true(), true())", "false"), ("checklist(2, -1, true())", "false"),
        ("weighted-checklist(3, 5, true(), 2, true(), 2, false(), 9)", "true"), ("weighted-checklist(-1, 3, true(), 4)", "false"), ("weighted-checklist(5, -1, true(), 4)", "false"),
        ("once('x')", "two words"), ("random() = random()", "false"), ("random() < 1", "true"), ("string-length(uuid())", "36"), ("sum(/data/kid/name)", ""), ("sum(1 div 0)", ""),
        ("true() = 1", "true"), ("true() > false()", "true"), ("boolean(/data/a)", "true"), ("boolean(0)", "false"), ("boolean(number('x'))", "false"), ("not('')", "true"), ("boolean(instance('towns'))", "false"), ("boolean(instance('towns')/root/item/name)", "true"),
    ],
)  # fmt: skip
def test_functions(source: str, expected: str) -> None:
    assert problems(source) == []
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        ("pulldata('a', 'b')", "unknown function pulldata()"),
        ("distance(.)", "unknown function distance()"),
        ("selected(.)", "selected() with 1 arguments"),
        ("regex(., '[')", "regular expression '['"),
        ("1 +", "unexpected 'end'"),
        ("(1", "expected ')' before 'the end'"),
        ("a b", "unexpected 'b'"),
        ("$x", "unexpected '$x'"),
        ("‘a’", "unexpected '‘a’'"),
        ("concat('a' 'b')", "expected ',' before 'b'"),
        ("foo::a", "unknown axis 'foo'"),
        ("", "unexpected 'end'"),
        ("a[1", "expected ']' before 'the end'"),
    ],
)
def test_what_is_wrong_is_said_at_import(source: str, trouble: str) -> None:
    assert problems(source) == [trouble]


def test_nesting_without_end_is_said_too() -> None:
    fits = "if(1 > 2, 1, " * 60 + "7" + ")" * 60
    assert problems(fits) == []
    assert value(fits) == "7"
    deep = "(" * 5_000 + "1" + ")" * 5_000
    assert problems(deep) == ["too deeply nested"]
    assert value(deep) == ""


def test_a_malformed_expression_is_empty_and_false() -> None:
    here = world()
    place = here.root
    assert expression("1 +").text(here, place) == ""
    assert expression("1 +").truth(here, place) is False
    assert expression("1 +").keeps(here, place, place, 1, 1) is False


def test_what_cannot_be_computed_is_empty_never_a_crash() -> None:
    here = world()
    forwards = form(*(q(f"c{n}", "calculate", calculate=f"/data/c{n + 1} + 1") for n in range(2_000)))
    deep = Instance(plan_of(forwards), Session(seed=1, language=EN, opened=NOW), NOW, KINDS)
    assert deep.value(deep.road[0]) == ""
    for source in ("1 + string-length(/data/a)", "substring('abc', 1 div 0, -1 div 0)", "substr('abc', 1 div 0)"):
        made = expression(source)
        assert isinstance(made.text(here, here.root), str)
        assert isinstance(made.truth(here, here.root), bool)
        assert isinstance(made.keeps(here, here.root, here.root, 1, 1), bool)


def test_a_fault_of_arithmetic_is_caught_wherever_it_is_asked_for() -> None:
    here = world()
    wrong = replace(expression("1"), code=plain(lambda _: float(1 // 0)))
    assert wrong.text(here, here.root) == ""
    assert wrong.truth(here, here.root) is False
    assert wrong.keeps(here, here.root, here.root, 1, 1) is False


def test_a_long_chain_of_running_sums_is_added_up() -> None:
    sums = form(
        q("c0", "calculate", calculate="1"),
        *(q(f"c{n}", "calculate", calculate=f"/data/c{n - 1} + 1") for n in range(1, 500)),
    )
    here = Instance(plan_of(sums), Session(seed=1, language=EN, opened=NOW), NOW, KINDS)
    assert here.value(here.road[-1]) == "500"


def test_a_long_chain_of_conditions_holds() -> None:
    chain = form(q("q0"), *(q(f"q{n}", relevant=f"/data/q{n - 1} = 'x'") for n in range(1, 300)), q("end"))
    answers = {f"/data/q{n}": Answer("x") for n in range(299)}
    here = Instance(plan_of(chain), Session(seed=1, language=EN, opened=NOW, answers=answers), NOW, KINDS)
    assert here.relevant(here.road[299])


def test_a_pattern_that_takes_for_ever_matches_nothing() -> None:
    assert value("regex('" + "a" * 40 + "!', '(a|a|aa)+$')") == "false"


def test_circles_end_where_they_meet_themselves() -> None:
    assert value("/data/loop") in ("", "1")
    assert value("/data/first") == ""
    assert value("/data/rel") == ""


def test_unanswered_dates_are_before_and_after_nothing() -> None:
    here = world(**{"/data/born": ""})
    place = here.road[0]
    assert not expression("/data/born < today()").truth(here, place)
    assert not expression("/data/born >= today()").truth(here, place)


def test_unknown_functions_are_never_merely_false() -> None:
    assert set(xpath.FUNCTIONS) >= {
        "selected", "count-selected", "selected-at", "if", "coalesce", "regex", "int", "round", "today", "now", "date",
        "format-date", "string-length", "once", "uuid", "random", "pow", "jr:choice-name", "position", "instance",
        "concat", "normalize-space", "not", "true", "false",
    }  # fmt: skip


# the same document in lxml: plain XPath 1.0 must mean the same (but where ODK differs: an absent node is the empty text)

_PATHS = ("/data/a", "/data/home/rooms", "/data/kid/age", "../a", "/data/kid[2]/age", "//rooms", "/data/*", "/data/b")
_NUMBERS = st.sampled_from(
    ["0", "1", "2.5", "-3", "10", *(f"count({path})" for path in _PATHS), "string-length(/data/b)", "number(/data/a)"]
)
_TEXTS = st.sampled_from(["''", "'5'", "'two'", "string(/data/b)", "string(/data/a)", "string(/data/kid[1]/age)"])
_NODES = st.sampled_from(_PATHS)


def _numeric(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "div", "mod"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.builds("floor({})".format, inner),
        st.builds("ceiling({})".format, inner),
        st.builds("round({})".format, inner),
        st.builds("-{}".format, inner),
    )


_NUMBER = st.recursive(_NUMBERS, _numeric, max_leaves=6)
_TEXT = st.one_of(
    _TEXTS,
    st.builds("concat({}, {})".format, _TEXTS, _TEXTS),
    st.builds("substring({}, {}, {})".format, _TEXTS, _NUMBERS, _NUMBERS),
    st.builds("translate({}, {}, {})".format, _TEXTS, _TEXTS, _TEXTS),
)
_TRUTH = st.one_of(
    st.builds(
        "{} {} {}".format, st.one_of(_NUMBER, _NODES), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), _NUMBER
    ),
    st.builds("{} {} {}".format, _TEXT, st.sampled_from(["=", "!="]), _TEXT),
    st.builds("contains({}, {})".format, _TEXT, _TEXT),
    st.builds("starts-with({}, {})".format, _TEXT, _TEXT),
)
_ANY = st.one_of(
    _NUMBER,
    _TEXT,
    _TRUTH,
    st.builds("{} and {}".format, _TRUTH, _TRUTH),
    st.builds("not({}) or {}".format, _TRUTH, _TRUTH),
)
_XML = etree.fromstring(
    "<data><a>5</a><b>two words</b><many>leeds york</many><home><rooms>3</rooms></home>"
    "<kid><age>4</age><name/></kid><kid><age>9</age><name>Tom</name></kid></data>"
)
_PLAIN = form(
    q("a", "integer"), q("b"), q("many"), group("home", q("rooms", "integer", under="/data/home")),
    repeat("kid", q("age", "integer", under="/data/kid"), q("name", under="/data/kid")),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(_ANY)
@example("/data/* = (string-length(/data/b) - count(/data/*))")  # a group's value is that of what stands in it
def test_plain_xpath_means_what_lxml_says_it_means(source: str) -> None:
    answers = {path: Answer(value) for path, value in VALUES.items() if "gone" not in path}
    session = Session(seed=7, language=EN, opened=NOW, answers=answers, repeats={"/data/kid": 2})
    here = Instance(plan_of(_PLAIN), session, NOW, KINDS)
    ours = expression(source).code.here(xpath.Context(here, here.road[1], 1, 1, here.road[1]))  # type: ignore[attr-defined]
    theirs = _XML.find("b").xpath(source)  # type: ignore[union-attr]
    if isinstance(theirs, float) and math.isnan(theirs):
        assert isinstance(ours, float)
        assert math.isnan(ours)
    elif isinstance(theirs, float):
        assert ours == pytest.approx(theirs, rel=1e-12)
    else:
        assert ours == theirs


def test_summer_time_changes_no_date() -> None:
    assert xpath.values.days(datetime(2026, 3, 29, tzinfo=UTC)) % 1 == 0  # type: ignore[attr-defined]
