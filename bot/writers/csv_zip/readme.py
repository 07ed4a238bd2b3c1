"""README.txt of an export: how to read it, for somebody who opens the zip and nothing else."""

from __future__ import annotations

from bot.core.release import Release
from bot.writers.wording import text

_BODY = """\
WHAT IS IN HERE
  took_part.csv    how many took part, in all and by section, beside the population
  whole_group.csv  what everyone answered
  by_section.csv   what the people of each section answered
  merged.csv       sections and answers that were too small to stand alone, and what they are shown as
  tables.csv       every table, and why one is not shown
  codebook.csv     every question, answer and code, in each language it was asked in
  datapackage.json the same for programs (Frictionless Data Package)

HOW TO READ A FIGURE
  Every count is rounded to the nearest 5. So is every base (how many a figure is out of). Rounded figures
  need not add up.
  "under 5" means nobody to four people. "nearly all" means {p.nearly_all_percent} in 100 or more.
  "*" means hidden, either because few people are in it or to protect another figure. It never says which, and it
  cannot be worked out from the other figures.
  Sections or answers with few people were put together first (see merged.csv).
  Where fewer than {p.words_below} people are the base, shares are given in words.
  Where fewer than {p.themes_below} are, nothing is given.
  Percentages are worked out from the rounded figures, never from exact ones.
  The base of a question is who answered it; of a private question, a written one and of sections, who took part.
  "Prefer not to say" is an answer. "Not asked or not answered" is not.
  Where one could choose several answers, shares add up to more than 100.

WHAT IT CANNOT TELL
  Who answers differs from who does not, in ways no table shows. Look at took_part.csv before you conclude.
  What people wrote or said in their own words is never in here.
  A figure that changed by less than {p.correction_keeps_below} keeps its value in a later correction.
  "since" says from which release a figure is.
"""


def readme(release: Release) -> str:
    """The text, with Windows line ends: it is opened by a double click."""
    about = release.about
    lines = [text(about.title, about.language, about.activity)]
    lines.append(f"Release {release.number}" + (", interim" if about.interim else ""))
    if about.corrects:
        lines.append(f"Corrects release {about.corrects}")
    if about.sample:
        lines.append("SAMPLE: the residents in this are made up.")
    if about.opened or about.closed:
        lines.append(f"Open from {about.opened or '?'} to {about.closed or '?'}")
    notes = {"Publisher": about.publisher, "Contact": about.contact}
    notes |= {f"Population {name}": about.frame.get(name, "") for name in ("unit", "ages", "source", "licence")}
    lines += [f"{name}: {said}" for name, said in notes.items() if said]
    lines += ["Licence: Open Government Licence v3.0 (OGL-UK-3.0)", f"SHA-256 of the figures: {release.sha256}", ""]
    return ("\n".join(lines) + "\n" + _BODY.format(p=about.policy)).replace("\n", "\r\n")
