"""An officer sends a workbook: it is fetched, read in a bounded process, and becomes a draft."""

from __future__ import annotations

from dataclasses import replace

from bot.core import session_json
from bot.core.errors import Rule
from bot.core.inputs import Sent
from bot.ports import Errand, Reply
from handlers.visit import Visit, para, sheet

_SUFFIXES = (".xlsx", ".xls", ".csv", ".md", ".xlsm")
_MEGABYTE = 1_000_000


def wanted(visit: Visit, file: Sent) -> bool:
    """Whether an officer's file is a survey to import, rather than an answer to the question in hand."""
    row = visit.tx.sessions.get(visit.person.session, visit.person.id) if visit.person.session else None
    if file.kind != "document":
        return False
    if row is None or row.status != "open":
        return True
    asked = session_json.loads(row.state).at
    kinds = {question.path: question.kind for question in visit.office.shelf(visit.tx, row.edition).questions()}
    return file.name.lower().endswith(_SUFFIXES) and kinds.get(asked, "") != "file"


def hear(visit: Visit, file: Sent) -> Reply:
    """Raises Rule("import.kind") or Rule("file.too_big"): said kindly, nothing lost."""
    most = visit.office.number("text.import_bytes_max")
    if not file.name.lower().endswith(_SUFFIXES):
        raise Rule("import.kind")
    if file.size > most:
        raise Rule("file.too_big", most=most // _MEGABYTE)
    errand = Errand("import", visit.person.id, {"reference": file.reference, "name": file.name, "most": most})
    return replace(visit.reply(sheet(para("import.reading", name=file.name))), errands=(errand,))
