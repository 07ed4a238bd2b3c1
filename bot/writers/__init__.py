"""The formats there are. Adding one: a file here, a line below, a golden file under tests/golden/writers/."""

from __future__ import annotations

from bot.core.release import Release
from bot.writers.csv_zip import CsvZip
from bot.writers.json_document import JsonDocument
from bot.writers.writer import Export, Writer

WRITERS: tuple[Writer, ...] = (CsvZip(), JsonDocument())


def export(release: Release, form: str) -> Export:
    """Write a release in one format ("csv", "json"). Raises KeyError for a format that does not exist."""
    writer = {writer.name: writer for writer in WRITERS}[form]
    name = f"{release.about.activity}-release-{release.number}.{writer.suffix}"
    return Export(name, writer.media_type, writer.write(release))


def verify(release: Release, form: str, data: bytes) -> bool:
    """Whether these are the bytes of that release: written again and compared."""
    return export(release, form).data == data
