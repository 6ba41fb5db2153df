"""What came out for a whole class: how many, how many points, which lines went wrong, which mistakes are common."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..check.criteria import Criteria
from ..check.verdict import STATUSES
from ..disk import write_whole
from ..escape import visible
from ..quantity import Quantity
from ..setting import Setting
from ..shown import Shown
from .tally import Tally

if TYPE_CHECKING:
    from ..render.page import Block, Words

VERSION = 1
MOST_MISTAKES = 12
"""So many of the most common mistakes are on the page; `mistakes` and the JSON have all."""
ALWAYS = ("right", "follows", "wrong")


@dataclass(frozen=True)
class Common:
    """A mistake, how many rows show it, and which share of the graded rows that is."""

    code: str
    title: str
    count: int
    share: float


@dataclass(frozen=True, repr=False)
class Summary(Shown):
    """What came out for a class.

    tally     the counts (see `Tally`)
    skipped   empty rows, which are not in the report
    notes     what was to be said of the file as a whole
    report    the file with one row a person; None if none was written
    """

    title: str
    setting: Setting = field(compare=False)
    asked: tuple[Quantity, ...]
    names: tuple[str, ...]
    criteria: Criteria
    tally: Tally
    skipped: int = 0
    notes: tuple[str, ...] = ()
    report: Path | None = None

    def __repr__(self) -> str:
        return f"<Summary of {_rows(self.tally.rows)}, {self.mean_points:.2f} of {self.out_of:g} points>"

    @property
    def people(self) -> int:
        """How many people there are; who has several rows counts once."""
        return self.tally.rows - self.tally.repeated

    @property
    def ungraded(self) -> int:
        """Rows that could not be graded; `problems` in the report says why."""
        return self.tally.rows - self.tally.graded

    @property
    def mean_points(self) -> float:
        """The points of a graded row, on average; 0 if there is none."""
        return self.tally.points / self.tally.graded if self.tally.graded else 0.0

    @property
    def out_of(self) -> float:
        """The points that a row can have, on average."""
        return self.tally.out_of / self.tally.graded if self.tally.graded else 0.0

    @property
    def mistakes(self) -> list[Common]:
        """The mistakes, the most common first."""
        titles = _titles(self.criteria)
        ordered = sorted(self.tally.mistakes.items(), key=lambda each: (-each[1], each[0]))
        return [
            Common(code, _title(code, titles), count, count / self.tally.graded) for code, count in ordered
        ]

    def to_json(self) -> str:
        """As JSON, for programs."""
        tally = self.tally
        table: dict[str, Any] = {
            "handnet_summary": VERSION,
            "title": self.title,
            "people": self.people,
            "rows": tally.rows,
            "graded": tally.graded,
            "all_right": tally.all_right,
            "repeated": tally.repeated,
            "with_problems": tally.troubled,
            "empty_rows_skipped": self.skipped,
            "mean_points": self.mean_points,
            "out_of": self.out_of,
            "quantities": {
                name: {status: self._count(name, status) for status in STATUSES} for name in self.names
            },
            "mistakes": [vars(each) for each in self.mistakes],
            "conventions": dict(tally.conventions),
            "notes": list(self.notes),
            "report": None if self.report is None else str(self.report),
        }
        return json.dumps(table, ensure_ascii=False, indent=2)

    def save(self, path: str | Path) -> None:
        """Write it as JSON."""
        write_whole(self.to_json() + "\n", path)

    def _page(self) -> list[Block]:
        from ..render.page import Heading, Items, Paragraph

        blocks: list[Block] = [Heading(self.title or "A class", 1), Paragraph(self._said())]
        if self.tally.graded:
            blocks += [Heading("Line by line"), self._table(), *self._mistakes()]
        said = [*self.notes, *self._conventions()]
        return [*blocks, Heading("To look at"), Items(said)] if said else blocks

    def _said(self) -> str:
        tally = self.tally
        said = [f"{self.people:,} {'person' if self.people == 1 else 'people'} in {_rows(tally.rows)}"]
        if self.tally.graded:
            said.append(f"on average {self.mean_points:.2f} of {self.out_of:g} points")
            said.append(f"{tally.all_right:,} with everything right")
        if self.ungraded:
            said.append(f"{self.ungraded:,} not graded")
        if tally.troubled:
            said.append(f"{_rows(tally.troubled)} with problems")
        if self.skipped:
            said.append(f"{_rows(self.skipped, 'empty row')} left out")
        return ", ".join(said) + "." + (f" The report is {visible(str(self.report))}." if self.report else "")

    def _count(self, name: str, status: str) -> int:
        return self.tally.statuses.get(name, Counter[str]())[status]

    def _table(self) -> Block:
        from ..render.formulas import symbol
        from ..render.page import Table

        statuses = self.tally.statuses
        seen = {status for counts in statuses.values() for status, count in counts.items() if count}
        shown = [status for status in STATUSES if status in ALWAYS or status in seen]
        rows: list[tuple[Words, ...]] = [
            (symbol(quantity, self.setting.spelling), *(f"{self._count(name, each):,}" for each in shown))
            for quantity, name in zip(self.asked, self.names, strict=True)
        ]
        return Table(("quantity", *shown), rows, right=tuple(range(1, len(shown) + 1)))

    def _mistakes(self) -> list[Block]:
        from ..render.page import Heading, Paragraph, Table

        found = self.mistakes
        if not found:
            return []
        rows = [(f"{each.count:,}", f"{each.share:.0%}", each.title) for each in found[:MOST_MISTAKES]]
        blocks: list[Block] = [
            Heading("The most common mistakes"),
            Table(("rows", "share", "mistake"), rows, right=(0, 1)),
        ]
        more = len(found) - MOST_MISTAKES
        return [*blocks, Paragraph(f"{more} more are rarer.")] if more > 0 else blocks

    def _conventions(self) -> Iterable[str]:
        for said, count in sorted(self.tally.conventions.items(), key=lambda each: (-each[1], each[0])):
            yield f"{_rows(count)} in another convention, and right in it: {said}"


def _rows(count: int, noun: str = "row") -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _titles(criteria: Criteria) -> Mapping[str, str]:
    from ..explain.slips import SLIPS
    from ..mistakes import ARRAY_MISTAKES, MISTAKES

    known: list[Any] = [*MISTAKES.values(), *ARRAY_MISTAKES.values(), *SLIPS.values(), *criteria.extra]
    return {each.code: each.title for each in known}


def _title(code: str, titles: Mapping[str, str]) -> str:
    """The title of "code", "code + code" (both were made) or "code or code" (one of them was)."""
    return " or: ".join(
        ", and ".join(titles.get(each, each) for each in one.split(" + ")) for one in code.split(" or ")
    )
