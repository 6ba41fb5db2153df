"""A class that is graded in parts, wherever the parts are worked on: `Grading`.

    grading = hn.Grading(problem, columns)       what all parts have in common
    part = grading(rows, first)                  a pure function: some rows in, their rows of the report out
    grading.report("report.csv", parts)          the parts in order, written one after another

`grade` reads a file and starts processes of its own. Where a class is too large for one machine, or waits
in a data base or in Parquet files, an engine that people already run maps `grading` over the parts: it
goes through pickle, it reads and writes nothing, and the same rows give the same part again, so a part
whose process died is worked on anew. Only what needs to know all rows, whether somebody has two, is found
when the report is written. It is the report of `grade` for the same rows, byte for byte.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..check.criteria import Criteria, Marks, codes
from ..disk import resolved
from ..errors import HandnetError
from ..escape import from_csv_cell, visible
from ..mistakes import Mistake
from ..notation import STANDARD, Notation
from ..notation import notation as as_notation
from ..problem import Problem
from ..rounding import Rounding, as_rounding
from ..setting import Setting
from .chunks import HEAD, Done, Job, header, work
from .columns import columns as laid_out
from .entries import Entries
from .journal import Journal
from .records import Record
from .seen import Seen, duplicate_of
from .summary import Summary
from .survey import Survey
from .tables import Table, temporary
from .tally import Tally

FIRST = 2
"""The number of the first row: in a table, the names of the columns stand in row 1."""
_PERSON, _ROW, _PROBLEMS = map(HEAD.index, ("person", "row", "problems"))


class Grading:
    """What the parts of a class have in common; calling it grades one part.

    problem   what was asked
    columns   the names of all columns: one for the person, addresses for the answers; others are kept

    `rounding`, `notation`, `marks`, `without` and `extra` are those of `Problem.check`. Raises HandnetError
    if no column is a quantity of the problem. A mistake of a teacher's own goes to another process only if
    pickle takes its functions.
    """

    def __init__(
        self,
        problem: Problem,
        columns: Iterable[str],
        *,
        rounding: Rounding | int | None = None,
        notation: str | Notation = STANDARD,
        marks: Marks | None = None,
        without: Iterable[str] = (),
        extra: Iterable[Mistake] = (),
    ) -> None:
        if not isinstance(problem, Problem):
            raise HandnetError(f"Grading: {str(problem)[:60]!r} is no Problem; hn.read reads one from a file")
        if isinstance(columns, str):
            raise HandnetError(f"Grading: columns is a list of names: write [{columns[:60]!r}]")
        self.header = tuple(map(str, columns))
        self.problem, self.notation = problem, as_notation(notation)
        self.criteria = Criteria(
            as_rounding(rounding), marks or Marks(), codes(without), tuple(extra), pairs=False
        )
        self._setting = Setting(self.problem.forward_pass(), notation=self.notation)
        self._columns = laid_out(self._table(()), self.problem, self._setting)
        self._job = Job(self.problem, self._columns.asked, self._columns.names, self.criteria)

    def __reduce__(self) -> tuple[Any, ...]:
        options = {
            "rounding": self.criteria.rounding,
            "notation": self.notation,
            "marks": self.criteria.marks,
            "without": self.criteria.without,
            "extra": self.criteria.extra,
        }
        return _there, (pickle.dumps((self.problem, self.header, options)),)

    def __repr__(self) -> str:
        return f"<Grading of {len(self._job.asked)} quantities>"

    def __call__(self, rows: Iterable[Mapping[str, Any]], first: int = FIRST) -> Done:
        """Grade some rows, each a table from the names of columns to texts or numbers.

        `first` is the number of the first of them in the whole class, counted from 2. What is empty in
        all columns is left out, and counts as a row for the numbers. Nothing outside is read or changed.
        """
        entries = self._entries(list(rows), first)
        done = work(self._job, list(entries))
        return done._replace(skipped=entries.skipped)

    def report(self, path: str | os.PathLike[str], parts: Iterable[Done]) -> Summary:
        """Write the report, part by part in the order of the class, and sum up.

        Only one part at a time is in memory, if `parts` makes them one at a time. The file is there when
        it is whole. Raises HandnetError if it cannot be written.
        """
        place = resolved(path)
        head = header(self._job.names, [self.header[each] for each in self._columns.others])
        journal = Journal(place, secrets.token_hex(), head)  # the engine goes on with what was broken off
        skipped = 0
        try:
            with temporary() as database:
                seen = Seen(database)
                for part in parts:
                    whole = _with_duplicates(part, seen)
                    journal.add(whole.rows, whole.tally)
                    skipped += part.skipped
            journal.finish()
        finally:
            journal.close()
        job, notes = self._job, tuple(each for each in self._columns.notes if each)
        return Summary(
            self.problem.title, self._setting, job.asked, job.names, self.criteria, journal.tally,
            skipped, notes, report=Path(path),
        )  # fmt: skip

    def _entries(self, rows: Sequence[Mapping[str, Any]], first: int) -> Entries:
        records = [
            Record(number, [_text(row.get(name)) for name in self.header])
            for number, row in enumerate(rows, first)
        ]
        return Entries(self._table(records), self._columns, self._setting, None)

    def _table(self, records: Sequence[Record]) -> Table:
        def read() -> Iterator[Record]:
            return iter(records)

        return Table(Survey(Path("columns"), "", 0, 0, "utf-8"), self.header, "wide", ",", read)


@lru_cache(maxsize=8)
def _there(written: bytes) -> Grading:
    """The grading that pickle wrote: in one process always the same, so what it has ready is kept."""
    problem, columns, options = pickle.loads(written)
    return Grading(problem, columns, **options)


def _text(value: Any) -> str:
    """A cell as a person could have typed it; what is missing is empty."""
    match value:
        case None:
            return ""
        case str():
            return value
        case float() if math.isnan(value):
            return ""  # as tables of numbers write what is missing
        case float():
            return repr(float(value))  # a number of NumPy's says more than its digits
        case bool():
            return str(value).lower()
        case int() | Decimal() | Fraction():
            return str(value)
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        return visible(str(value))


def _with_duplicates(part: Done, seen: Seen) -> Done:
    """The part, with a word on who had a row before."""
    rows, tally = list(part.rows), Tally()
    tally.merge(part.tally)
    for place, row in enumerate(rows):
        before = seen.row_before(from_csv_cell(row[_PERSON]), int(row[_ROW]))
        if before:
            said = "; ".join(filter(None, (duplicate_of(before), row[_PROBLEMS])))
            rows[place] = [*row[:_PROBLEMS], said, *row[_PROBLEMS + 1 :]]
            tally.repeated += 1
            tally.troubled += not row[_PROBLEMS]
    return part._replace(rows=rows, tally=tally)
