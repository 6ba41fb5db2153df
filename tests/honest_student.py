"""Honest students, simulated: plain decimal arithmetic that knows nothing of handnet's formulas.

A `Student` works a drawn sheet by hand. Every elementary operation (a product, a partial sum, a
power of e, a quotient) is rounded as their `Habits` say, and the answers are what they would write
down. Nothing they write is wrong, so a checker must not call it wrong.

`python tests/honest.py --students 100000` checks many and prints a table; see `honest_run`.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import reduce
from itertools import product
from random import Random

from habits import WIDE, Habits
from sheets import Sheet

ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)


class Stuck(ArithmeticError):
    """The digits are so few that the working leads to a logarithm of 0."""


class Student:
    """One person's working of a sheet; `lines` has each number by its address."""

    def __init__(self, sheet: Sheet, habits: Habits) -> None:
        self.sheet, self.habits = sheet, habits
        self.lines: dict[str, Decimal] = {}
        self.a: dict[tuple[int, int], list[Decimal]] = {}
        self.back: dict[tuple[int, int, int], list[list[Decimal]]] = {}
        with localcontext(WIDE):
            for sample in sheet.samples:
                self._forward(sample)
            self._losses()
            self._backward()
            self._update()

    def answers(self, chance: Random) -> dict[str, str]:
        """What is written down."""
        lines = {address: self.habits.written(number) for address, number in self.lines.items()}
        if self.habits.share == "gradients":
            return {
                address: text
                for address, text in lines.items()
                if address.startswith(("dJ/dw", "dJ/db", "dJ/dtheta"))
            }
        if self.habits.share == "a few":
            some = chance.sample(list(lines), min(len(lines), chance.randint(1, 6)))
            return {address: text for address, text in lines.items() if address in some}
        return lines

    # --- operations: each is rounded ------------------------------------------------------------------

    def _r(self, number: Decimal) -> Decimal:
        return self.habits.rounded(number) if self.habits.on_the_way else number

    def _add(self, *numbers: Decimal) -> Decimal:
        ordered = reversed(numbers) if self.habits.backwards else numbers
        return reduce(lambda one, other: self._r(one + other), ordered)

    def _times(self, *numbers: Decimal) -> Decimal:
        return reduce(lambda one, other: self._r(one * other), numbers)

    def _over(self, top: Decimal, bottom: Decimal) -> Decimal:
        if bottom == 0:
            raise Stuck
        return self._r(top / bottom)

    def _ln(self, number: Decimal) -> Decimal:
        if number <= 0:
            raise Stuck
        return self._r(number.ln())

    def _exp(self, number: Decimal) -> Decimal:
        return self._r(number.exp())

    # --- forward --------------------------------------------------------------------------------------

    def _forward(self, m: int) -> None:
        sheet = self.sheet
        a = self.a[0, m] = sheet.x[m]
        for layer in sheet.layers:
            z = [self._weighted_sum(layer, j, a) for j in sheet.units(layer)]
            a = self.a[layer, m] = self._activations(layer, z)
            for j in sheet.units(layer):
                self.lines[sheet.at(f"z{layer}", m, j)] = z[j]
                self.lines[sheet.at(f"a{layer}", m, j)] = a[j]

    def _weighted_sum(self, layer: int, j: int, a: list[Decimal]) -> Decimal:
        products = [self._times(w, each) for w, each in zip(self.sheet.w[layer][j], a, strict=True)]
        bias = self.sheet.bias(layer, j)
        return self._add(*products) if bias is None else self._add(*products, bias)

    def _activations(self, layer: int, z: list[Decimal]) -> list[Decimal]:
        if self.sheet.activation(layer) == "softmax":
            powers = [self._exp(each) for each in z]
            whole = self._add(*powers)
            return [self._over(each, whole) for each in powers]
        return [self._activation(self.sheet.activation(layer), each) for each in z]

    def _activation(self, name: str, z: Decimal) -> Decimal:
        if name == "identity":
            return z
        if name == "relu":
            return max(z, ZERO)
        if name == "sigmoid":
            if self.habits.powers:
                return self._over(ONE, self._add(ONE, self._exp(-z)))
            return self._r(1 / (1 + (-z).exp()))
        if self.habits.powers:
            up, down = self._exp(z), self._exp(-z)
            return self._over(self._add(up, -down), self._add(up, down))
        return self._r((z.exp() - (-z).exp()) / (z.exp() + (-z).exp()))

    # --- loss -----------------------------------------------------------------------------------------

    def _losses(self) -> None:
        sheet, last = self.sheet, self.sheet.layers[-1]
        losses = []
        for m in sheet.samples:
            pairs = zip(self.a[last, m], sheet.y[m], strict=True)
            loss = self._add(*(self._loss(a, y) for a, y in pairs))
            losses.append(self._r(loss / 2) if self._half_last else loss)
        whole = self._add(*losses)
        self.lines["J"] = self._over(whole, Decimal(len(losses))) if sheet.mean else whole

    def _loss(self, a: Decimal, y: Decimal) -> Decimal:
        match self.sheet.loss:
            case "half_squared_error" | "squared_error" as name:
                off = self._add(a, -y)
                square = self._times(off, off)
                halved = name == "half_squared_error" and not self._half_last
                return self._r(square / 2) if halved else square
            case "cross_entropy":
                return ZERO if y == 0 else -self._times(y, self._ln(a))
        parts = [] if y == 0 else [self._times(y, self._ln(a))]
        parts += [] if y == 1 else [self._times(self._add(ONE, -y), self._ln(self._add(ONE, -a)))]
        return -self._add(*parts)

    @property
    def _half_last(self) -> bool:
        return self.habits.half_last and self.sheet.loss == "half_squared_error"

    def _loss_slope(self, a: Decimal, y: Decimal) -> Decimal:
        if self.sheet.loss == "binary_cross_entropy":
            if self.habits.loss_slope == "one fraction":
                return self._over(self._add(a, -y), self._times(a, self._add(ONE, -a)))
            parts = [] if y == 1 else [self._over(self._add(ONE, -y), self._add(ONE, -a))]
            parts += [] if y == 0 else [-self._over(y, a)]
            return self._add(*parts)
        off = self._add(a, -y)
        return self._times(TWO, off) if self.sheet.loss == "squared_error" else off

    def _share(self, number: Decimal) -> Decimal:
        """One sample's part of a mean, unless the division waits until the end."""
        if self.sheet.mean and not self.habits.mean_last:
            return self._over(number, Decimal(len(self.sheet.samples)))
        return number

    # --- backward -------------------------------------------------------------------------------------

    def _slope(self, layer: int, j: int, m: int) -> list[Decimal]:
        """The factors of an activation's slope, in the order in which they are multiplied."""
        a, other = self.a[layer, m][j], self.habits.other_slope
        match self.sheet.activation(layer):
            case "identity":
                return []
            case "relu":
                return [ONE if a > 0 else ZERO]
            case "sigmoid":
                return [self._add(a, -self._times(a, a))] if other else [a, self._add(ONE, -a)]
        return [self._add(ONE, -a), self._add(ONE, a)] if other else [self._add(ONE, -self._times(a, a))]

    def _backward(self) -> None:
        sheet = self.sheet
        for m in sheet.samples:
            for layer in reversed(sheet.layers):
                for j in sheet.units(layer):
                    self._back_to_sum(layer, j, m)
        for layer in sheet.layers:
            for j, k in product(sheet.units(layer), sheet.units(layer - 1)):
                terms = [
                    each for m in sheet.samples for each in self._terms(layer, j, m, self.a[layer - 1, m][k])
                ]
                self.lines[f"dJ/dw{layer}[{j + 1},{k + 1}]"] = self._gathered(terms)
            for address, units in sheet.bias_addresses(layer):
                terms = [each for m in sheet.samples for j in units for each in self._terms(layer, j, m)]
                gradient = self._gathered(terms)
                self.lines[f"dJ/d{address}"] = -gradient if sheet.bias_kind == "threshold" else gradient

    def _back_to_sum(self, layer: int, j: int, m: int) -> None:
        """dJ/dz: one number, or (by paths) the factors along every path from the loss."""
        sheet, style = self.sheet, self.habits.style
        factors = self._slope(layer, j, m)
        if layer < sheet.layers[-1]:
            above = [(k, sheet.w[layer + 1][k][j]) for k in sheet.units(layer + 1)]
            if style == "paths":
                slope = [self._times(*factors)] if factors else []
                paths = [[*path, w, *slope] for k, w in above for path in self.back[layer + 1, k, m]]
                self.back[layer, j, m] = paths
                return
            before = self._add(*(self._times(self.back[layer + 1, k, m][0][0], w) for k, w in above))
        else:
            a, y = self.a[layer, m][j], sheet.y[m][j]
            if sheet.loss == "cross_entropy" or (sheet.loss == "binary_cross_entropy" and self._together):
                self._keep(layer, j, m, self._share(self._add(a, -y)))
                return
            before = self._share(self._loss_slope(a, y))
        if style == "delta" and self.habits.one_line:
            self._keep(layer, j, m, self._times(before, *factors))
            return
        slope = self._times(*factors) if factors else ONE
        a_name, z_name = sheet.at(f"a{layer}", m, j), sheet.at(f"z{layer}", m, j)
        if style == "chain" and self._by_sample:
            self.lines[f"dJ/d{a_name}"], self.lines[f"d{a_name}/d{z_name}"] = before, slope
        self._keep(layer, j, m, self._times(before, slope))

    @property
    def _together(self) -> bool:
        return self.habits.loss_slope == "together"

    @property
    def _by_sample(self) -> bool:
        """Whether what is written for one sample has its share of the mean in it."""
        return not (self.sheet.mean and self.habits.mean_last)

    def _keep(self, layer: int, j: int, m: int, found: Decimal) -> None:
        self.back[layer, j, m] = [[found]]
        if self.habits.style != "paths" and self._by_sample:
            name = f"delta{layer}" if self.habits.style == "delta" else f"dJ/dz{layer}"
            self.lines[self.sheet.at(name, m, j)] = found

    def _terms(self, layer: int, j: int, m: int, *last: Decimal) -> list[Decimal]:
        """The products, along every path or only one, that one sample adds to a gradient."""
        return [self._times(*path, *last) for path in self.back[layer, j, m]]

    def _gathered(self, terms: list[Decimal]) -> Decimal:
        whole = self._add(*terms)
        return whole if self._by_sample else self._over(whole, Decimal(len(self.sheet.samples)))

    def _update(self) -> None:
        for address, old in self.sheet.parameters():
            step = self._times(self.sheet.eta, self.lines[f"dJ/d{address}"])
            self.lines[f"{address}+"] = self._add(old, -step)
