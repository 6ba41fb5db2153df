"""A roster: the people of a class, from a file or a list.

A file has one person a line, or columns with a header in which one is called person, name, id or
student; otherwise the first column counts. Empty lines are skipped, a person who comes twice is
refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import HandnetError, counted
from ..files import read_text

PERSON = ("person", "name", "id", "student")
MOST_PEOPLE = 1_000_000
LARGEST_FILE = 100_000_000
_LIKE_A_FORMULA = re.compile(r"=|[-+@](?=.*[^\w .@+-])")
"""What a spreadsheet would run, were it the beginning of a cell."""


def read_roster(path: str | Path) -> tuple[str, ...]:
    """The people in a file, in its order; raises HandnetError that names the file and the row."""
    text = read_text(path, LARGEST_FILE)
    if "\0" in text:
        raise HandnetError(f"{path}: is no roster; it is a text file with one person a line")
    try:
        return checked(_people(text), f"{path}, row")
    except csv.Error as error:
        raise HandnetError(f"{path}: not readable as CSV ({error})") from None
    except HandnetError as error:
        raise HandnetError(str(error) if str(error).startswith(str(path)) else f"{path}: {error}") from None


def _people(text: str) -> Iterator[tuple[int, str]]:
    """The people with the numbers of their rows; empty ones too, which are skipped later."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)  # a comma, if there is none of them
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=separator)
    column, header = 0, True
    for row in rows:
        cells = [cell.strip() for cell in row]
        if header and any(cells):
            header = False
            named = [at for name in PERSON for at, cell in enumerate(cells) if cell.lower() == name]
            if named:
                column = named[0]
                continue
        yield rows.line_num, cells[column] if column < len(cells) else ""
        if column >= len(cells) and any(cells):
            raise HandnetError(
                f"row {rows.line_num}: {counted(len(cells), 'cell')}, but the person is in column {column + 1}"
            )


def checked(people: Iterable[tuple[int, str]], where: str = "person") -> tuple[str, ...]:
    """The people, each once; `where` says in a message what is counted."""
    found: dict[str, int] = {}
    for number, person in people:
        if not person:
            continue
        if person in found:
            raise HandnetError(
                f"{where} {number}: {person!r} is there already, in {found[person]}; give each a name of their own"
            )
        if _LIKE_A_FORMULA.match(person):
            raise HandnetError(
                f"{where} {number}: {person[:40]!r} begins like a formula of a spreadsheet; write it another way"
            )
        hidden = next((sign for sign in person if not sign.isprintable()), "")
        if hidden:
            raise HandnetError(
                f"{where} {number}: {person[:40]!r} is no name: "
                f"it has an invisible sign in it (U+{ord(hidden):04X}); take it out"
            )
        if len(person) > 200:
            raise HandnetError(
                f"{where} {number}: {person[:40]!r} is no name; it is one line of up to 200 signs"
            )
        found[person] = number
        if len(found) > MOST_PEOPLE:
            raise HandnetError(f"{where} {number}: more than {MOST_PEOPLE} people")
    if not found:
        raise HandnetError("roster: nobody is in it; write one person a line")
    return tuple(found)
