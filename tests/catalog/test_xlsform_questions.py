"""What an author writes in rows and columns is what the engine gets."""

from bot.catalog.xlsform.outcome import Imported
from bot.catalog.xlsform.read import read_form
from bot.core.form import Group, Media, Repeat, Shown
from tests.catalog.xlsform_books import YES_NO, book, markdown


def imported(survey, choices=None, settings=None, media=None, **others):
    outcome = read_form("form.md", markdown(book(survey, choices, settings, **others)), media)
    assert isinstance(outcome, Imported), outcome
    return outcome


def question(outcome, name):
    return next(q for q in outcome.form.questions() if q.name == name)


def test_types_are_understood_however_they_are_spelt():
    spelt = {
        "Select_One yn": "select_one",
        "select one from yn": "select_one",
        "select_one   yn ": "select_one",
        "Select all that apply from yn": "select_multiple",
        "SELECT_MULTIPLE yn": "select_multiple",
        "rank yn": "rank",
        "TEXT": "text",
        "string": "text",
        "int": "integer",
        "Integer": "integer",
        "decimal": "decimal",
        "date": "date",
        "time": "time",
        "dateTime": "datetime",
        "datetime": "datetime",
        "Note": "note",
        "acknowledge": "acknowledge",
        "photo": "image",
        "image": "image",
        "audio": "audio",
        "video": "video",
        "file": "file",
        "geopoint": "geopoint",
        "range": "range",
    }
    rows = [["type", "name", "label"], *([type_, f"q{at}", "Q"] for at, type_ in enumerate(spelt))]
    form = imported(rows, YES_NO).form
    assert [q.kind for q in form.questions()] == list(spelt.values())


def test_an_officer_may_write_blocks_with_blanks_or_underscores_in_any_case():
    form = imported(
        [
            ["type", "name", "label"],
            ["Begin Group", "home", "Your home"],
            ["begin_repeat", "pets", "Pets"],
            ["text", "pet", "Its name"],
            ["END REPEAT", None, None],
            ["end_group", None, None],
        ],
    ).form
    (home,) = form.nodes
    assert isinstance(home, Group)
    assert home.label == {"default": ("Your home",)}
    (pets,) = home.children
    assert isinstance(pets, Repeat)
    assert (pets.path, pets.count, pets.children[0].path) == ("/data/home/pets", "", "/data/home/pets/pet")


def test_a_repeat_may_be_counted_by_an_answer_or_a_number():
    form = imported(
        [
            ["type", "name", "label", "repeat_count"],
            ["integer", "how_many", "How many?", None],
            ["begin_repeat", "one", "One", "${how_many}"],
            ["text", "a", "A", None],
            ["end_repeat", None, None, None],
            ["begin_repeat", "two", "Two", "3"],
            ["text", "b", "B", None],
            ["end_repeat", None, None, None],
        ],
    ).form
    counts = {node.name: node.count for node in form.nodes if isinstance(node, Repeat)}
    assert counts == {"one": "/data/how_many", "two": "/data/two_count"}


def test_conditions_messages_and_defaults_arrive_as_expressions():
    outcome = imported(
        [
            ["type", "name", "label", "relevant", "constraint", "constraint_message", "required", "required_message",
             "default", "hint", "guidance_hint"],
            ["integer", "age", "Age", None, ". >= 16", "You must be 16, ${who}.", "yes", "Please say", "18", "In years",
             "Count birthdays"],
            ["text", "who", "Who?", "${age} > 17", None, None, "no", None, None, None, None],
            ["date", "when", "When?", None, ". <= today()", None, "false()", None, "today()", None, None],
        ],
    )  # fmt: skip
    age, who, when = (question(outcome, name) for name in ("age", "who", "when"))
    assert (age.constraint, age.required, age.default) == (". >= 16", "true()", "18")
    assert age.constraint_message == {"default": ("You must be 16, ", Shown("/data/who"), ".")}
    assert age.required_message == {"default": ("Please say",)}
    assert (age.hint, age.guidance) == ({"default": ("In years",)}, {"default": ("Count birthdays",)})
    assert (who.relevant, who.required) == ("/data/age  > 17", "")
    assert (when.default, when.dynamic_default, when.required) == ("", "today()", "")


def test_references_inside_a_repeat_stay_with_their_own_person():
    outcome = imported(
        [
            ["type", "name", "label", "calculation"],
            ["begin_repeat", "person", "Person", None],
            ["text", "first", "First name", None],
            ["integer", "age", "How old is ${first}?", None],
            ["calculate", "next", None, "${age} + 1"],
            ["end_repeat", None, None, None],
        ],
    )
    assert question(outcome, "age").label == {"default": ("How old is ", Shown("../first"), "?")}
    assert question(outcome, "next").calculate == "../age  + 1"


def test_a_closed_list_keeps_its_order_extras_and_filter():
    outcome = imported(
        [
            ["type", "name", "label", "choice_filter"],
            ["select_one county", "county", "County", None],
            ["select_one town", "town", "Town", "county = ${county}"],
        ],
        [
            ["list_name", "name", "label", "county"],
            ["county", "n", "North", None],
            ["town", "a", "Aton", "n"],
            ["county", "s", "South", None],
            ["town", "b", "Bton in ${county}", "s"],
        ],
    )
    town = question(outcome, "town")
    assert (town.choices, town.choice_filter) == ("town", "county =  /data/county")
    first, second = outcome.form.lists["town"]
    assert (first.code, first.label, first.extras["county"]) == ("a", {"default": ("Aton",)}, "n")
    assert second.label == {"default": ("Bton in ", Shown("/data/county"))}
    assert [choice.code for choice in outcome.form.lists["county"]] == ["n", "s"]


def test_or_other_is_asked_in_our_own_words_and_adds_no_english_question():
    outcome = imported(
        [["type", "name", "label::English (en)", "label::العربية (ar)"], ["select_one yn or_other", "q", "Q", "س"]],
        [["list_name", "name", "label::English (en)", "label::العربية (ar)"], ["yn", "yes", "Yes", "نعم"]],
    )
    assert question(outcome, "q").params == {"or_other": "1"}
    assert [choice.code for choice in outcome.form.lists["yn"]] == ["yes"]
    assert outcome.questions == 1
    assert outcome.warnings == ()


def test_ranges_shuffles_and_cards_keep_their_settings():
    outcome = imported(
        [
            ["type", "name", "label", "parameters", "appearance"],
            ["range", "score", "Score", "start=0 end=10 step=2", None],
            ["integer", "seed", "Seed", None, None],
            ["select_one yn", "mixed", "Mixed", "randomize=true seed=${seed}", None],
            ["select_one yn", "card", "Does this match?", None, "data-card"],
        ],
        YES_NO,
    )
    assert question(outcome, "score").params == {"start": "0", "end": "10", "step": "2"}
    mixed = question(outcome, "mixed")
    assert (mixed.choices, mixed.params) == ("yn", {"randomize": "true", "seed": "/data/seed"})
    assert question(outcome, "card").kind == "data_card"


def test_a_calculation_set_off_by_an_answer_says_which():
    outcome = imported(
        [
            ["type", "name", "label", "calculation", "trigger"],
            ["text", "a", "A", None, None],
            ["calculate", "at", None, "now()", "${a}"],
        ],
    )
    at = question(outcome, "at")
    assert (at.kind, at.calculate, at.params) == ("calculate", "now()", {"trigger": "/data/a"})


def test_a_choices_label_can_be_looked_up_and_shown():
    outcome = imported(
        [
            ["type", "name", "label", "calculation"],
            ["select_one yn", "a", "A", None],
            ["calculate", "said", None, "jr:choice-name(${a}, '${a}')"],
            ["note", "n", "You said ${said}, instance('yn')/root/item[name=${a}]/label", None],
        ],
        YES_NO,
    )
    assert question(outcome, "said").calculate == "jr:choice-name( /data/a , '/data/a')"
    looked_up = Shown("instance('yn')/root/item[name= /data/a ]/label")
    assert question(outcome, "n").label == {"default": ("You said ", Shown("/data/said"), ", ", looked_up)}


def test_files_beside_the_form_become_lists():
    survey = [["type", "name", "label"], ["select_one_from_file towns.csv", "town", "Town"]]
    outcome = imported(survey, media={"Towns.csv": b"\xef\xbb\xbfname,label,county\na,Aton,n\nb,Bton,s\n"})
    towns = outcome.form.lists[question(outcome, "town").choices]
    assert [(c.code, c.label["default"], c.extras["county"]) for c in towns] == [
        ("a", ("Aton",), "n"),
        ("b", ("Bton",), "s"),
    ]


def test_a_list_may_come_from_an_xml_file():
    items = b"<root><item><name>a</name><label>Aton</label></item><item><name>b</name></item></root>"
    survey = [["type", "name", "label"], ["select_multiple_from_file towns.xml", "towns", "Towns"]]
    outcome = imported(survey, media={"towns.xml": items})
    assert [(c.code, dict(c.label)) for c in outcome.form.lists["towns"]] == [("a", {"default": ("Aton",)}), ("b", {})]


def test_a_file_may_name_its_columns_otherwise():
    survey = [
        ["type", "name", "label", "parameters"],
        ["select_one_from_file towns.csv", "town", "Town", "value=id label=town"],
    ]
    outcome = imported(survey, media={"towns.csv": b"id,town,county\n7,Aton,n\n,Nowhere,n\n"})
    (aton,) = outcome.form.lists["towns"]
    assert (aton.code, aton.label["default"], aton.extras) == (
        "7",
        ("Aton",),
        {"id": "7", "town": "Aton", "county": "n"},
    )


def test_a_look_up_in_a_file_becomes_a_path_into_its_list():
    survey = [
        ["type", "name", "label", "calculation"],
        ["begin_repeat", "r", "R", None],
        ["text", "fruit", "Fruit", None],
        ["calculate", "price", None, "2 * pulldata('prices', 'price', 'name', concat(${fruit}, ')'))"],
        ["end_repeat", None, None, None],
    ]
    outcome = imported(survey, media={"prices.csv": b"name,price\nfig),3\n"})
    assert question(outcome, "price").calculate == (
        "2 * instance('prices')/root/item[name = concat( current()/../fruit , ')')]/price"
    )
    (fig,) = outcome.form.lists["prices"]
    assert (fig.code, fig.extras) == ("fig)", {"price": "3"})


def test_an_old_external_list_is_read_from_its_own_sheet():
    outcome = imported(
        [
            ["type", "name", "label", "choice_filter"],
            ["select_one yn", "a", "A", None],
            ["select_one_external town", "town", "Town", "yn=${a}"],
        ],
        YES_NO,
        external_choices=[["list_name", "name", "label", "yn"], ["town", "t", "Ton", "yes"]],
    )
    town = question(outcome, "town")
    assert (town.kind, town.choices, town.choice_filter) == ("select_one", "town", "yn= /data/a")
    assert outcome.form.lists["town"][0].extras == {"yn": "yes"}


def test_what_watches_the_person_is_left_out_and_said():
    outcome = imported(
        [
            ["type", "name", "label"],
            ["start", "start", None],
            ["deviceid", "device", None],
            ["phonenumber", "phone", None],
            ["audit", None, None],
            ["start-geopoint", "where", None],
            ["text", "a", "Not shown: ${device}"],
        ],
    )
    assert [q.name for q in outcome.form.questions()] == ["start", "a"]
    assert [w.split(":")[0] for w in outcome.warnings] == ["Row 3", "Row 4", "Row 5", "Row 6"]


def test_what_a_chat_cannot_do_and_the_form_can_do_without_becomes_plainer():
    outcome = imported(
        [
            ["type", "name", "label", "appearance"],
            ["barcode", "code", "Code", None],
            ["integer", "app", "Weight", "ex:org.example.scale"],
            ["text", "a", "A", None],
        ],
        settings=[["form_title", "public_key", "submission_url"], ["T", "MIIB", "https://example.org"]],
    )
    assert [(q.kind, q.appearance) for q in outcome.form.questions()] == [("text", ""), ("integer", ""), ("text", "")]
    assert len(outcome.warnings) == 4


def test_pictures_and_sounds_are_kept_by_language_and_missing_files_are_named():
    outcome = imported(
        [
            ["type", "name", "label::English (en)", "image", "media::audio::English (en)"],
            ["text", "a", "A", "a.png", "a.mp3"],
        ],
        media={"a.png": b""},
    )
    assert question(outcome, "a").media == {"en": Media("a.png", "a.mp3")}
    assert outcome.warnings == ("These files are shown but were not sent with the form: a.mp3.",)


def test_an_authors_looks_do_not_reach_the_chat_but_their_quotation_marks_do():
    label = "## **Read** this,<br>it’s <span style='color:red'>“new”</span>: 2 * 3 * 4"
    outcome = imported([["type", "name", "label"], ["text", "a", label]])
    assert question(outcome, "a").label == {"default": ("Read this,\nit’s “new”: 2 * 3 * 4",)}


def test_a_looped_group_is_asked_for_each_choice():
    outcome = imported(
        [["type", "name", "label"], ["begin loop over yn", "l", "L"], ["text", "t", "T"], ["end loop", None, None]],
        YES_NO,
    )
    assert [q.path for q in outcome.form.questions()] == ["/data/l/yes/t", "/data/l/no/t"]


def test_a_table_of_questions_has_no_made_up_questions():
    outcome = imported(
        [
            ["type", "name", "label", "appearance"],
            ["begin_group", "g", "Rate these", "table-list"],
            ["select_one yn", "a", "A", None],
            ["select_one yn", "b", "B", None],
            ["end_group", None, None, None],
        ],
        YES_NO,
    )
    assert [(q.kind, q.name) for q in outcome.form.questions()][1:] == [("select_one", "a"), ("select_one", "b")]
    assert outcome.questions == 2


def test_notes_and_calculations_are_not_counted_as_questions():
    outcome = imported(
        [
            ["type", "name", "label", "calculation", "read_only"],
            ["note", "n", "Hello", None, None],
            ["calculate", "c", None, "1 + 1", None],
            ["hidden", "h", None, None, None],
            ["today", "today", None, None, None],
            ["text", "shown", "Only to read", None, "yes"],
            ["acknowledge", "ok", "OK?", None, None],
            ["text", "a", "A", None, None],
        ],
    )
    assert outcome.questions == 2


def test_rows_switched_off_and_comments_are_not_asked():
    outcome = imported(
        [
            ["type", "name", "label", "disabled", "notes"],
            ["text", "a", "A", None, None],
            ["text", "b", "B ${nowhere}", "yes", None],
            [None, None, None, None, "A remark about ${nothing}"],
        ],
    )
    assert [q.name for q in outcome.form.questions()] == ["a"]
    assert outcome.warnings == ()


def test_the_settings_name_the_form():
    outcome = imported(
        [["type", "name", "label"], ["text", "a", "A"]],
        settings=[["form_title", "form_id", "version", "fallback"], ["Our park", "park", "7", "yes"]],
    )
    form = outcome.form
    assert (outcome.title, form.name, form.version, form.fallback) == ("Our park", "park", "7", True)
    bare = read_form("Green spaces.md", markdown(book([["type", "name", "label"], ["text", "a", "A"]])))
    assert (bare.title, bare.form.name, bare.form.fallback) == ("Green spaces", "Green_spaces", False)


def test_a_path_to_nowhere_is_warned_of_and_a_reference_never_is():
    outcome = imported(
        [
            ["type", "name", "label", "relevant"],
            ["begin_group", "g", "G", None],
            ["text", "a-b.c", "A", None],
            ["end_group", None, None, None],
            ["text", "b", "B", "${a-b.c} = '/x/y' or selected(/widgets/branch, 'n') or count(${g}) > 1"],
        ],
    )
    assert outcome.warnings == ("“/widgets/branch” is used in an expression, but there is no such question.",)
