"""Grading a file of answers: `grade` puts the pieces of this room together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from .. import __version__
from ..check.criteria import Criteria, Marks
from ..disk import unwritable
from ..errors import HandnetError
from ..escape import visible
from ..mistakes import Mistake
from ..notation import STANDARD, Notation
from ..notation import notation as as_notation
from ..problem import Problem
from ..rounding import Rounding, as_rounding
from ..setting import Setting
from .chunks import Job, header
from .columns import columns
from .entries import Entries, Entry
from .journal import Journal
from .own_numbers import OwnNumbers
from .progress import Progress
from .summary import Summary
from .survey import survey
from .tables import Table, table, temporary
from .tally import Tally
from .workers import done_in_order

CHUNK = 4000
"""Rows that are read, worked on and written together: more are quicker by the row, and need more memory."""

Path_ = str | os.PathLike[str]


def grade(
    problem: Problem,
    answers: Path_,
    report: Path_ | None = None,
    *,
    rounding: Rounding | int | None = None,
    notation: str | Notation = STANDARD,
    marks: Marks | None = None,
    without: Iterable[str] = (),
    extra: Iterable[Mistake] = (),
    variants: Path_ | None = None,
    jobs: int = 1,
    chunk: int = CHUNK,
    quiet: bool = True,
) -> Summary:
    """Grade a file with the answers of many people; returns the summary.

    answers    one row a person with addresses as columns, one row an answer (person, quantity, answer),
               or one JSON object a line
    report     a CSV file to write, one row for each row (in the long form for each person), in the same
               order. Broken off, the same call goes on where it was
    variants   a file with each person's own given numbers
    jobs       how many processes work at it. Other than 1 needs a program with
               `if __name__ == "__main__":`, as Python starts each process by reading it again
    chunk      rows that are worked on together
    quiet      False draws a line of progress on a terminal

    `rounding`, `notation`, `marks`, `without` and `extra` are those of `Problem.check`. Raises
    HandnetError, in one line, for a file that holds no answers or a report that cannot be written.
    """
    if not isinstance(problem, Problem):
        raise HandnetError(f"grade: {str(problem)[:60]!r} is no Problem; hn.read reads one from a file")
    for name, count in (("jobs", jobs), ("chunk", chunk)):
        if type(count) is not int or count < 1:
            raise HandnetError(f"grade: {name} is {count!r}; it is a whole number, 1 or more")
    criteria = Criteria(as_rounding(rounding), marks or Marks(), tuple(without), tuple(extra), pairs=False)
    setting = Setting(problem.forward_pass(), notation=as_notation(notation))
    with ExitStack() as stack:
        database = stack.enter_context(temporary())
        found = table(survey(answers), database)
        laid_out = columns(found, problem, setting)
        if all(record.is_empty for record in found.read()):
            raise HandnetError(f"{found.where}: names its columns and has no row of answers")
        own = None if variants is None else OwnNumbers(variants, problem, setting, database)
        said = (found.survey.warning, *found.notes, *laid_out.notes)
        notes = [f"{found.where}: {each}" for each in said if each]
        job = Job(problem, laid_out.asked, laid_out.names, criteria, found.decimal_comma)
        journal = None
        if report is not None:
            place = _place(report, answers, variants)
            fingerprint = _fingerprint(job, found, own, setting, chunk)
            head = header(job.names, [found.header[each] for each in laid_out.others])
            journal = Journal(place, fingerprint, head, found.delimiter or ",", found.survey.marked)
            stack.callback(journal.close)
            notes += [journal.note] if journal.note else []
        entries = Entries(found, laid_out, setting, database, own)
        tally = _graded(job, entries, journal, jobs, chunk, Progress(_expected(found), quiet=quiet))
        if journal is not None:
            journal.finish()
    written = None if report is None else Path(report)
    return Summary(
        problem.title, setting, job.asked, job.names, criteria, tally, entries.skipped, tuple(notes), written
    )


def _graded(
    job: Job, entries: Entries, journal: Journal | None, jobs: int, chunk: int, progress: Progress
) -> Tally:
    """Work on all chunks that are not in the report yet; the counts of all rows."""
    every = iter(entries)
    tally = journal.tally if journal else Tally()
    for _ in islice(every, (journal.chunks if journal else 0) * chunk):
        pass  # these are in the report
    progress.at_first = tally.rows
    try:
        progress.show(tally.rows)
        for done in done_in_order(job, _chunks(every, chunk), jobs):
            if journal:
                journal.add(done.rows, done.tally)
            else:
                tally.merge(done.tally)
            progress.show(tally.rows)
    finally:
        progress.end()
    return tally


def _chunks(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    while found := list(islice(entries, size)):
        yield found


def _expected(found: Table) -> int:
    """About how many rows there are."""
    return found.expected or found.survey.lines - (found.form != "JSON lines")


def _place(report: Path_, *read: Path_ | None) -> Path:
    """Where the report goes; raises HandnetError where it would fall on what is read."""
    try:
        place = Path(report).resolve()
        for path in read:
            if path is not None and Path(path).resolve() == place:
                raise HandnetError(
                    f"{visible(str(report))}: is a file that is read; give the report another name"
                )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        if isinstance(error, HandnetError):
            raise
        raise unwritable(report, error) from None
    return place


def _fingerprint(job: Job, found: Table, own: OwnNumbers | None, setting: Setting, chunk: int) -> str:
    """A hash of everything that the report depends on."""
    try:
        problem = job.problem.to_toml()
    except HandnetError:  # it has a function of somebody's own
        problem = repr((job.problem, sorted(job.problem.values.items(), key=str)))
    depends = (
        __version__,
        problem,
        repr(job.criteria),
        setting.notation.name,
        *job.names,
        found.survey.fingerprint,
        found.survey.encoding,
        own.survey.fingerprint if own else "",
        str(chunk),
    )
    return hashlib.sha256("\0".join(depends).encode("utf-8", "backslashreplace")).hexdigest()
