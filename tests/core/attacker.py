"""A reader with a solver: everything a release says, as constraints over whole, unknown counts of single sections.

It knows the form, the frame, the rules and the rounding, and shares no code with the protection: unknowns are leaf
counts per table, tied by everything that tables have in common (totals, margins, whole groups).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from bot.core.counts import Counts, Kind

HIGH = 10**6


@dataclass
class Hidden:
    table: str
    row: str
    column: str
    terms: dict[int, int]
    truth: int


@dataclass
class Attacker:
    """Build with `Attacker(counts, safe_tables)`; `true` holds the real values, which must satisfy every constraint."""

    counts: Counts
    safe: tuple
    correction: int = 0  # the number of the correction these tables come from: others kept their value
    exact_margins: bool = False  # a reader who has every shown total from elsewhere, to the person
    names: dict = field(default_factory=dict)
    true: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    hidden: list = field(default_factory=list)

    def __post_init__(self):
        self.tables = {t.name: t for t in self.safe if t.status == "shown"}
        self._people()
        for q in self.counts.questions:
            self._question(q)
        self._solve_ready()

    def var(self, *key, truth=None):
        if key not in self.names:
            self.names[key] = len(self.names)
            self.true.append(truth)
        return self.names[key]

    def say(self, terms, low, high):
        self.rows.append((terms, low, high))
        value = sum(self.true[v] * k for v, k in terms.items())
        assert low <= value <= high, "the release says something untrue"

    def published(self, cell, terms, risk, base):
        """The interval a published cell stands for, from the rules as written in METHODS.md."""
        more = 9 if self.correction and cell.since < self.correction else 0
        if cell.shown == "count":
            least = 10 if risk == "careful" else 5
            self.say(terms, max(0, max(least, cell.count - 2) - more), cell.count + 2 + more)
        elif cell.shown == "few":
            self.say(terms, 0, 4 + more)
        elif cell.shown == "nearly_all":  # 100 x >= 95 base, the base being an unknown of its own
            both = {v: 100 * k for v, k in terms.items()}
            for v, k in base.items():
                both[v] = both.get(v, 0) - 95 * k
            self.say(both, -3000 if more else 0, 100 * HIGH)

    def _people(self):
        self.total = self.var("T", truth=self.counts.took_part)
        if "who_took_part" in self.tables:
            cell = self.tables["who_took_part"].cells[0][0]
            self.published(cell, {self.total: 1}, "base", {})
        for a in self.counts.attributes:
            codes = [s.code for s in a.sections]
            stated = sum(a.took_part.values())
            for code in codes:
                self.var("n", a.name, code, truth=a.took_part.get(code, 0))
            self.var("n", a.name, "_not_stated", truth=self.counts.took_part - stated)
            if a.by_all:
                self.say({self.names["n", a.name, "_not_stated"]: 1}, 0, 0)
            every = {self.names["n", a.name, c]: 1 for c in (*codes, "_not_stated")}
            self.say({**every, self.total: -1}, 0, 0)
            table = self.tables.get(f"who_took_part/{a.name}")
            if table:
                for line, cells in zip(table.rows, table.cells, strict=True):
                    terms = {self.names["n", a.name, m]: 1 for m in line.members}
                    self._cell(table, line, table.columns[0], cells[0], terms, {})

    def _cell(self, table, line, column, cell, terms, base):
        if cell.shown == "hidden":
            truth = sum(self.true[v] * k for v, k in terms.items())
            self.hidden.append(Hidden(table.name, line.code, column.code, terms, truth))
        else:
            self.published(cell, terms, table.risk, base)
            if self.exact_margins and not (table.question and table.across):
                truth = sum(self.true[v] * k for v, k in terms.items())
                self.say(terms, truth, truth)

    def _question(self, q):
        codes = [c.code for c in q.choices] if q.kind is not Kind.TEXT else ["_answered"]
        people = self.counts.took_part
        for code in codes:
            truth = q.everyone.answered if q.kind is Kind.TEXT else q.everyone.by_code.get(code, 0)
            self.var("W", q.name, code, truth=truth)
        self.var("W", q.name, "_no_answer", truth=people - q.everyone.answered)
        none = self.names["W", q.name, "_no_answer"]
        answered = {self.total: 1, none: -1}
        if q.kind is not Kind.SEVERAL:
            every = {self.names["W", q.name, c]: 1 for c in (*codes, "_no_answer")}
            self.say({**every, self.total: -1}, 0, 0)
        else:
            for c in codes:
                self.say({self.names["W", q.name, c]: -1, **answered}, 0, HIGH)
            each = {self.names["W", q.name, c]: 1 for c in codes}
            self.say({**each, self.total: -1, none: 1}, 0, HIGH)
        table = self.tables.get(f"whole_group/{q.name}")
        if table:
            text = q.kind is Kind.TEXT
            base = {self.total: 1} if text or table.risk == "careful" else answered
            self.published(table.bases[0], base, "base", {})
            for column, cell in zip(table.columns, table.cells[0], strict=True):
                terms = {self.names["W", q.name, m]: 1 for m in column.members}
                self._cell(table, table.rows[0], column, cell, terms, base)
        for a in self.counts.attributes:
            table = self.tables.get(f"by_section/{q.name}/{a.name}")
            if table:
                self._cross(q, a, codes, table)

    def _cross(self, q, a, codes, table):
        sections = [*(s.code for s in a.sections), "_not_stated"]
        stated = q.sections.get(a.name, {})
        columns = [*codes, "_no_answer"]
        for s in sections:
            for c in columns:
                self.var("x", q.name, a.name, s, c, truth=self._truth(q, a, stated, s, c))

        def x(s, c):
            return self.names["x", q.name, a.name, s, c]

        for c in columns:
            self.say({**{x(s, c): 1 for s in sections}, self.names["W", q.name, c]: -1}, 0, 0)
        for s in sections:
            size = self.names["n", a.name, s]
            if q.kind is Kind.SEVERAL:
                for c in codes:
                    self.say({size: 1, x(s, "_no_answer"): -1, x(s, c): -1}, 0, HIGH)
                self.say({**{x(s, c): 1 for c in codes}, size: -1, x(s, "_no_answer"): 1}, 0, HIGH)
            else:
                self.say({**{x(s, c): 1 for c in columns}, size: -1}, 0, 0)
        for line, cells, base in zip(table.rows, table.cells, table.bases, strict=True):
            self.published(base, {self.names["n", a.name, m]: 1 for m in line.members}, "base", {})
            for column, cell in zip(table.columns, cells, strict=True):
                terms = {x(s, c): 1 for s in line.members for c in column.members}
                self._cell(table, line, column, cell, terms, {})

    def _truth(self, q, a, stated, section, code):
        def of(answers, people):
            return people - answers.answered if code == "_no_answer" else answers.by_code.get(code, 0)

        parts = {
            s.code: of(stated[s.code], a.took_part.get(s.code, 0))
            if s.code in stated
            else (a.took_part.get(s.code, 0) if code == "_no_answer" else 0)
            for s in a.sections
        }
        return (
            parts[section] if section != "_not_stated" else of(q.everyone, self.counts.took_part) - sum(parts.values())
        )

    def _solve_ready(self):
        data, at, to, low, high = [], [], [], [], []
        for i, (terms, least, most) in enumerate(self.rows):
            low.append(least)
            high.append(most)
            for v, k in terms.items():
                data.append(k)
                at.append(i)
                to.append(v)
        self.matrix = csr_matrix((data, (at, to)), shape=(len(self.rows), len(self.names)))
        self.low, self.high = np.array(low, float), np.array(high, float)
        self.seen = [{cell.truth} for cell in self.hidden]

    def extreme(self, terms, sign):
        """The least (sign 1) or greatest (-1) whole value of a sum of unknowns."""
        aim = np.zeros(len(self.names))
        for v, k in terms.items():
            aim[v] = sign * k
        found = self._milp(aim, [])
        assert found is not None
        return sign * round(found)

    def _milp(self, aim, more):
        size = len(self.names)
        bounds = Bounds(np.zeros(size), np.full(size, 5_000.0))
        constraints = [LinearConstraint(self.matrix, self.low, self.high), *more]
        answer = milp(aim, integrality=np.ones(size), bounds=bounds, constraints=constraints)
        if answer.status != 0:
            return None
        for cell, values in zip(self.hidden, self.seen, strict=True):  # each solution speaks for every hidden cell
            values.add(round(sum(answer.x[v] * k for v, k in cell.terms.items())))
        return answer.fun

    def possible(self, terms, value):
        row = np.zeros(len(self.names))
        for v, k in terms.items():
            row[v] = k
        return self._milp(np.zeros(len(self.names)), [LinearConstraint(row, value, value)]) is not None

    def found_out(self, thorough=False):
        """The hidden cells that a reader can narrow down further than the promise allows."""
        caught = []
        for cell, seen in zip(self.hidden, self.seen, strict=True):
            if cell.truth < 10:
                ok = all(v in seen or self.possible(cell.terms, v) for v in (range(10) if thorough else (0, 9)))
            else:
                ok = max(seen) - min(seen) >= 9 or self.extreme(cell.terms, -1) - self.extreme(cell.terms, 1) >= 9
            if not ok:
                caught.append(cell)
        return caught
