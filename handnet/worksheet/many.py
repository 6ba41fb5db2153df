"""Worksheets for a class: everyone's sheet with their own numbers, and all keys, in the order of the roster.

    sheets = variants.worksheets()
    sheets["Ada"]                          one person's sheet
    sheets.to_latex(document=True)         all of them, each from a page 1 of its own
    sheets.key                             all keys, likewise
    sheets.save("sheets", "latex")         a file for each person

Sheets are made when they are asked for, keys together, so that arrays of many people's numbers are
worked out at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import counted
from ..shown import Shown
from .key import Key, keys_of
from .questions import points_words
from .sheet import Worksheet

if TYPE_CHECKING:
    from pathlib import Path

    from ..render.page import Block
    from ..variation import Variants

TOGETHER = 500
"""The keys of so many people are worked out together."""
Told = Callable[[int], object]
"""Is told how many people are done."""


def _nobody(done: int) -> None:
    """Where nobody watches."""


@dataclass(frozen=True, repr=False)
class Worksheets(Shown):
    """A sheet for each person of a class.

    variants   everyone's numbers
    pattern    the sheet that all have, with the numbers of the problem itself
    told       is told how many are done
    """

    variants: Variants
    pattern: Worksheet
    told: Told = field(default=_nobody, compare=False)

    def __repr__(self) -> str:
        each = f"{counted(len(self.pattern.questions), 'question')}, {points_words(self.pattern.points)}"
        return f"<Worksheets of {self.pattern.title} for {len(self)} people: {each}>"

    def __len__(self) -> int:
        return len(self.variants)

    def __iter__(self) -> Iterator[Worksheet]:
        for done, person in enumerate(self.variants.people, start=1):
            self.told(done)
            yield self[person]

    def __getitem__(self, person: str) -> Worksheet:
        """The sheet of one person; raises HandnetError with the nearest names."""
        own = copy(self.variants[person].problem)
        own.title, own.ask = self.pattern.problem.title, self.pattern.problem.ask
        return replace(self.pattern, rows=replace(self.pattern.rows, problem=own), person=person)

    @property
    def key(self) -> Keys:
        """Everyone's key, in the order of the roster."""
        return Keys(self)

    def save(self, folder: str | Path, form: str = "latex") -> list[Path]:
        """Write a file for each person into a folder, which is made; the paths of the files."""
        from .written import save_sheets

        return save_sheets(self, folder, form)

    def _title(self) -> str:
        return self.pattern.title

    def _page(self) -> list[Block]:
        return paged((each.person, each) for each in self)


@dataclass(frozen=True, repr=False)
class Keys(Shown):
    """The key of each person of a class, worked out when it is asked for."""

    sheets: Worksheets

    def __repr__(self) -> str:
        return f"<Keys of {self.sheets!r}>"

    def __len__(self) -> int:
        return len(self.sheets)

    def __iter__(self) -> Iterator[Key]:
        people = self.sheets.variants.people
        for begin in range(0, len(people), TOGETHER):
            some = people[begin : begin + TOGETHER]
            for done, key in enumerate(keys_of([self.sheets[each] for each in some]), start=begin + 1):
                self.sheets.told(done)
                yield key

    def __getitem__(self, person: str) -> Key:
        """The key of one person; raises HandnetError with the nearest names."""
        return self.sheets[person].key

    def _title(self) -> str:
        return f"{self.sheets.pattern.title}: answer keys"

    def _page(self) -> list[Block]:
        return paged((each.sheet.person, each) for each in self)


def paged(shown: Iterator[tuple[str, Shown]]) -> list[Block]:
    """Pages of one document, each person's from a page 1 of its own."""
    from ..render.page import PageBreak

    page: list[Block] = []
    for person, each in shown:
        page += [PageBreak(person), *each._page()]
    return page
