"""Each person's own given numbers, from a file with one row a person.

    person,x[1],x[2],"w1[1,1]"
    Ada,0.3,0.7,0.15

The numbers wait in a database on the disk, by person, and are read when that person's row comes.
"""

from __future__ import annotations

import json
import os
import sqlite3

from ..errors import HandnetError, suggestion
from ..escape import visible
from ..number import read_number
from ..problem import Problem
from ..quantity import Quantity
from ..setting import Setting
from ..terms import Number
from .columns import person_column, quantity_named
from .long_form import as_key
from .survey import Survey, survey
from .tables import Table, table, temporary


class OwnNumbers:
    """The numbers of everybody, by person. Raises HandnetError if the file does not fit the problem."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        problem: Problem,
        setting: Setting,
        database: sqlite3.Connection,
    ) -> None:
        self.survey: Survey = survey(path)
        with temporary() as aside:
            found = table(self.survey, aside)
        if found.form == "long":
            raise HandnetError(f"{found.where}: give one row a person, with a column for each number")
        self.database = database
        self.places = _places(found, problem, setting)
        database.execute("CREATE TABLE own (key TEXT PRIMARY KEY, row INTEGER, numbers TEXT) WITHOUT ROWID")
        self._fill(found, _person(found, self.places))

    def __call__(self, key: str) -> dict[Quantity, Number]:
        """The numbers of a person; raises HandnetError if there are none that can be used."""
        row = self.database.execute("SELECT row, numbers FROM own WHERE key = ?", (key,)).fetchone()
        if row is None or not key:
            raise HandnetError("no numbers for this person")
        texts = json.loads(row[1])
        return {
            quantity: read_number(text, f"own numbers, row {row[0]}, {quantity}")
            for quantity, text in zip(self.places.values(), texts, strict=True)
        }

    def _fill(self, found: Table, person: int) -> None:
        width, comma = len(found.header), found.decimal_comma
        for record in found.read():
            if record.is_empty:
                continue
            cells = [*record.cells, *[""] * (width - len(record.cells))]
            key = as_key(cells[person])
            texts = [cells[place].strip() for place in self.places]
            texts = [text.replace(",", ".") if comma else text for text in texts]
            done = self.database.execute(
                "INSERT OR IGNORE INTO own VALUES (?, ?, ?)", (key, record.number, json.dumps(texts))
            )
            if key and not done.rowcount:
                (before,) = self.database.execute("SELECT row FROM own WHERE key = ?", (key,)).fetchone()
                raise HandnetError(
                    f"{found.where}: {key!r} is there twice, in rows {before} and {record.number}; "
                    "a person has one row of numbers"
                )


def _places(found: Table, problem: Problem, setting: Setting) -> dict[int, Quantity]:
    """The columns with given numbers; every other column but the person's is refused."""
    places: dict[int, Quantity] = {}
    for place, name in enumerate(found.header):
        quantity = quantity_named(setting, name)
        if quantity in problem.values and quantity not in places.values():
            places[place] = quantity
    quantities = {place: places.get(place) for place in range(len(found.header))}
    unknown = [
        place for place in quantities if place not in places and place != person_column(found, quantities)
    ]
    if unknown:
        name = visible(found.header[unknown[0]])
        known = map(setting.spelling.text, problem.values)
        raise HandnetError(
            f"{found.where}: column {name!r} is no given number of this problem, or there twice; "
            f"{suggestion(name, known)}"
        )
    if not places:
        raise HandnetError(f"{found.where}: no column is a given number, such as x[1] or w1[1,1]")
    return places


def _person(found: Table, places: dict[int, Quantity]) -> int:
    person = person_column(found, {place: places.get(place) for place in range(len(found.header))})
    if person is None:
        raise HandnetError(f"{found.where}: no column names the person; head one 'person'")
    return person
