"""Reading the plain files of a draw: the pool (`id` and a column per attribute) and the targets."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.core.lottery import Target

_TARGETS = ("attribute", "code", "min", "max")


def read_pool(path: Path) -> dict[str, dict[str, str]]:
    """Everybody who asked: id -> column -> code, blanks around codes removed. Raises ValueError with file and row."""
    people: dict[str, dict[str, str]] = {}
    for row, cells in _rows(path, ("id",)):
        person = cells.pop("id")
        if not person:
            raise ValueError(f"{path}, row {row}: the id is empty. Give every request an id of its own.")
        if person in people:
            raise ValueError(f"{path}, row {row}: the id '{person}' is there already. Keep one row per request.")
        people[person] = cells
    if not people:
        raise ValueError(f"{path}: there are no rows below the header. Add one row per request.")
    return people


def read_targets(path: Path) -> tuple[Target, ...]:
    """What the panel must keep, in file order. Raises ValueError with file and row."""
    found: dict[tuple[str, str], Target] = {}
    for row, cells in _rows(path, _TARGETS):
        attribute, code = cells["attribute"], cells["code"]
        if not attribute or not code:
            raise ValueError(f"{path}, row {row}: attribute and code must both be filled in.")
        if (attribute, code) in found:
            raise ValueError(f"{path}, row {row}: {attribute},{code} has a target already. Keep one of the two.")
        least, most = (_count(path, row, name, cells[name]) for name in ("min", "max"))
        if least > most:
            raise ValueError(f"{path}, row {row}: min {least} is above max {most}. Swap or mend them.")
        found[attribute, code] = Target(attribute, code, least, most)
    return tuple(found.values())


def fit(people: Mapping[str, Mapping[str, str]], targets: tuple[Target, ...], pool: Path, path: Path) -> None:
    """Raise ValueError where a target is about a column that the pool does not have."""
    columns = list(next(iter(people.values())))
    for target in targets:
        if target.attribute not in columns:
            there = ", ".join(columns) or "none but id"
            raise ValueError(f"{path}: there is no column '{target.attribute}' in {pool}. Its columns: {there}.")


def untargeted(people: Mapping[str, Mapping[str, str]], targets: tuple[Target, ...]) -> list[str]:
    """Codes of the pool that no target names, as notes: a slip of the pen looks like this."""
    named = {(target.attribute, target.code) for target in targets}
    counts: dict[tuple[str, str], int] = {}
    for attribute in dict.fromkeys(target.attribute for target in targets):
        for cells in people.values():
            code = cells.get(attribute, "")
            if code and (attribute, code) not in named:
                counts[attribute, code] = counts.get((attribute, code), 0) + 1
    return [f"{attribute},{code} has no target ({count} in the pool)" for (attribute, code), count in counts.items()]


def _count(path: Path, row: int, name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{path}, row {row}: {name} is '{text}'. Write a whole number, 0 or more.")
    return int(text)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line it ends on, cells by column; empty lines are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: this is not UTF-8 text. Save it as CSV in UTF-8.") from None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            where = f"{path}, row {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _header(where, [cell.strip() for cell in cells], needed)
                continue
            if len(cells) != len(header):
                raise ValueError(f"{where}: {len(cells)} cells where the header has {len(header)}. Mend the commas.")
            yield reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        raise ValueError(f"{path}, row {reader.line_num}: {error}. Mend the quotes.") from None
    if header is None:
        raise ValueError(f"{path}: the file is empty. Its first row names the columns: {', '.join(needed)}.")


def _header(where: str, header: list[str], needed: tuple[str, ...]) -> list[str]:
    missing = [name for name in needed if name not in header]
    if missing:
        raise ValueError(f"{where}: the column '{missing[0]}' is missing. Name it in the first row.")
    if len(set(header)) < len(header):
        raise ValueError(f"{where}: two columns have the same name. Rename one.")
    return header
