"""The table in a file of answers: a header, and one record a person, whatever form the file has.

    wide      one row a person; columns are addresses
    long      one row an answer: person, quantity, answer (see `long_form`)
    JSON      one object a line: {"person": "Ada", "answers": {"z1[1]": "0.3775"}}, or without the inner one
              (see `json_lines`)

Whatever the form, what comes out is a `Table`: it can be read again and again, gives the same each
time, and holds no more than a few rows in memory.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from ..errors import HandnetError
from ..escape import visible
from .records import Record, Text, delimiter_of, read_lines, records
from .survey import Survey

PERSON = ("person", "name", "names", "id", "student", "student_id", "student_name", "full_name", "pupil",
          "learner", "participant", "candidate", "user", "username", "login", "email", "e-mail")  # fmt: skip
QUANTITY = ("quantity", "address", "question", "item", "asked", "symbol")
ANSWER = ("answer", "value", "response", "result", "given")
"""What the columns may be called, as `word` writes it."""
STATED = "\t;,|"
"""Signs between cells that a first line such as sep=; may state."""
MOST_COLUMNS = 2000


class Table(NamedTuple):
    """A header and its records.

    delimiter   the sign between cells; "" for JSON lines
    form        "wide", "long" or "JSON lines"
    notes       what is to be said of it once
    expected    how many records there are, if that is known
    """

    survey: Survey
    header: tuple[str, ...]
    form: str
    delimiter: str
    read: Callable[[], Iterator[Record]]
    notes: tuple[str, ...] = ()
    expected: int = 0

    @property
    def where(self) -> str:
        """The file, as messages name it."""
        return visible(self.survey.path.name)

    @property
    def decimal_comma(self) -> bool:
        """Whether numbers have a comma: where semicolons stand between cells, they do."""
        return self.delimiter == ";"


def word(header: str) -> str:
    """A column's name as it is compared: small letters, words joined."""
    return "_".join(header.strip().strip(":").lower().split())


@contextlib.contextmanager
def temporary() -> Iterator[sqlite3.Connection]:
    """A database in a file of its own, for what must not fill the memory; it goes when it is closed."""
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("BEGIN")
        yield database


def table(survey: Survey, database: sqlite3.Connection) -> Table:
    """The table in the file; raises HandnetError in one line if there is none.

    Answers in the long form wait in the database.
    """
    from .json_lines import json_table
    from .long_form import long_table

    start, delimiter = _start(survey)
    if start.text.lstrip().startswith("{"):
        return json_table(survey)
    if start.text.lstrip().startswith("[{") or start.text.strip() == "[":
        raise HandnetError(f"{_name(survey)}: is one JSON list; write one object a line")

    def read() -> Iterator[Record]:
        every = records(islice(read_lines(survey), start.number - 1, None), delimiter)
        next(every)
        return every

    head = next(records(islice(read_lines(survey), start.number - 1, None), delimiter))
    header = tuple(cell.strip() for cell in head.cells)
    while header and not header[-1]:
        header = header[:-1]  # signs between cells that nobody wrote
    if len(header) > MOST_COLUMNS:
        raise HandnetError(f"{_name(survey)}: {len(header)} columns; at most {MOST_COLUMNS} are read")
    wide = Table(survey, header, "wide", delimiter, read)
    words = [word(each) for each in header]
    if not set(words).isdisjoint(QUANTITY) and not set(words).isdisjoint(ANSWER):
        return long_table(wide, database)
    return wide


def _name(survey: Survey) -> str:
    return visible(survey.path.name)


def _start(survey: Survey) -> tuple[Text, str]:
    """The header's line, and the sign between cells, which spreadsheets may state above it."""
    stated = ""
    for line in read_lines(survey):
        text = line.text.strip("\ufeff \0")
        if text.lower().startswith("sep=") and text[4:] in tuple(STATED):
            stated = text[4]
        elif text.strip():
            return line, stated or delimiter_of(line.text)
    raise HandnetError(f"{_name(survey)}: is empty")
