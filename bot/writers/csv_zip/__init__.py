"""CSV: a zip with one file per kind of table, a codebook, a plain README and a Frictionless data package."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from bot.core.release import Release
from bot.writers.csv_zip.codebook import CODEBOOK, codebook
from bot.writers.csv_zip.flat import (
    BY_SECTION,
    MERGED,
    TABLES,
    TOOK_PART,
    WHOLE_GROUP,
    by_section,
    merged,
    tables,
    took_part,
    whole_group,
)
from bot.writers.csv_zip.package import Resource, package
from bot.writers.csv_zip.readme import readme


@dataclass(frozen=True, slots=True)
class CsvZip:
    """The zip is stored, not packed, with one fixed date: the same bytes whatever zlib the machine has."""

    name: str = "csv"
    suffix: str = "zip"
    media_type: str = "application/zip"

    def write(self, release: Release) -> bytes:
        """All files of the release, always the same ones."""
        resources = (
            Resource("tables", "Every table of this release, and whether it is shown", TABLES, tables(release)),
            Resource("took_part", "Who took part, beside the population", TOOK_PART, took_part(release)),
            Resource("whole_group", "What everyone answered", WHOLE_GROUP, whole_group(release)),
            Resource("by_section", "What each section answered", BY_SECTION, by_section(release)),
            Resource("merged", "What is shown together with what", MERGED, merged(release)),
            Resource("codebook", "Every question, code, marker and word", CODEBOOK, codebook(release)),
        )
        files = {resource.path: resource.data for resource in resources}
        files["datapackage.json"] = package(release, resources)
        files["README.txt"] = readme(release).encode()
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, files[name])
        return held.getvalue()
