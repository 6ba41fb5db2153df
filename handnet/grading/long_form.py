"""Answers in the long form, one row an answer, put together to one row a person.

    person,quantity,answer
    Ada,z1[1],0.3775

The rows of a person may stand anywhere in the file. They wait in a database on the disk, so memory does
not grow.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from ..errors import HandnetError
from ..escape import from_csv_cell, visible
from .records import Record
from .tables import ANSWER, MOST_COLUMNS, PERSON, QUANTITY, Table, word

TOGETHER = "\n"


def as_key(person: str) -> str:
    """The person as names are compared: however accents are made up; spaces, and the ' of a table, do not count."""
    return unicodedata.normalize("NFC", " ".join(visible(from_csv_cell(person.strip())).split()))


def long_table(rows: Table, database: sqlite3.Connection) -> Table:
    """The rows of a long file as a table with one row a person, in the order in which they first come."""
    words = [word(each) for each in rows.header]
    quantity = next(place for place, each in enumerate(words) if each in QUANTITY)
    answer = next(place for place, each in enumerate(words) if each in ANSWER and place != quantity)
    others = [place for place in range(len(words)) if place not in (quantity, answer)]
    person = next((place for place in others if words[place] in PERSON), others[0] if others else None)
    if person is None:
        raise HandnetError(f"{rows.where}: no column names the person; head one 'person'")
    database.execute(
        "CREATE TABLE cells (first INTEGER, row INTEGER, quantity TEXT, answer TEXT, problem TEXT)"
    )
    database.execute("CREATE TABLE people (key TEXT PRIMARY KEY, first INTEGER, person TEXT) WITHOUT ROWID")
    quantities = _fill(database, rows, person, quantity, answer)
    database.execute("CREATE INDEX in_order ON cells (first, row)")
    kept = [place for place in others if place != person]
    left = [
        f"column {rows.header[place]!r} has no place in one row a person and is left out" for place in kept
    ]

    def read() -> Iterator[Record]:
        found = database.execute(
            "SELECT people.first, person, row, quantity, answer, problem FROM people JOIN cells USING (first)"
            " ORDER BY people.first, row"
        )
        for first, cells in groupby(found, itemgetter(0)):
            yield _record(first, cells, quantities)

    (people,) = database.execute("SELECT count(*) FROM people").fetchone()
    header = (rows.header[person] or "person", *quantities)
    return rows._replace(header=header, form="long", read=read, notes=tuple(left), expected=people)


def _fill(
    database: sqlite3.Connection, rows: Table, person: int, quantity: int, answer: int
) -> tuple[str, ...]:
    """Put all rows into the database; the quantities in the order in which they first come."""
    quantities: dict[str, None] = {}
    width = len(rows.header)
    for record in rows.read():
        if record.is_empty:
            continue
        cells = [visible(each.strip()) for each in record.cells] + [""] * width
        who, what, said = cells[person], cells[quantity], cells[answer]
        problems = list(record.problems)
        if any(cells[width:]):
            problems.append("more cells than columns")
        if not what:
            problems.append("no quantity is named" + f" for {said[:40]!r}" * bool(said))
        quantities.update(dict.fromkeys([what] if what else []))
        if len(quantities) > MOST_COLUMNS:
            raise HandnetError(f"{rows.where}: more than {MOST_COLUMNS} different quantities")
        key = as_key(who) or f"\n{record.number}"  # rows without a person are not of one person
        database.execute("INSERT OR IGNORE INTO people VALUES (?, ?, ?)", (key, record.number, who))
        (first,) = database.execute("SELECT first FROM people WHERE key = ?", (key,)).fetchone()
        database.execute(
            "INSERT INTO cells VALUES (?, ?, ?, ?, ?)",
            (first, record.number, what, said, TOGETHER.join(problems)),
        )
    return tuple(quantities)


def _record(
    first: int, cells: Iterable[tuple[int, str, int, str, str, str]], quantities: tuple[str, ...]
) -> Record:
    """One person's cells in one row."""
    answers: dict[str, tuple[str, int]] = {}
    problems: list[str] = []
    who = ""
    for _, person, row, quantity, answer, problem in cells:
        who = who or person
        problems += [f"row {row}: {each}" for each in problem.split(TOGETHER) if each]
        if not quantity:
            continue
        before, where = answers.setdefault(quantity, (answer, row))
        if not before:
            answers[quantity] = (answer, row)
        elif answer not in ("", before):
            problems.append(f"{quantity} is there twice, in rows {where} and {row}; the first is used")
    return Record(first, [who, *(answers.get(each, ("", 0))[0] for each in quantities)], tuple(problems))
