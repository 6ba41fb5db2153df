"""How a calculation was rounded on the way: what a right answer may differ by.

Rounding()                 as the answers are written (the default): whoever writes four decimals
is taken to have rounded every number on the way to four
Rounding(decimals=4)       every number on the way has four decimals
Rounding(significant=3)    every number on the way has three significant figures
Rounding(full=True)        nothing was rounded but the answer itself
"""

from __future__ import annotations

from dataclasses import dataclass

from .errors import HandnetError, counted

MOST_DIGITS = 17


@dataclass(frozen=True)
class Rounding:
    """To how many decimals or significant figures every number on the way is rounded, if it is stated."""

    decimals: int | None = None
    significant: int | None = None
    full: bool = False

    def __post_init__(self) -> None:
        for name, count, least in (("decimals", self.decimals, 0), ("significant", self.significant, 1)):
            if count is not None and (type(count) is not int or not least <= count <= MOST_DIGITS):
                raise HandnetError(
                    f"rounding: {name} is {count!r}; it is a whole number from {least} to {MOST_DIGITS}"
                )
        if not isinstance(self.full, bool):
            raise HandnetError(f"rounding: full is {self.full!r}; it is True or False")
        if (self.decimals is not None) + (self.significant is not None) + self.full > 1:
            raise HandnetError("rounding: give one of decimals, significant and full")

    @property
    def as_written(self) -> bool:
        """Whether nothing is stated, so that the written digits tell."""
        return self.decimals is None and self.significant is None and not self.full

    @property
    def words(self) -> str:
        """The rounding in words, as in "every number rounded to 4 decimals"."""
        if self.full:
            return "nothing rounded on the way"
        if self.decimals is not None:
            return f"every number rounded to {counted(self.decimals, 'decimal')}"
        if self.significant is not None:
            return f"every number rounded to {counted(self.significant, 'significant figure')}"
        return "every number rounded as the answers are"


AS_WRITTEN = Rounding()


def as_rounding(given: Rounding | int | None) -> Rounding:
    """A `Rounding`, from itself or from a number of decimals; None for as written."""
    if given is None or isinstance(given, Rounding):
        return given or AS_WRITTEN
    return Rounding(decimals=given)
