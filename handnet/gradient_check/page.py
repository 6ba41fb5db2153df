"""The page of a gradient check: what was done, the table, the verdict, and where the allowance comes from."""

from __future__ import annotations

from collections.abc import Sequence

from ..digits import Digits
from ..quantity import Quantity
from ..render.formulas import number, symbol
from ..render.page import Block, Display, Facts, Folded, Formula, Heading, Paragraph, Table, Words
from . import GradientCheck, Row
from .rounding import UNIT

MOST_ROWS = 40
"""Rows that a notebook's own display holds; those that do not agree come first."""
MOST_NAMED = 6
VALUES, SMALL = Digits(significant=8), Digits(significant=2)
MOST_DIGITS = 12
"""Own numbers that are longer are shown rounded, as the others are."""
MOST_TIMES = 20
"""A wrong number that is so many times the right one, at the most, is said to be so."""


def check_page(check: GradientCheck, most: int | None = None) -> list[Block]:
    """The check as blocks; of more than `most` rows those that do not agree, and the first of the others."""
    page = _Page(check)
    if not check.rows:
        nothing = "All parameters are frozen. Name what to check, as in gradient_check('dJ/dw1[1,1]')."
        return [Heading("Gradient check", 1), Paragraph(nothing)]
    blocks: list[Block] = [
        Heading("Gradient check", 1),
        Paragraph(page.what()),
        Display(quotient_formula(check, check.rows[0].goal)),
    ]
    blocks += [*page.table(most), Paragraph(page.summary())]
    more = [page.others(verdict) for verdict in ("kink", "step too large", "too small to tell", "no number")]
    blocks += [Paragraph(words) for words in [page.pattern(), *more] if words]
    return [*blocks, Folded("What is allowed", [page.allowance()])]


def quotient_formula(check: GradientCheck, goal: Quantity, both: bool = True) -> Formula:
    """The quotient for a goal in its own letters, to both sides or to one."""
    of, by = (symbol(each, check.checker.setting.spelling) for each in check.checker.derivatives[goal])
    factor = check.checker.factor(goal)
    back, below = (" - h", "2h") if both else ("", "h")
    top = f"{of.text}({by.text} + h) - {of.text}({by.text}{back})"
    text = f"({top})/{'(2*h)' if both else 'h'}"
    latex = rf"\frac{{{of.latex}({by.latex} + h) - {of.latex}({by.latex}{back})}}{{{below}}}"
    if factor == 1:
        return Formula(text, latex)
    times = number(f"{factor:g}")
    return Formula(f"{times.text}*{text}", rf"{times.latex} \cdot {latex}")


class _Page:
    """Writes the pieces of the page of one `GradientCheck`."""

    def __init__(self, check: GradientCheck) -> None:
        self.check = check
        self.step = number(check.step.text)
        self.mistakes = check.checker.setting.mistakes
        self.column = "yours" if all(row.own for row in check.rows) else "derivative"

    def symbol(self, quantity: Quantity) -> Formula:
        return symbol(quantity, self.check.checker.setting.spelling)

    def what(self) -> Words:
        """What is beside what."""
        words: tuple[str | Formula, ...] = (
            "Each quantity is moved by ", Formula(f"h = {self.step.text}", f"h = {self.step.latex}"),
            " to both sides, the forward pass is worked out both times, and the quotient stands beside ",
        )  # fmt: skip
        made = ", ".join(f"{each.title}{each.where}" for each in self.mistakes)
        if self.column == "yours":
            words = (*words, "your numbers")
        else:
            mixed = any(row.own for row in self.check.rows)
            words = (*words, "the derivative by backpropagation", " or your number" if mixed else "")
        return (*words, f", with a mistake in it: {made}." if made else ".")

    def table(self, most: int | None) -> list[Block]:
        rows = list(self.check.rows)
        shown = rows
        if most is not None and len(rows) > most:
            first = sorted(rows, key=lambda row: row.verdict == "agrees")[:most]
            shown = [row for row in rows if row in first]
        header = ("", self.column, "quotient", "difference", "relative", "allowed", "verdict")
        blocks: list[Block] = [Table(header, [self.cells(row) for row in shown], right=(1, 2, 3, 4, 5))]
        if len(shown) < len(rows):
            blocks.append(
                Paragraph(f"{len(rows) - len(shown)} more rows are not shown; to_markdown() has them all.")
            )
        return blocks

    def cells(self, row: Row) -> Sequence[Words]:
        analytic = number(row.own if 0 < len(row.own) <= MOST_DIGITS else VALUES.write(row.analytic))
        apart = (SMALL.write(each) for each in (row.difference, row.relative, row.allowed))
        verdict = row.verdict.upper() if row.verdict == "differs" else row.verdict
        return (
            self.symbol(row.goal),
            analytic,
            number(VALUES.write(row.numeric)),
            *map(number, apart),
            verdict,
        )

    # --- the verdict ------------------------------------------------------------------------------

    def summary(self) -> Words:
        """How many agree, and the largest difference; or which do not."""
        rows, wrong = self.check.rows, self.check.wrong
        agree = [row for row in rows if row.verdict == "agrees"]
        if wrong:
            verb = "differs" if len(wrong) == 1 else "differ"
            return (f"{len(wrong)} of {len(rows)} {verb} by more than is allowed: ", *self.named(wrong), ".")
        if not agree:
            return "None can be told."
        worst = max(agree, key=lambda row: abs(row.difference))
        all_ = f"All {len(rows)} agree" if len(rows) > 1 else "It agrees"
        largest = "; the largest difference is " if len(agree) > 1 else "; the difference is "
        some = all_ if len(agree) == len(rows) else f"{len(agree)} of {len(rows)} agree, none differs"
        apart, allowed = (number(SMALL.write(abs(each))) for each in (worst.difference, worst.allowed))
        return (some, largest, apart, ", at ", self.symbol(worst.goal), ", where ", allowed,
                " is allowed.")  # fmt: skip

    def named(self, rows: Sequence[Row]) -> list[str | Formula]:
        words: list[str | Formula] = []
        for row in rows[:MOST_NAMED]:
            words += [", ", self.symbol(row.goal)]
        return [*words[1:], f" and {len(rows) - MOST_NAMED} more"] if len(rows) > MOST_NAMED else words[1:]

    def pattern(self) -> Words:
        """Whether the wrong ones are all the same number of times the quotient, or the same part of it."""
        times = {_times(row) for row in self.check.wrong}
        if len(times) != 1 or "" in times:
            return ""
        who = "It is" if len(self.check.wrong) == 1 else "Each of them is"
        return f"{who} {times.pop()} the quotient."

    def others(self, verdict: str) -> Words:
        """What a verdict means, and for which it is said."""
        rows = [row for row in self.check.rows if row.verdict == verdict]
        if not rows:
            return ""
        if verdict == "kink":
            kinks = dict.fromkeys(each for row in rows for each in row.kinks)
            some: list[str | Formula] = []
            for each in list(kinks)[:3]:
                some += [", ", self.symbol(each)]
            more = ", …" if len(kinks) > 3 else ""
            return (*self.named(rows), ": the loss has a kink within four steps (", *some[1:], more, "), so the "
                    "quotient may mix two slopes. Take a smaller step; exactly at the kink, none helps.")  # fmt: skip
        if verdict == "step too large":
            at = number(f"{min(row.smaller for row in rows):g}")
            return (*self.named(rows), ": a smaller step says otherwise. Take one, such as ", at, ".")
        if verdict == "no number":
            return (*self.named(rows), ": no finite number comes out.")
        return (*self.named(rows), ": so small that the quotient cannot tell it from 0.")

    def allowance(self) -> Facts:
        """Where what is allowed comes from."""
        unit = number(SMALL.write(UNIT))
        facts: list[tuple[Words, Words]] = [
            (
                "curvature",
                "a quotient to both sides is off by a multiple of the step's square, so with twice the step by "
                "four times as much. A third of what that changes, or a twelfth of what four times the step "
                "changes, shows how much; twice the larger is allowed",
            ),
            (
                "rounding",
                ("each operation may be off by ", unit, " of its result. What that may add up to in the loss is "
                 "followed line by line, and is divided by the step"),
            ),
        ]  # fmt: skip
        if any(row.written for row in self.check.rows):
            facts.append(
                ("digits", "a number written with decimals may be off by half a unit of its last digit")
            )
        return Facts("", facts)


def _times(row: Row) -> str:
    """How many times the quotient a wrong number is, or what part of it, if that is a whole number."""
    if not row.numeric or not row.analytic or row.allowed > abs(row.numeric) / 100:
        return ""
    for large, small, said in (
        (row.analytic, row.numeric, "{} times"),
        (row.numeric, row.analytic, "1/{} of"),
    ):
        times = round(large / small)
        if 0 < abs(times) <= MOST_TIMES and abs(large - times * small) <= (abs(times) + 1) * row.allowed:
            return said.format(times).replace("1/-", "-1/")
    return ""
