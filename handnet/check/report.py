"""A report: the verdicts on a person's answers, in the order in which they are worked out.

`report["z1[2]"]` is the verdict on one answer, `report.first_wrong` the first that is wrong.
A report shows itself in a notebook and is written as text, Markdown, LaTeX, HTML and JSON
(`check.report_page`, `check.report_json`); `assert_right` is for test cells of graders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import UnknownQuantity
from ..quantity import Quantity
from ..rounding import Rounding
from ..setting import Setting
from ..shown import Shown
from ..terms import Number
from .verdict import Verdict

if TYPE_CHECKING:
    from ..problem import Problem
    from ..render.page import Block
    from ..solution import Solution


@dataclass(frozen=True, repr=False)
class Report(Shown):
    """Verdicts in working order.

    convention   in words, the other convention in which the whole sheet is right; "" for the problem's own
    own          the person's values by quantity, as later lines use them
    """

    problem: Problem
    setting: Setting = field(compare=False)
    rounding: Rounding
    verdicts: tuple[Verdict, ...]
    own: dict[Quantity, Number] = field(repr=False, default_factory=dict)
    convention: str = ""

    def __repr__(self) -> str:
        first = self.first_wrong
        told = f"first wrong: {first.address}" if first else "nothing wrong"
        return f"<Report: {self.count('right')} of {len(self)} right, {told}>"

    def __iter__(self) -> Iterator[Verdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def __getitem__(self, address: str | Quantity) -> Verdict:
        """The verdict on one answer, by address or as the sheet spells it."""
        for verdict in self.verdicts:
            if address in (verdict.address, verdict.quantity):
                return verdict
        quantity = self.setting.find(address)
        for verdict in self.verdicts:
            if verdict.quantity == quantity:
                return verdict
        raise UnknownQuantity(f"{quantity} was neither answered nor asked")

    def count(self, status: str) -> int:
        """How many answers have this status."""
        return sum(verdict.status == status for verdict in self.verdicts)

    @property
    def first_wrong(self) -> Verdict | None:
        """The first answer that is wrong and does not follow from earlier ones."""
        return next((verdict for verdict in self.verdicts if verdict.status == "wrong"), None)

    @property
    def points(self) -> float:
        """The marks, follow-through counted."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def out_of(self) -> float:
        """The marks that can be had."""
        return sum(verdict.out_of for verdict in self.verdicts)

    def line_of(self, address: str | Quantity) -> Solution:
        """The line of a quantity as it should be worked with the person's own earlier numbers.

        Lines of what the person did not write stand before it.
        """
        from .own_lines import own_line

        quantity = self[address].quantity
        if quantity is None:
            raise UnknownQuantity(f"{address} is no quantity of this problem, so no line works it out")
        return own_line(self, quantity)

    def assert_right(self) -> None:
        """Raise AssertionError with a readable message unless every answer is right; for graders' cells."""
        from .report_page import failure_text

        message = failure_text(self)
        if message:
            raise AssertionError(message)

    def to_json(self) -> str:
        """As JSON: every verdict with its numbers, mistakes and marks."""
        from .report_json import report_json

        return report_json(self)

    def _title(self) -> str:
        return self.problem.title or "Report"

    def _page(self) -> list[Block]:
        from .report_page import report_page

        return report_page(self)
