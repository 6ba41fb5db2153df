"""What a summary counts, chunk by chunk: a `Tally` adds up, and goes to JSON and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..check.many import Marked


@dataclass
class Tally:
    """Counts over rows.

    rows       all rows, and of these `graded` could be graded
    repeated   rows of a person who had a row before
    troubled   rows with something in `problems`
    points     of all graded rows together, and `out_of` what could be had
    all_right  graded rows in which nothing is wrong, unreadable or missing
    statuses   for each quantity, how many answers have each status
    mistakes   for each code, how many rows show it at least once
    """

    rows: int = 0
    graded: int = 0
    repeated: int = 0
    troubled: int = 0
    all_right: int = 0
    points: float = 0.0
    out_of: float = 0.0
    statuses: dict[str, Counter[str]] = field(default_factory=dict)
    mistakes: Counter[str] = field(default_factory=Counter)
    conventions: Counter[str] = field(default_factory=Counter)

    def add(
        self, names: Sequence[str], result: Marked | None, problems: Sequence[str], repeated: bool
    ) -> None:
        """Count one row."""
        self.rows += 1
        self.repeated += repeated
        self.troubled += bool(problems)
        if result is None:
            return
        self.graded += 1
        self.points += result.points
        self.out_of += result.out_of
        self.all_right += all(status == "right" for status in result.statuses)
        for name, status in zip(names, result.statuses, strict=True):
            counts = self.statuses.get(name)
            if counts is None:
                counts = self.statuses[name] = Counter()
            counts[status] += 1
        self.mistakes.update(list(dict.fromkeys(filter(None, result.codes))))
        self.conventions.update([result.convention] if result.convention else [])

    def merge(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for name in ("rows", "graded", "repeated", "troubled", "all_right", "points", "out_of"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name, counts in other.statuses.items():
            self.statuses.setdefault(name, Counter()).update(counts)
        self.mistakes.update(other.mistakes)
        self.conventions.update(other.conventions)

    def to_json(self) -> dict[str, Any]:
        """As a table for JSON."""
        return dict(vars(self))  # a Counter is a dict

    @classmethod
    def from_json(cls, table: dict[str, Any]) -> Tally:
        """From what `to_json` gave."""
        statuses = {name: Counter(counts) for name, counts in table["statuses"].items()}
        counters = {name: Counter(table[name]) for name in ("mistakes", "conventions")}
        return cls(**{**table, "statuses": statuses, **counters})
