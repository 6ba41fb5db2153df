"""Known slips made by hand: the working of `honest_student` with one line of it changed.

Each class is a student who carries every digit and makes one mistake everywhere; `BY_HAND` has them
by the code under which the checker knows the mistake. None of handnet's rules or mistakes is used.
"""

from __future__ import annotations

from decimal import Decimal

from habits import Habits
from honest_student import ONE, Student
from sheets import Sheet

CAREFUL = Habits(digits=4, figures=True, on_the_way=False, loss_slope="apart")


class Slip(Student):
    """A student who writes four significant figures and rounds nothing on the way."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet, CAREFUL)

    def texts(self) -> dict[str, str]:
        """The answers as written."""
        return {address: self.habits.written(number) for address, number in self.lines.items()}


class SlopeLeftOut(Slip):
    def _slope(self, layer: int, j: int, m: int) -> list[Decimal]:
        return []


class SlopeOfActivation(Slip):
    """The sigmoid, or whatever it is, applied once more before its slope is taken."""

    def _slope(self, layer: int, j: int, m: int) -> list[Decimal]:
        kept = self.a[layer, m]
        name = self.sheet.activation(layer)
        if name not in ("sigmoid", "tanh"):
            return super()._slope(layer, j, m)
        self.a[layer, m] = [self._activation(name, a) for a in kept]
        try:
            return super()._slope(layer, j, m)
        finally:
            self.a[layer, m] = kept


class SumInSlope(Slip):
    def _slope(self, layer: int, j: int, m: int) -> list[Decimal]:
        z = self.lines[self.sheet.at(f"z{layer}", m, j)]
        match self.sheet.activation(layer):
            case "sigmoid":
                return [z, ONE - z]
            case "tanh":
                return [ONE - z * z]
        return super()._slope(layer, j, m)


class InnerMinusLost(Slip):
    def _loss_slope(self, a: Decimal, y: Decimal) -> Decimal:
        sign = -1 if "squared" in self.sheet.loss else 1
        return sign * super()._loss_slope(a, y)


class TwoLost(Slip):
    def _loss_slope(self, a: Decimal, y: Decimal) -> Decimal:
        return a - y if self.sheet.loss == "squared_error" else super()._loss_slope(a, y)


class MeanLost(Slip):
    def _share(self, number: Decimal) -> Decimal:
        return number


class BiasForgotten(Slip):
    def _weighted_sum(self, layer: int, j: int, a: list[Decimal]) -> Decimal:
        return self._add(*(w * each for w, each in zip(self.sheet.w[layer][j], a, strict=True)))


class ExponentSignLost(Slip):
    def _activation(self, name: str, z: Decimal) -> Decimal:
        return super()._activation(name, -z if name == "sigmoid" else z)


class ActivationLeftOut(Slip):
    def _activation(self, name: str, z: Decimal) -> Decimal:
        return z


class TanhForSigmoid(Slip):
    def _activation(self, name: str, z: Decimal) -> Decimal:
        return super()._activation("tanh" if name == "sigmoid" else name, z)


class InputFactorMissing(Slip):
    def _terms(self, layer: int, j: int, m: int, *last: Decimal) -> list[Decimal]:
        return super()._terms(layer, j, m)


class TransposedBack(Slip):
    """w[j, k] for w[k, j], where there is one."""

    def _back_to_sum(self, layer: int, j: int, m: int) -> None:
        right = self.sheet.w
        self.sheet.w = {layer: _transposed(rows) for layer, rows in right.items()}
        try:
            super()._back_to_sum(layer, j, m)
        finally:
            self.sheet.w = right


def _transposed(rows: list[list[Decimal]]) -> list[list[Decimal]]:
    """Each entry exchanged for the one across the diagonal; what is across nothing stays."""

    def entry(j: int, k: int) -> Decimal:
        return rows[k][j] if k < len(rows) and j < len(rows[0]) else rows[j][k]

    return [[entry(j, k) for k in range(len(rows[0]))] for j in range(len(rows))]


class StepAdded(Slip):
    def _update(self) -> None:
        for address, old in self.sheet.parameters():
            self.lines[f"{address}+"] = old + self.sheet.eta * self.lines[f"dJ/d{address}"]


class RateForgotten(Slip):
    def _update(self) -> None:
        for address, old in self.sheet.parameters():
            self.lines[f"{address}+"] = old - self.lines[f"dJ/d{address}"]


class GradientAsNewWeight(Slip):
    def _update(self) -> None:
        for address, _ in self.sheet.parameters():
            self.lines[f"{address}+"] = self.lines[f"dJ/d{address}"]


BY_HAND: dict[str, type[Slip]] = {
    "slope-left-out": SlopeLeftOut,
    "slope-of-activation": SlopeOfActivation,
    "sum-in-slope": SumInSlope,
    "inner-minus-lost": InnerMinusLost,
    "two-lost-in-gradient": TwoLost,
    "mean-lost": MeanLost,
    "bias-forgotten": BiasForgotten,
    "exponent-sign-lost": ExponentSignLost,
    "activation-left-out": ActivationLeftOut,
    "tanh-for-sigmoid": TanhForSigmoid,
    "input-factor-missing": InputFactorMissing,
    "transposed-weights-back": TransposedBack,
    "step-added": StepAdded,
    "rate-forgotten": RateForgotten,
    "gradient-as-new-weight": GradientAsNewWeight,
}
