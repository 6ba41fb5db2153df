"""Variants as files: everyone's numbers and the key as CSV, and a problem file for each person."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..digits import Digits, as_digits
from ..disk import unwritable
from ..escape import csv_cell
from ..solution import solved
from ..terms import Number
from .asked import digits_asked

if TYPE_CHECKING:
    from . import Variants

LONGEST_NAME = 40


def numbers_csv(variants: Variants) -> str:
    """`person`, then the address of every given number; a row for each person, numbers as their text."""
    given = list(variants.problem.values)
    usual = {each: number.text for each, number in variants.problem.values.items()}
    rows = (
        [person, *(usual | dict(zip(variants.quantities, numbers, strict=True))).values()]
        for person, numbers in zip(variants.people, variants.numbers, strict=True)
    )
    return _csv(["person", *map(str, given)], rows)


def key_csv(variants: Variants, digits: Digits | int | None) -> str:
    """`person`, then the address of every answer; a row for each person, answers to the digits asked."""
    derivation = variants.setting.derive(variants.asked)
    usual, stated = as_digits(digits), digits_asked(variants.problem, variants.setting)

    def row(person: str, numbers: Sequence[str]) -> list[str]:
        own = {
            each: Number(text, float(text)) for each, text in zip(variants.quantities, numbers, strict=True)
        }
        solution = solved(derivation, {**variants.problem.values, **own}, usual)
        return [person, *(solution.written(each, stated.get(each)) for each in variants.asked)]

    rows = (row(*each) for each in zip(variants.people, variants.numbers, strict=True))
    return _csv(["person", *map(str, variants.asked)], rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([csv_cell(person, name=True), *cells] for person, *cells in rows)
    return written.getvalue()


def save_sheets(variants: Variants, folder: str | Path) -> list[Path]:
    """One problem file for each person, named by place in the roster and a plain form of the name."""
    target = made_folder(folder)
    paths = [target / f"{name}.toml" for name in file_names(variants.people)]
    for path, variant in zip(paths, variants, strict=True):
        variant.problem.save(path)
    return paths


def made_folder(folder: str | Path) -> Path:
    """The folder, made if there is none; raises HandnetError where it cannot be."""
    try:
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError, TypeError) as error:
        raise unwritable(folder, error, "no folder can be made there") from None
    return target


def file_names(people: Sequence[str]) -> list[str]:
    """A name for each person's file, no two alike: the place in the roster and a plain form of the name."""
    width = len(str(len(people)))
    return [
        "-".join(filter(None, [f"{place:0{width}}", plain(person)]))
        for place, person in enumerate(people, start=1)
    ]


def plain(person: str) -> str:
    """A name in letters, digits and dashes that every file system takes; empty if none of it can be kept."""
    letters = unicodedata.normalize("NFKD", person).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_NAME].strip("-")
