"""Conventions: in what two right sheets may differ.

A convention is neither a mistake nor a spelling. A derivation is written in one, and what it
shows is named for what it is: with the mean taken among the gradients, an error term is the
derivative of its own sample's loss, and is written so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .errors import HandnetError
from .number import read_number
from .terms import ONE, Number


@dataclass(frozen=True)
class Convention:
    """The usual agreements, each with its most common value as default.

    error_sign       +1: delta = dJ/dz; -1: delta = -dJ/dz, so that the loss slope reads y - a
    gradient_factor  every derivative of the loss is multiplied by it; 0.5 drops the factor 2 of
                     a squared error from the gradients and leaves it in J
    mean_in          "loss": a mean's 1/M stands in every derivative of J; "gradient": error
                     terms belong to one sample, and 1/M is put in with the weight gradients

    Thresholds that are subtracted are part of the network: `Network(bias="threshold")`.
    """

    error_sign: int = 1
    gradient_factor: Any = 1
    mean_in: str = "loss"

    def __post_init__(self) -> None:
        if self.error_sign not in (1, -1) or isinstance(self.error_sign, bool):
            raise HandnetError(f"convention: error_sign is {self.error_sign!r}; it is 1 or -1")
        if self.mean_in not in ("loss", "gradient"):
            raise HandnetError(f"convention: mean_in is {self.mean_in!r}; it is 'loss' or 'gradient'")
        factor = read_number(self.gradient_factor, "convention, gradient_factor")
        if factor.value == 0:
            raise HandnetError("convention: gradient_factor is 0; it multiplies every gradient")
        object.__setattr__(self, "gradient_factor", "1" if factor.value == 1 else factor.text)

    @property
    def factor(self) -> Number:
        """The gradient factor as an exact number."""
        return ONE if self.gradient_factor == "1" else Number.of(Fraction(self.gradient_factor))


STANDARD = Convention()
