"""How someone works by hand and writes: to what they round, and which of the usual ways they take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from random import Random

WIDE = Context(prec=40)


@dataclass(frozen=True)
class Habits:
    """How someone works and writes.

    digits, figures   to so many decimals, or significant figures
    on_the_way        every number is rounded, otherwise only what is written down
    even              halves go to the even digit, otherwise up
    style             "chain": each local derivative is a number; "delta": error terms; "paths"
    powers            sigmoid and tanh from powers of e, otherwise from a calculator's key
    loss_slope        of a cross-entropy: "together" with the activation, "apart", or "one fraction"
    one_line          an error term is multiplied from left to right, otherwise its slope is a number first
    mean_last         gradients are added up over the samples and divided then
    backwards         sums are added up from the other end
    half_last         the half of a squared error is taken once, of the whole sum
    other_slope       the slope of a sigmoid is a - a^2, of tanh (1 - a)(1 + a)
    short             zeros at the end are not written
    share             which part of the lines is written down
    """

    digits: int
    figures: bool
    on_the_way: bool = True
    even: bool = False
    style: str = "chain"
    powers: bool = False
    loss_slope: str = "together"
    one_line: bool = False
    mean_last: bool = False
    backwards: bool = False
    half_last: bool = False
    other_slope: bool = False
    short: bool = False
    share: str = "everything"

    @classmethod
    def drawn(cls, chance: Random, digits: int, figures: bool) -> Habits:
        """Any habits with these digits."""
        return cls(
            digits,
            figures,
            on_the_way=chance.random() < 0.85,
            even=chance.random() < 0.5,
            style=chance.choice(("chain", "delta", "paths")),
            powers=chance.random() < 0.5,
            loss_slope=chance.choice(("together", "together", "apart", "one fraction")),
            one_line=chance.random() < 0.5,
            mean_last=chance.random() < 0.3,
            backwards=chance.random() < 0.2,
            half_last=chance.random() < 0.3,
            other_slope=chance.random() < 0.2,
            short=chance.random() < 0.2,
            share=chance.choice(("everything", "everything", "a few", "gradients")),
        )

    def rounded(self, number: Decimal) -> Decimal:
        """The number to the digits of these habits."""
        last = -self.digits
        if self.figures:
            last = 0 if number == 0 else number.adjusted() - self.digits + 1
        how = ROUND_HALF_EVEN if self.even else ROUND_HALF_UP
        return number.quantize(Decimal(1).scaleb(last), rounding=how, context=WIDE)

    def written(self, number: Decimal) -> str:
        """The number as it stands on the sheet."""
        number = self.rounded(number)
        if number == 0:
            return "0" if self.figures or self.short else f"{abs(number):f}"
        if self.short:
            number = number.normalize()
        return f"{number:E}" if number.adjusted() < -5 else f"{number:f}"
