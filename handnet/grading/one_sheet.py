"""One person's answers from a file: `read_sheet` gives them by address, as they are written.

    z1[1] = 0.3775                    lines; a : does as well, and what follows a # is left out
    z1[1],0.3775                      two columns, with or without a header
    {"z1[1]": "0.3775"}               a JSON object, or a TOML file, which may have a table [answers]

A quantity that is there twice is refused: which one counts is not for a program to say.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import HandnetError
from ..escape import visible
from .json_lines import INSIDE, _loads, _Pairs, _text
from .records import delimiter_of, read_lines, records
from .survey import Survey, survey
from .tables import ANSWER, QUANTITY, word

LARGEST_SHEET = 1_000_000
"""Bytes; no sheet of one person is larger."""
_SIGN = re.compile("[=:]")


def read_sheet(path: str | os.PathLike[str]) -> dict[str, str]:
    """The answers in the file, by address; raises HandnetError in one line if there are none."""
    found = survey(path)
    name = visible(found.path.name)
    if found.size > LARGEST_SHEET:
        raise HandnetError(
            f"{name}: larger than {LARGEST_SHEET // 1_000_000} MB; `handnet grade` takes a class"
        )
    answers: dict[str, str] = {}
    for quantity, answer in _pairs(found):
        if answers.setdefault(quantity, answer) != answer:
            raise HandnetError(
                f"{name}: {visible(quantity)} is there twice, as {answers[quantity]} and {answer}"
            )
    if not answers:
        raise HandnetError(f"{name}: no answers; write lines such as z1[1] = 0.3775")
    return answers


def _pairs(found: Survey) -> Iterator[tuple[str, str]]:
    lines = [line.text for line in read_lines(found)]
    text = "\n".join(lines).strip("\ufeff\0 \n")
    if text.startswith("{"):
        return _from_object(found, text)
    if found.path.suffix.lower() == ".toml" and (table := _toml(text)) is not None:
        return _from_pairs(table)
    first = next((line for line in map(_without_comment, lines) if line), "")
    if not first or _halves(first):
        return _from_lines(found, lines)
    return _from_columns(found, delimiter_of(first))


def _from_object(found: Survey, text: str) -> Iterator[tuple[str, str]]:
    try:
        given = _loads(text)
    except (ValueError, RecursionError) as error:
        raise HandnetError(f"{visible(found.path.name)}: not readable as JSON ({str(error)[:100]})") from None
    return _from_pairs(given)


def _from_pairs(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for quantity, answer in pairs:
        if quantity == INSIDE and isinstance(answer, _Pairs):
            yield from _from_pairs(answer)
        elif word(quantity) not in ("person", "name", "id", "student"):
            yield quantity, _text(answer)


def _toml(text: str) -> _Pairs | None:
    """The entries of TOML text; None if it is none, as lines with bare addresses are not."""
    try:
        table = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return None
    inside = table.pop(INSIDE, {})
    return _Pairs([*table.items(), *(inside.items() if isinstance(inside, dict) else [(INSIDE, inside)])])


def _from_lines(found: Survey, lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        line = _without_comment(line)
        if not line:
            continue
        halves = _halves(line)
        if halves is None:
            raise HandnetError(
                f"{visible(found.path.name)}, line {number}: found {visible(line[:60])!r}; "
                "write it like z1[1] = 0.3775"
            )
        yield halves


def _without_comment(line: str) -> str:
    return line.partition("#")[0].strip()


def _halves(line: str) -> tuple[str, str] | None:
    """The quantity and the answer of a line; None if it has no sign between them."""
    quantity, *answer = _SIGN.split(line, maxsplit=1)
    if not answer or not quantity.strip():
        return None
    return quantity.strip().strip("\"'"), answer[0].strip().strip("\"'")


def _from_columns(found: Survey, delimiter: str) -> Iterator[tuple[str, str]]:
    for place, record in enumerate(records(read_lines(found), delimiter)):
        if record.is_empty:
            continue
        quantity, *rest = [cell.strip() for cell in record.cells]
        if place == 0 and (word(quantity) in QUANTITY or any(word(each) in ANSWER for each in rest)):
            continue
        if delimiter == "," and len(rest) == 2 and quantity.count("[") > quantity.count("]"):
            quantity, rest = f"{quantity},{rest[0]}", rest[1:]
        if len([each for each in rest if each]) > 1:
            raise HandnetError(
                f"{visible(found.path.name)}, line {record.number}: {len(record.cells)} cells; "
                "give two columns, quantity and answer"
            )
        yield quantity, next(filter(None, rest), "")
