"""Answers as JSON lines: one object a person, flat or with its answers in an object of their own.

    {"person": "Ada", "answers": {"z1[1]": "0.3775", "a1[1]": 0.5933}}
    {"name": "Bob", "z1[1]": "0.38"}

The names of all objects, in the order in which they first come, are the header; they are looked for in
a first reading. Numbers keep the digits with which they are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..errors import HandnetError
from .records import Record, read_lines
from .survey import Survey
from .tables import MOST_COLUMNS, PERSON, Table, word

INSIDE = "answers"


def json_table(survey: Survey) -> Table:
    """The objects of the lines as a table."""
    found: dict[str, None] = {}
    for _, entries, _ in _objects(survey):
        found.update(dict.fromkeys(entries))
        if len(found) > MOST_COLUMNS:
            raise HandnetError(
                f"{survey.path.name}: more than {MOST_COLUMNS} different names; are these answers?"
            )
    people = [each for each in found if word(each) in PERSON]
    header = tuple(dict.fromkeys([*people[:1], *found]))

    def read() -> Iterator[Record]:
        for number, entries, problems in _objects(survey):
            yield Record(number, [entries.get(name, "") for name in header], problems)

    return Table(survey, header, "JSON lines", "", read)


def _objects(survey: Survey) -> Iterator[tuple[int, dict[str, str], tuple[str, ...]]]:
    """For each line its number, the texts by name, and what is wrong with it."""
    for line in read_lines(survey):
        text = line.text.strip("\ufeff \t\0")
        entries: dict[str, str] = {}
        problems: list[str] = []
        if text:
            try:
                _flatten(entries, problems, _loads(text))
            except (ValueError, RecursionError) as error:
                problems.append(f"cannot be read as JSON ({str(error)[:80]})")
        yield line.number, entries, tuple(problems)


def _loads(text: str) -> Any:
    """A line of JSON; numbers as their text, an object as its pairs."""
    return json.loads(
        text,
        parse_float=str,
        parse_int=str,
        parse_constant=str,
        object_pairs_hook=lambda pairs: _Pairs(pairs),
    )


class _Pairs(list[tuple[str, Any]]):
    """The pairs of an object, also where a name comes twice."""


def _flatten(entries: dict[str, str], problems: list[str], given: Any) -> None:
    if not isinstance(given, _Pairs):
        problems.append('is no object; write {"person": ..., "answers": {...}}')
        return
    for name, value in given:
        if name == INSIDE and isinstance(value, _Pairs):
            _flatten(entries, problems, value)
            continue
        text = _text(value)
        if entries.setdefault(name, text) != text:
            problems.append(
                f"{name} is there twice, as {entries[name][:40]} and {text[:40]}; the first is used"
            )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(dict(value) if isinstance(value, _Pairs) else value, ensure_ascii=False, default=str)
