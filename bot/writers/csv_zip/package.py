"""The data package (Frictionless Data Package 1): what each file holds, so that programs read it without guessing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.release import Release
from bot.writers.csv_zip.cells import Value, csv_bytes
from bot.writers.wording import text

LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, Table Schema type and meaning. `key` columns together name a row."""

    name: str
    kind: str
    meaning: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """One CSV file."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[Value]]

    @property
    def path(self) -> str:
        """The file's name in the zip."""
        return f"{self.name}.csv"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return csv_bytes([field.name for field in self.fields], self.rows)


def package(release: Release, resources: Sequence[Resource]) -> bytes:
    """datapackage.json."""
    about = release.about
    slug = re.sub(r"[^a-z0-9]+", "-", about.activity.lower()).strip("-") or "activity"
    described: dict[str, Any] = {
        "profile": "data-package",
        "name": f"{slug}-release-{release.number}",
        "title": text(about.title, about.language, about.activity),
        "description": "Aggregates only. How to read them: README.txt.",
        "version": str(release.number),
        "licenses": [LICENCE],
        "evenhand": {
            "release_sha256": release.sha256,
            "edition": about.edition,
            "opened": about.opened,
            "closed": about.closed,
            "interim": about.interim,
            "corrects": about.corrects,
            "sample": about.sample,
            "frame": dict(about.frame),
        },
        "resources": [_described(resource) for resource in resources],
    }
    if about.publisher:
        described["contributors"] = [{"title": about.publisher, "role": "publisher"}]
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _described(resource: Resource) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.title,
        "path": resource.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(resource.data),
        "hash": f"sha256:{hashlib.sha256(resource.data).hexdigest()}",
        "schema": {
            "fields": [
                {"name": field.name, "type": field.kind, "description": field.meaning} for field in resource.fields
            ],
            "missingValues": ["", "*"],
            "primaryKey": [field.name for field in resource.fields if field.key],
        },
    }
