"""Commands that make something: invite, import, export, play."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import REFUSED, UNUSABLE, end, run, show


def invite(role: Annotated[str, typer.Argument(help="champion, officer or commissioner")]) -> None:
    """Print a link that gives one person one role, once, within a day."""
    from bot.cli.asking import ask

    if role not in ("champion", "officer", "commissioner"):
        end(f"'{role}' is no role. Choose champion, officer or commissioner.")
    print(run(ask({"verb": "invite", "role": role}))["link"])


def import_(
    file: Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, .xls, .csv or .md")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Read an XLSForm and say what is in it, or why it cannot be taken. Nothing is stored."""
    from bot.catalog.xlsform.bounded import import_form
    from bot.catalog.xlsform.outcome import Refused
    from bot.catalog.xlsform.report import refused_json, refused_lines, summary

    try:
        data = file.read_bytes()
    except OSError as error:
        if as_json:
            why, mend = f"The file cannot be read ({error.strerror}).", "Check its name and that it may be read."
            show({"refused": [{"sheet": None, "row": None, "column": None, "why": why, "mend": mend}]})
            raise SystemExit(REFUSED) from None
        end(f"{file}: cannot be read ({error.strerror})")
    beside = {
        path.name: path.read_bytes()
        for path in file.parent.glob("*.csv")
        if path != file and path.stat().st_size < 5_000_000
    }
    done = import_form(file.name, data, beside if file.suffix != ".csv" else None)
    if isinstance(done, Refused):
        if as_json:
            show(refused_json(done))
        else:
            for line in refused_lines(done):
                print(f"{file.name}: {line}")
        raise SystemExit(REFUSED)
    made = summary(done)
    if as_json:
        show(made)
        return
    from bot.cli.told import tell_form

    tell_form(made)


def export(
    activity: Annotated[str, typer.Argument(help="The activity's name, as `check` and the chat show it.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path(),
    form: Annotated[str, typer.Option("--format", help="csv or json")] = "csv",
) -> None:
    """Write the safe-to-publish export of a closed activity: totals only, small groups hidden."""
    import base64

    from bot.cli.asking import ask

    if form not in ("csv", "json"):
        end(f"'{form}' is no format. Choose csv or json.")
    answer = run(ask({"verb": "export", "activity": activity, "format": form}))
    try:
        out.mkdir(parents=True, exist_ok=True)
        path = out / Path(str(answer["name"])).name
        path.write_bytes(base64.b64decode(answer["data"]))
    except OSError as error:
        end(f"{out}: cannot be written ({error.strerror})", UNUSABLE)
    print(f"{path}  release {answer['number']}  sha256 {answer['sha256']}")


def play(
    form: Annotated[str, typer.Argument(help="An XLSForm file, or the name of a survey in content/surveys")],
    language: Annotated[str, typer.Option(help="Which of the form's languages.")] = "",
    record: Annotated[Path | None, typer.Option(help="Write the journey to this file as JSON.")] = None,
) -> None:
    """Interview yourself in the terminal, exactly as the chat would."""
    from bot.cli.playing import interview

    interview(form, language, record)


def register(app: typer.Typer) -> None:
    """Name the commands."""
    app.command("import")(import_)
    app.command("play")(play)
    app.command("invite")(invite)
    app.command("export")(export)
