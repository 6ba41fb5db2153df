"""The page of the self-check: what to do, both forward passes, the quotient, how far off it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from ..quantity import Quantity, Variable
from ..render.formulas import in_words, number, symbol, with_numbers
from ..render.page import Block, Formula, Heading, Line, Lines, Paragraph, Table, Words
from ..terms import Difference, Number, Product, Quotient, Sum, Term
from .nudge import CALCULATOR, SelfCheck, decimals_for, rounded

MOST_PLACES = 18
"""Decimals of a nudged number that is written exactly."""
MOST_ROWS = 14
"""Quantities of the forward pass that are shown; the first and the last of more."""
AGREE = 1e-12
"""What is smaller than this part of the derivative is no difference."""


def nudge_page(check: SelfCheck) -> list[Block]:
    """How to check one derivative with a nudge, and what comes out."""
    page = _Page(check)
    return [
        Heading(f"Check {page.goal.text} with a nudge", 1),
        Paragraph(page.what_to_do()),
        Heading("The forward pass, and once more"),
        page.table(),
        *page.left_out(),
        Heading("The quotient beside the derivative"),
        Lines(page.comparison()),
        Heading("How far apart they may be"),
        Lines(page.other_side()),
        Paragraph(page.verdict()),
    ]


class _Page:
    """Writes the pieces of the page of one `SelfCheck`."""

    def __init__(self, check: SelfCheck) -> None:
        self.check = check
        self.spelling = check.solution.derivation.setting.spelling
        self.goal, self.of, self.by = (self.symbol(each) for each in (check.goal, check.of, check.by))
        self.step = number(check.step.text)
        size = decimals_for(Decimal(abs(check.step.value)))
        self.decimals = max(check.decimals - size, 2)  # of quotients

    def symbol(self, quantity: Quantity) -> Formula:
        return symbol(quantity, self.spelling)

    # --- what to do ---------------------------------------------------------------------------------

    def what_to_do(self) -> Words:
        check = self.check
        larger = "larger" if check.step.value > 0 else "smaller"
        size = number(check.step.text.removeprefix("-"))
        once_more = (" out once more, all else as it was. How much ", self.of, " has grown, over ", self.step)
        times = (", times ", number(str(check.factor)), " (the convention here)") if check.factor != 1 else ()
        nearly = (", is nearly ", self.goal, f". Carry {check.decimals} decimals.")
        words: tuple[str | Formula, ...] = (
            *("Make ", self.by, f" {larger} by ", size, " and work ", self.of),
            *(*once_more, *times, *nearly),
        )
        digits = check.decimals + max(0, check.before[check.of].adjusted() + 1)
        if digits > CALCULATOR:
            said = " That is more than most calculators show: "
            return (*words, said, self.of, " hardly changes here, or the step is small.")
        return words

    def rows(self) -> list[Variable]:
        """What changes in the forward pass, in working order."""
        changed = [each for each, value in self.check.before.items() if value != self.check.after[each]]
        order = self.check.solution.derivation.setting.source.definitions().of
        return [each for each in order if each in changed and each != self.check.by]

    def table(self) -> Table:
        rows = self.rows()
        shown = rows if len(rows) <= MOST_ROWS else [*rows[: MOST_ROWS // 2], *rows[-MOST_ROWS // 2 :]]
        lines: list[Sequence[Words]] = [self.nudged()]
        lines += [(self.symbol(each), *map(self.value_of, self.passes(each))) for each in shown]
        if self.check.of not in shown:
            lines.append((self.of, *map(self.value_of, self.passes(self.check.of))))
        return Table(("", "as it is", "nudged", "to the other side"), lines, right=(1, 2, 3))

    def left_out(self) -> list[Block]:
        more = len(self.rows()) - MOST_ROWS
        return [Paragraph(f"{more} more quantities between these change too.")] if more > 0 else []

    def passes(self, quantity: Variable) -> list[Decimal]:
        check = self.check
        return [each[quantity] for each in (check.before, check.after, check.other)]

    def value_of(self, value: Decimal) -> Formula:
        return number(f"{rounded(value, self.check.decimals):f}")

    def nudged(self) -> Sequence[Words]:
        """The row of what is nudged: as it was given, and exactly."""
        check = self.check
        given = check.solution.given.get(check.by)
        if given is None:
            return (self.by, *map(self.value_of, self.passes(check.by)))
        moved = [Fraction(given.text) + sign * Fraction(check.step.text) for sign in (1, -1)]
        exact = [_exactly(each) for each in moved]
        values = self.passes(check.by)[1:]
        texts = [
            number(text) if text else self.value_of(value) for text, value in zip(exact, values, strict=True)
        ]
        return (self.by, number(given.text), *texts)

    # --- the quotient ---------------------------------------------------------------------------------

    def quotient(
        self, there: Mapping[Variable, Decimal], here: Mapping[Variable, Decimal]
    ) -> tuple[Term, Decimal]:
        """The quotient of the numbers as they are shown, as a formula and its value."""
        check = self.check
        first, second = (rounded(each[check.of], check.decimals) for each in (there, here))
        grown: Term = Difference(_number(first), _number(second))
        if check.factor != 1:
            grown = Product((Number.of(check.factor), grown))
        value = check.factor * (Fraction(first) - Fraction(second)) / Fraction(check.step.text)
        return Quotient(grown, check.step), self.shown(value)

    def shown(self, value: Fraction) -> Decimal:
        """A quotient as it is written."""
        with localcontext() as context:
            context.prec = 100
            return rounded(Decimal(value.numerator) / Decimal(value.denominator), self.decimals)

    def spoken(self, first: Formula, second: Formula) -> Formula:
        whole = self.check.step.value > 0 and "/" not in self.step.text
        step = self.step.text if whole else f"({self.step.text})"
        text, latex = f"{first.text} - {second.text}", f"{first.latex} - {second.latex}"
        if self.check.factor == 1:
            return Formula(f"({text})/{step}", rf"\frac{{{latex}}}{{{self.step.latex}}}")
        factor = number(str(self.check.factor))
        top = rf"{factor.latex} \cdot ({latex})"
        return Formula(f"{factor.text}*({text})/{step}", rf"\frac{{{top}}}{{{self.step.latex}}}")

    def line(self, called: str, names: tuple[Formula, Formula], term: Term, value: Decimal) -> Line:
        right = (self.spoken(*names), with_numbers(term, str), number(f"{value:f}"))
        return Line(in_words(called), right)

    def comparison(self) -> list[Line]:
        check = self.check
        moved = Formula(f"nudged {self.of.text}", rf"\text{{nudged }}{self.of.latex}")
        term, quotient = self.quotient(check.after, check.before)
        gradient = rounded(check.gradient, self.decimals)
        apart = Difference(_number(quotient), _number(gradient))
        return [
            self.line("quotient", (moved, self.of), term, quotient),
            Line(self.goal, (number(f"{gradient:f}"),), "by the chain rule"),
            Line(in_words("difference"), (with_numbers(apart, str), number(f"{quotient - gradient:f}"))),
        ]

    def other_side(self) -> list[Line]:
        check = self.check
        moved = Formula(f"other {self.of.text}", rf"\text{{other }}{self.of.latex}")
        _, first = self.quotient(check.after, check.before)
        term, second = self.quotient(check.before, check.other)
        mean = Quotient(Sum((_number(first), _number(second))), Number.of(2))
        value = self.shown((Fraction(first) + Fraction(second)) / 2)
        return [
            self.line("to the other side", (self.of, moved), term, second),
            Line(in_words("mean of both"), (with_numbers(mean, str), number(f"{value:f}"))),
        ]

    # --- how far apart ---------------------------------------------------------------------------------

    def verdict(self) -> Words:
        check = self.check
        if check.kinks:
            return self.kinked()
        apart, off = abs(check.apart), abs(check.two_sided - float(check.gradient))
        if check.before[check.of] == check.after[check.of] and not check.gradient:
            return (self.of, " does not move here.")
        if apart <= AGREE * abs(float(check.gradient)):
            return (self.of, " grows evenly here, so the quotient is the derivative itself.")
        half, first, second = (number(f"{each:.1e}") for each in (abs(check.half_curvature), apart, off))
        if 2 * off > apart:
            hardly = "The slope hardly changes here, and the quotients differ little: half of it is "
            comes = ". Both are off by what comes next, "
            return (hardly, half, comes, first, "; a tenth of the step makes it a hundredth.")
        bends = (
            "The slope itself changes on the way, so the quotient is off by about half the step times the "
            "curvature. That is half of what the two quotients differ by: "
        )
        unseen = ", less than these digits show" if 2 * apart < 10.0**-self.decimals else ""
        words = (bends, half, ". It is off by ", first, unseen)
        if off <= AGREE * abs(float(check.gradient)):
            return (*words, "; the mean of both is right to all digits. They agree.")
        return (*words, "; the mean of both, by ", second, f": {apart / off:.0f} times nearer. They agree.")

    def kinked(self) -> Words:
        """Which kinks stand on the way, and what to do."""
        check = self.check
        at = any(check.kinks.values())
        named = [each for each, exactly in check.kinks.items() if exactly == at]
        words: list[str | Formula] = []
        for activation in named[:3]:
            words += [", ", self.symbol(activation)]
        more = " and others" if len(named) > 3 else ""
        verb = ("stands", "passes") if len(named) == 1 else ("stand", "pass")
        said = (
            f"{more} {verb[0]} exactly at the kink"
            if at
            else f"{more} {verb[1]} the kink between these points"
        )
        mixes = ", so the quotients mix two slopes and need not agree with the derivative."
        if at:
            mixes += (
                " There the derivative is a matter of agreement: its slope at 0 is taken as that below 0."
            )
        elif check.smaller:
            mixes += f' A smaller step stays on one side: step="{check.smaller}".'
        return (*words[1:], said, mixes)


def _exactly(value: Fraction) -> str:
    """A number as a decimal, exactly; empty if it has none."""
    if 10**MOST_PLACES % value.denominator:
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact:f}"


def _number(value: Decimal) -> Number:
    return Number(f"{value:f}", float(value))
