"""One way to get exactly a wrong number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Explanation:
    """One mistake or a pair, and where it was made.

    made     the mistakes; each has `code`, `title`, `hint`, `explanation` (see `handnet.mistakes`,
             and `slips` for those in writing)
    where    "" if it is made everywhere, otherwise " at dJ/dw1[1,1]" or " in layer 2"
    value    what it gives, before rounding
    from_own whether it starts from the person's own earlier values (otherwise from the exact ones)
    chance   the share of the numbers near the answer that some explanation as simple would fit
    """

    made: tuple[Any, ...]
    where: str
    value: float
    from_own: bool
    chance: float

    @property
    def code(self) -> str:
        """The codes, joined by " + "."""
        return " + ".join(each.code for each in self.made)

    @property
    def title(self) -> str:
        """What was done, in one line."""
        return ", and ".join(each.title for each in self.made) + self.where

    @property
    def hint(self) -> str:
        """A question that helps and does not give the answer away."""
        return " ".join(each.hint for each in self.made)

    @property
    def explanation(self) -> str:
        """What was done, what is right, and why."""
        return " ".join(each.explanation for each in self.made)
