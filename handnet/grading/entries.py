"""One entry a row: who it is, the answers in the order asked, and what is wrong with the row.

Nothing is lost: a row that is too short, too long, of a person who was there before, or not readable
at all is an entry like any other and says so.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..answer import LONGEST_ANSWER
from ..errors import HandnetError, counted
from ..escape import visible
from ..quantity import Quantity
from ..setting import Setting
from ..terms import Number
from .columns import Columns
from .long_form import as_key
from .records import Record
from .seen import Seen, duplicate_of
from .tables import Table

LONGEST_SHOWN = 40
_INDEX_OR_COMMA = re.compile(r"(\[[^\]]*\])|(?<=[0-9]),(?=[0-9])")
_LETTER = re.compile(r"[^\W\d_eE]")
"""A letter that is not the e of 8.22e-2."""
Numbers = Mapping[Quantity, Number]


class Entry(NamedTuple):
    """A row of answers.

    row        the number of its line in the file
    answers    one text for each quantity asked, "" for none
    others     the cells that are kept as they are
    problems   what is wrong with it, in words
    repeated   whether the person had a row before
    numbers    the person's own given numbers, if each has their own
    gradable   False if it cannot be graded, as where those are unknown
    """

    row: int
    person: str
    answers: tuple[str, ...]
    others: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    repeated: bool = False
    numbers: Numbers | None = None
    gradable: bool = True


@dataclass
class Entries:
    """The entries of a table, in the order of the file; `skipped` counts empty rows as they pass.

    database     where it waits who had a row before; None if nobody is to be looked for here
    numbers_of   gives a person's own numbers, or raises HandnetError; None if all have the problem's
    """

    table: Table
    columns: Columns
    setting: Setting
    database: sqlite3.Connection | None
    numbers_of: Callable[[str], Numbers] | None = None
    skipped: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._wanted = tuple(zip(self.columns.names, self.columns.places, strict=True))
        self._differs = self.table.decimal_comma or not self.setting.notation.addresses

    def __iter__(self) -> Iterator[Entry]:
        self.skipped = 0
        seen = None if self.database is None else Seen(self.database)
        for record in self.table.read():
            if record.is_empty:
                self.skipped += 1
            else:
                yield self._entry(record, seen)

    def _entry(self, record: Record, seen: Seen | None) -> Entry:
        cells, problems = self._cells(record)
        place = self.columns.person
        person = "" if place is None else visible(" ".join(cells[place].split()))
        before = seen.row_before(person, record.number) if seen else 0
        if before:
            problems.append(duplicate_of(before))
        numbers, gradable = None, True
        if self.numbers_of is not None:
            try:
                numbers = self.numbers_of(as_key(person))
            except HandnetError as error:
                problems.append(str(error))
                gradable = False
        elif not person and place is not None:
            problems.append("no person is named")
        answers = self._answers(cells, problems)
        others = tuple(cells[other].strip() for other in self.columns.others)
        return Entry(record.number, person, answers, others, tuple(problems), bool(before), numbers, gradable)

    def _cells(self, record: Record) -> tuple[list[str], list[str]]:
        """As many cells as the header has, and what is wrong with the row as it is written."""
        cells, problems, width = record.cells, list(record.problems), len(self.table.header)
        if len(cells) < width:
            if self.table.delimiter:
                problems.append(f"{counted(width - len(cells), 'cell')} missing at the end")
            cells = [*cells, *[""] * (width - len(cells))]
        over = [each.strip() for each in cells[width:]]
        if any(over):
            said = ", ".join(repr(_short(each)) for each in over[:5])
            problems.append(f"{counted(len(over), 'cell')} more than columns: {said}")
        return cells, problems

    def _answers(self, cells: list[str], problems: list[str]) -> tuple[str, ...]:
        texts = [self._one(name, places, cells, problems) for name, places in self._wanted]
        return tuple(map(self._plain, texts) if self._differs else texts)

    @staticmethod
    def _one(name: str, places: tuple[int, ...], cells: list[str], problems: list[str]) -> str:
        """One answer, from the first of its columns that is filled in."""
        if len(places) == 1:
            return cells[places[0]].strip()
        given = [text for text in (cells[place].strip() for place in places) if text]
        different = [text for text in given if text != given[0]]
        if different:
            problems.append(
                f"{name} is there twice, as {_short(given[0])} and {_short(different[0])}; the first is used"
            )
        return given[0] if given else ""

    def _plain(self, text: str) -> str:
        """An answer with points for decimal commas, and addresses for the letters of the notation."""
        if len(text) > LONGEST_ANSWER:
            return text  # it is not read
        if self.table.decimal_comma and "," in text:
            text = _INDEX_OR_COMMA.sub(lambda found: found[1] or ".", text)
        if self.setting.notation.addresses or not _LETTER.search(text):
            return text
        try:
            return self.setting.spelling.addresses(text)
        except HandnetError:
            return text


def _short(text: str) -> str:
    return visible(text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "...")
