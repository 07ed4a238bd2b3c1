"""Commands that only look: check, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.ending import end, show


def check(
    path: Annotated[Path | None, typer.Argument(help="A content folder, or one form file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Check everything people read and are asked: files, translations, gaps. Exit 1 where something must be mended."""
    from bot.cli.checking import check_content

    if path is not None and path.is_file():
        from bot.cli.make import import_

        import_(path, as_json)
        return
    from bot.cli.live import settings

    folder = path or settings().evenhand_content
    if not folder.is_dir():
        end(f"{folder}: there is no such folder")
    found = check_content(folder)
    if as_json:
        show({"errors": found.errors, "notes": found.notes})
    else:
        for line in found.notes:
            print(f"note: {line}")
        for line in found.errors:
            print(f"error: {line}")
        print(f"{len(found.errors)} to mend, {len(found.notes)} to know")
    raise SystemExit(1 if found.errors else 0)


def doctor(
    new_key: Annotated[bool, typer.Option("--new-key", help="Print a new EVENHAND_KEY and leave.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Look over a deployment: settings, database, keys, folders, Bot API. Exit 1 where live mode would fail."""
    from bot.cli.doctor import examine, fresh_key

    if new_key:
        print(fresh_key())
        return
    findings = examine()
    if as_json:
        show({"findings": [{"what": f.what, "ok": f.ok, "says": f.says} for f in findings]})
    else:
        for finding in findings:
            print(f"{'ok  ' if finding.ok else 'MEND'}  {finding.what}: {finding.says}")
    raise SystemExit(0 if all(finding.ok for finding in findings) else 1)


def register(app: typer.Typer) -> None:
    """Name the commands."""
    app.command("check")(check)
    app.command("doctor")(doctor)
