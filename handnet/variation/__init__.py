"""Variants: a problem with numbers of their own for each person of a class.

    found = variants(problem, ["Ada", "Grace"], seed="spring")
    found["Ada"].problem            the problem with Ada's numbers
    found.save("variants.csv")      a row for each person, a column for each given number
    found.save_key("key.csv")       a row for each person, a column for each answer
    found.save_sheets("sheets")     a problem file for each person

Which numbers vary and how (`kinds`) makes a set of numbers; hashes of seed, problem and person make
many, in a fixed order (`stream`); the first one is taken with which the calculation stays pleasant
(`pleasant`) and known mistakes can be told apart (`apart`). That is the `search`; where it must fail it
says why (`obstacle`). Another person on the roster changes nobody's numbers; another problem, seed or
choice of options does, and so may another version of handnet that knows more mistakes: keep the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..digits import Digits
from ..errors import HandnetError, suggestion
from ..forward import ForwardPass
from ..mistakes import MISTAKES, Mistake
from ..mistakes import mistakes as made_of
from ..problem import Problem
from ..quantity import Quantity
from ..setting import Setting
from ..shown import Shown
from .apart import Apart
from .asked import asked
from .kinds import kinds
from .pleasant import Pleasant, read_bounds
from .roster import checked, read_roster

if TYPE_CHECKING:
    from ..render.page import Block
    from ..worksheet import Worksheet
    from ..worksheet.many import Worksheets


@dataclass(frozen=True, repr=False)
class Variant(Shown):
    """One person's problem: a sheet that shows itself, as text, Markdown and LaTeX."""

    person: str
    problem: Problem

    def __repr__(self) -> str:
        return f"<Variant for {self.person}>"

    def _page(self) -> list[Block]:
        from ..render.words import problem_page

        return problem_page(self.problem)

    def worksheet(self, *quantities: str, **options: Any) -> Worksheet:
        """A sheet to print, with this person's name and numbers; the options of `Problem.worksheet`."""
        from ..worksheet import worksheet

        title = self.problem.title.removesuffix(f": {self.person}")
        return worksheet(self.problem, quantities, **({"title": title, "person": self.person} | options))


@dataclass(frozen=True, repr=False)
class Variants(Shown):
    """Everyone's numbers.

    people      in the order of the roster
    quantities  what varies
    numbers     for each person one text per quantity
    drawn       for each person how many sets of numbers were drawn until one fitted
    asked       the quantities of the key
    alike       groups of codes of mistakes whose numbers nothing asked tells apart; "" is no mistake
    told        where all other mistakes are told apart: at "each" answer, the "first", on the "sheet"
    """

    problem: Problem
    people: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    numbers: tuple[tuple[str, ...], ...]
    drawn: tuple[int, ...]
    asked: tuple[Quantity, ...]
    alike: tuple[tuple[str, ...], ...]
    told: str
    setting: Setting = field(compare=False)

    def __repr__(self) -> str:
        return f"<Variants of {self.problem.title or 'a problem'} for {len(self.people)} people>"

    def __len__(self) -> int:
        return len(self.people)

    def __iter__(self) -> Iterator[Variant]:
        return (self[person] for person in self.people)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {person: place for place, person in enumerate(self.people)}

    def __getitem__(self, person: str) -> Variant:
        """The variant of one person; raises HandnetError with the nearest names."""
        place = self._places.get(person)
        if place is None:
            raise HandnetError(f"nobody called {person!r}; {suggestion(str(person), self.people)}")
        given = {str(each): text for each, text in zip(self.quantities, self.numbers[place], strict=True)}
        own = self.problem.with_numbers(given)
        own.title = f"{self.problem.title.strip() or 'A problem'}: {person}"
        return Variant(person, own)

    def to_csv(self) -> str:
        """A row for each person, with a column for every given number."""
        from .table import numbers_csv

        return numbers_csv(self)

    def key_csv(self, digits: Digits | int | None = None) -> str:
        """A row for each person, with a column for every answer.

        An answer has the decimals that the problem asks for; `digits` is for those without.
        """
        from .table import key_csv

        return key_csv(self, digits)

    def save(self, path: str | Path) -> None:
        """Write `to_csv` to a file."""
        from ..disk import write_whole

        write_whole(self.to_csv(), path)

    def save_key(self, path: str | Path, digits: Digits | int | None = None) -> None:
        """Write `key_csv` to a file."""
        from ..disk import write_whole

        write_whole(self.key_csv(digits), path)

    def save_sheets(self, folder: str | Path) -> list[Path]:
        """Write one problem file for each person into a folder, which is made; the paths of the files."""
        from .table import save_sheets

        return save_sheets(self, folder)

    def worksheets(self, *quantities: str, **options: Any) -> Worksheets:
        """A sheet to print for each person; the options of `Problem.worksheet`."""
        from ..worksheet import worksheet
        from ..worksheet.many import Worksheets

        return Worksheets(self, worksheet(self.problem, quantities, **options))

    def _page(self) -> list[Block]:
        from .page import variants_page

        return variants_page(self)


def variants(
    problem: Problem,
    people: Iterable[str] | str | Path,
    *,
    seed: str = "",
    vary: Iterable[str] | None = None,
    gradients: tuple[Any, Any] = (0.01, 1),
    sums: Any = 3,
    without: Iterable[str] = (),
    mistakes: Iterable[str | Mistake] | None = None,
) -> Variants:
    """Numbers of their own for each person.

    people      names, or the path of a roster
    vary        addresses of what varies, by default inputs (unless all are 0 or 1), weights and biases
    gradients   between what every gradient lies that is needed, without its sign
    sums        the largest weighted sum, without its sign
    mistakes    those to be told apart, by default all that are known; `without` are codes left out

    Raises HandnetError in one line for a roster or address that does not fit, and where no numbers are
    found: what stands in the way, and what to loosen.
    """
    from .search import Search
    from .stream import fingerprint

    if not isinstance(problem, Problem):
        raise HandnetError(f'variants: {problem!r} is not a Problem; write hn.read("homework.toml")')
    names = read_roster(people) if isinstance(people, str | Path) else _listed(people)
    between, most = read_bounds(gradients, sums)
    varied = kinds(problem, vary)
    targets = any(kind.quantity.name == "y" for kind in varied)
    source = ForwardPass(problem.network, problem.samples) if targets else problem.forward_pass()
    setting = Setting(source)
    wanted = asked(problem, setting)
    search = Search(
        fingerprint(problem, str(seed), varied),
        varied,
        {each: number.value for each, number in problem.values.items()},
        Pleasant(setting.derive(wanted), problem.solve().values, most, between),
        Apart(setting, wanted, _made(mistakes, without), problem.values),
    )
    search.learn()
    found = search.find(names)
    texts = [
        tuple(kind.write(ticks) for kind, ticks in zip(varied, numbers, strict=True)) for numbers, _ in found
    ]
    return Variants(
        problem,
        names,
        tuple(kind.quantity for kind in varied),
        tuple(texts),
        tuple(drawn for _, drawn in found),
        wanted,
        search.apart.alike,
        search.apart.told,
        setting,
    )


def _listed(people: Iterable[str]) -> tuple[str, ...]:
    """The people in a list, each once."""
    if not isinstance(people, Iterable):
        raise HandnetError(f"people: found {people!r}; give a list of names, or the path of a roster")
    names = list(people)
    for each in names:
        if not isinstance(each, str):
            raise HandnetError(f"people: found {each!r}; a name is text")
    return checked((number, name.strip()) for number, name in enumerate(names, start=1))


def _made(mistakes: Iterable[str | Mistake] | None, without: Iterable[str]) -> Sequence[Mistake]:
    """The mistakes to be told apart."""
    left_out = {each.code for each in made_of(without)}
    chosen = tuple(MISTAKES.values()) if mistakes is None else made_of(mistakes)
    return [each for each in chosen if each.code not in left_out]
