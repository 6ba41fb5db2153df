"""A sheet as a table: to be filled in where there are no widgets, and as it stands where there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..shown import Shown
from .rows import Rows

if TYPE_CHECKING:
    from ..render.page import Block

TO_FILL_IN = "…" * 6


@dataclass(frozen=True, repr=False)
class WrittenSheet(Shown):
    """Each quantity with its answer, or room for one, and the verdict once there are any."""

    rows: Rows
    answers: Mapping[str, str]
    judged: Sequence[Mapping[str, Any]]
    words: str

    def __repr__(self) -> str:
        return f"<answer sheet: {self.words}>"

    def _page(self) -> list[Block]:
        from ..render.formulas import symbol
        from ..render.page import Paragraph, Table, Words

        spelling = self.rows.setting.spelling
        seen = {each["address"]: each for each in self.judged}
        lines: list[list[Words]] = []
        for row in self.rows.rows:
            address = str(row.quantity)
            answer = self.answers.get(address, "").strip() or TO_FILL_IN
            lines.append(
                [symbol(row.quantity, spelling), answer, *([_said(seen.get(address))] if seen else [])]
            )
        table = Table(["quantity", "answer", "verdict"][: 2 + bool(seen)], lines)
        return [table, Paragraph(self.words)] if seen else [table]


def _said(judged: Mapping[str, Any] | None) -> str:
    """The word and the note of a verdict."""
    return "" if judged is None else ", ".join(filter(None, (judged["word"], judged["note"])))
