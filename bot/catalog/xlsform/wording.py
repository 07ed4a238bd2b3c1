"""The sentences of refusals, by code: why the form is not taken, and how its author mends it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SAVE_AGAIN = "Open it in Excel or LibreOffice, save it as .xlsx and send that file."

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # the file
        "file.empty": ("The file is empty.", "Check that it was saved and sent whole."),
        "file.big": (
            "The file has {size:,} bytes; {limit:,} is the most we read.",
            "Remove pictures and unused sheets.",
        ),
        "file.suffix": (
            "“{name}” is not a kind of file we read.",
            "Save it as .xlsx, .xls, .csv or .md and send that file.",
        ),
        "file.not_workbook": ("This is not a spreadsheet: it looks like {looks}.", SAVE_AGAIN),
        "file.stray": ("There are {count} stray bytes before the workbook begins.", SAVE_AGAIN),
        "file.broken": ("The workbook is damaged or cut short: {detail}.", SAVE_AGAIN),
        "file.password": ("The workbook is protected by a password.", "Save it without a password and send that file."),
        "file.bomb": (
            "The workbook unpacks to more than we allow ({detail}).",
            "Copy the survey, choices and settings sheets into a new workbook and send that.",
        ),
        "file.work": (
            "Reading this file took more {what} than we allow.",
            "Copy the survey, choices and settings sheets into a new workbook and send that.",
        ),
        "file.text": ("The file is not UTF-8 text.", "Save it as “CSV UTF-8” and send that file."),
        # sheets and columns
        "sheet.survey": (
            "There is no sheet called “survey”{found}.",
            "Name the sheet that holds the questions “survey”.",
        ),
        "sheet.empty": ("The sheet has no questions.", "Add rows with a type, a name and a label."),
        "sheet.unasked": (
            "Nothing in this form is asked of a person.",
            "Add at least one question we can ask in a chat.",
        ),
        "column.missing": ("There is no column called “{missing}”.", "Add the column “{missing}” in row 1."),
        "column.twice": ("The column “{header}” is there twice.", "Remove or rename one of the two."),
        "column.same": ("The columns “{other}” and “{header}” mean the same.", "Remove or rename one of the two."),
        "column.number": (
            "A column header in row 1 is not text.",
            "Write every header as text, or save the file as .xlsx.",
        ),
        # rows of the survey sheet
        "type.missing": ("“{name}” has no type.", "Say in the type column what is asked, such as text or select_one."),
        "type.unknown": ("We do not know the type “{type}”.", "{hint}"),
        "type.geo": (
            "A line or an area cannot be drawn in a chat ({type}).",
            "Use geopoint, or ask for the place in words.",
        ),
        "type.osm": ("Map editing (osm) cannot be done in a chat.", "Use geopoint, or ask for the place in words."),
        "type.record": (
            "We do not record people in the background.",
            "Remove this row, or ask for a voice message (audio).",
        ),
        "type.barcode": (
            "Barcodes cannot be scanned in a chat, and this form cannot do without this one.",
            "Use text, and ask the person to type the number.",
        ),
        "type.app": (
            "Another app cannot be opened from a chat, and this form cannot do without this answer.",
            "Remove “{app}” and ask for the answer itself.",
        ),
        "type.external": (
            "The data file “{file}” was not sent with the form.",
            "Send the file beside the form, or put its rows on the choices sheet.",
        ),
        "type.file_kind": ("Choices cannot be read from “{file}”.", "Use a .csv file with the columns name and label."),
        "type.from_answers": (
            "Choices taken from earlier answers ({list}) are not possible here.",
            "Put the choices on the choices sheet, or ask in words.",
        ),
        "type.search": (
            "search() looks up another file, which a chat cannot do.",
            "Put the choices on the choices sheet and use choice_filter.",
        ),
        "name.missing": ("This row has no name.", "Give it a short name, such as age or street_lights."),
        "name.wrong": (
            "“{name}” cannot be a name.",
            "Begin with a letter or underscore; use only letters, digits, underscores, hyphens and full stops.",
        ),
        "name.twice": (
            "The name “{name}” is used twice here (also in row {other}).",
            "Give one of the two another name.",
        ),
        "name.meta": ("The name “meta” is reserved.", "Give this row another name."),
        "label.none": (
            "“{name}” has no label, hint or picture.",
            "Write in the label column what the person is asked.",
        ),
        "list.none": ("No list of choices is named.", "Write its name after the type, such as “select_one yes_no”."),
        "list.unknown": ("There are no choices for the list “{list}”.", "{hint}"),
        "list.outside": (
            "The list “{list}” is not on the sheet external_choices.",
            "It is on the sheet choices: use select_one in place of select_one_external.",
        ),
        "list.blank": ("A list's name cannot have blanks in it (“{list}”).", "Join the words: “{joined}”."),
        "repeat.nested": (
            "A repeat inside a repeat cannot be asked in a chat.",
            "Take the inner repeat out, or ask it in one question.",
        ),
        "block.open": (
            "“{name}” begins in this row and never ends.",
            "Add a row of type “end_{kind}” where it should end.",
        ),
        "block.close": ("This row ends a {kind} that is not open here.", "Remove it, or begin the {kind} before it."),
        "entity": ("Entities are not kept here.", "Remove the entities sheet and the save_to column."),
        # references and expressions
        "ref.unknown": ("“${{{name}}}” is not the name of a question.", "{hint}"),
        "ref.twice": ("“${{{name}}}” could be either of two rows with that name.", "Give each of them its own name."),
        "ref.broken": ("A reference to another question is not closed.", "Write references as ${{name}}."),
        "ref.saved": ("An earlier person's answers cannot be used again (last-saved).", "Remove the reference."),
        "ref.circle": ("These depend on each other in a circle: {names}.", "Let one of them not depend on the others."),
        "calculation.missing": ("This calculation is empty.", "Write it in the calculation column."),
        "expression": ("The expression cannot be understood: {detail}.", "Check it against the XLSForm reference."),
        "function": ("{detail}.", "Use one of the functions listed in the officer's guide."),
        "instance.unknown": ("There is no list called “{list}” to look things up in.", "Check the list's name."),
        # choices
        "choice.twice": (
            "The choice name “{name}” is there twice in the list “{list}” (also in row {other}).",
            "Give each choice of a list its own name.",
        ),
        "choice.name": ("This choice has no name.", "Give it a short name; that is the code stored as the answer."),
        "choice.blank": (
            "The choice name “{name}” has blanks in it, and its list is used where several can be chosen.",
            "Replace the blanks, for example by underscores.",
        ),
        "fault": (
            "Something went wrong on our side while reading this file ({detail}).",
            "Please send the file to whoever runs this bot; the form itself may be right.",
        ),
        # whatever else the parser says
        "parser": ("{detail}", "Mend this and send the form again."),
    }
)
