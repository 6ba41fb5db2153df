"""The forward pass of a network for a number of samples, as definitions; and its updates.

    z1[1] = w1[1,1] x[1] + w1[1,2] x[2] + b1[1]      weighted sum
    a1[1] = sigma(z1[1])                             activation
    ...
    J = 1/2 (a2[1] - y[1])^2                         loss

Several outputs give shares J[1], J[2], …; several samples J(1), J(2), …, with every quantity
but the parameters marked by its sample. A `ForwardPass` is the `Source` of a network's
calculations; the ways to write an address are in `addresses`, updates in `update`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING

from .addresses import canonical
from .graph import Definitions, Source
from .names import LAMBDA
from .quantity import Derivative, Quantity, Variable
from .rules import Definition, Rule
from .targets import check_targets, drawn_targets
from .terms import (
    HALF,
    TWO,
    Apply,
    Difference,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
    times,
    total,
)
from .update import update_line

if TYPE_CHECKING:
    from .network import Network


class ForwardPass(Source):
    """A network worked forward for `samples` samples (1: no sample is written).

    `unit_targets` are the samples whose targets are known to add up to 1, so that softmax with
    cross-entropy has the short error term a - y. `shifted` writes softmax with its largest
    weighted sum subtracted first: the same values, where e^z alone would leave the floats.
    """

    def __init__(
        self,
        network: Network,
        samples: int = 1,
        unit_targets: frozenset[int] = frozenset(),
        shifted: bool = False,
    ) -> None:
        self.shifted = shifted
        self.network = network
        self.samples = samples
        self.unit_targets = unit_targets
        self.input_names: tuple[str, ...] = ()  # what they are called where a notation uses names
        self.sample_names: tuple[str, ...] = ()
        self.convention = network.convention
        self.title = network.title
        self._at: dict[int, Definitions] = {}

    @property
    def description(self) -> str:
        """The network in one line, and the number of samples."""
        samples = f", {self.samples} samples" if self.samples > 1 else ""
        return f"{self.network.description}{samples}"

    @property
    def sample_numbers(self) -> tuple[int | None, ...]:
        """How the samples are written: not at all if there is one."""
        return tuple(range(1, self.samples + 1)) if self.samples > 1 else (None,)

    def definitions(self, time: int = 0) -> Definitions:
        """The forward pass after `time` updates."""
        found = self._at.get(time)
        if found is None:
            last = Variable("J", None, (), None, time) if self.network.loss else None
            found = Definitions(self._write(time), last)
            before = self._at  # a table that other threads may read is put in its place, never changed
            if len(before) > 4:  # far from the start, only a few rounds are looked at together
                before = {0: before[0]} if 0 in before else {}
            self._at = {**before, time: found}
        return found

    def parameters(self, time: int = 0) -> list[Variable]:
        """Every weight and bias, layer by layer, unit by unit, frozen ones too."""
        found: list[Variable] = []
        for layer, width in enumerate(self.network.layers[1:], start=1):
            for unit in range(1, width + 1):
                found += self.weights(layer, unit, time)
                if self.network.biases[layer - 1] in ("unit", "threshold"):
                    found.append(self.bias(layer, unit, time))
            if self.network.biases[layer - 1] == "shared":
                found.append(self.bias(layer, 1, time))
        return found

    def weights(self, layer: int, unit: int, time: int = 0) -> list[Variable]:
        """The weights into one unit."""
        inputs = range(1, self.network.layers[layer - 1] + 1)
        return [Variable("w", layer, (unit, k), None, time) for k in inputs]

    def bias(self, layer: int, unit: int, time: int = 0) -> Variable:
        """The bias or threshold of a unit; one for the whole layer if it is shared."""
        kind = self.network.biases[layer - 1]
        name = "theta" if kind == "threshold" else "b"
        return Variable(name, layer, () if kind == "shared" else (unit,), None, time)

    def is_frozen(self, parameter: Variable) -> bool:
        """Whether a parameter is left as it is by updates."""
        frozen = self.network.frozen
        return bool(frozen) and parameter.at(0) in frozen

    # --- writing the definitions ---------------------------------------------------------------

    def _write(self, time: int) -> Iterator[Definition]:
        for sample in self.sample_numbers:
            values = [Variable("x", None, (k,), sample) for k in range(1, self.network.layers[0] + 1)]
            for layer in range(1, len(self.network.layers)):
                rows = yield from self._sums(layer, values, sample, time)
                values = yield from self._activations(layer, rows, sample, time)
            if self.network.loss:
                yield from self._sample_loss(values, sample, time)
        if self.network.loss:
            yield from self._total(time)

    def _sums(
        self, layer: int, values: list[Variable], sample: int | None, time: int
    ) -> Generator[Definition, None, list[Variable]]:
        kind = self.network.biases[layer - 1]
        sums = []
        for unit in range(1, self.network.layers[layer] + 1):
            z = Variable("z", layer, (unit,), sample, time)
            sums.append(z)
            weights = self.weights(layer, unit, time)
            parts: list[Term] = [Product(pair) for pair in zip(weights, values, strict=True)]
            arguments = [*weights, *values]
            if kind != "none":
                bias = self.bias(layer, unit, time)
                arguments.append(bias)
            if kind in ("unit", "shared"):
                parts.append(bias)
            formula = Sum(tuple(parts)) if len(parts) > 1 else parts[0]
            if kind == "threshold":
                formula = Difference(formula, bias)
            yield Definition(z, Rule.WEIGHTED_SUM, formula, tuple(arguments))
        return sums

    def _activations(
        self, layer: int, sums: list[Variable], sample: int | None, time: int
    ) -> Generator[Definition, None, list[Variable]]:
        function = self.network.activations[layer - 1]
        values = [Variable("a", layer, z.place, sample, time) for z in sums]
        if function.name != "softmax":
            for z, a in zip(sums, values, strict=True):
                yield Definition(a, Rule.ACTIVATION, function.value(z), (z,), function)
            return values
        inner: tuple[Variable, ...] = ()
        exponents: list[Term] = list(sums)
        if self.shifted:
            largest = Variable("m", layer, (), sample, time)
            yield Definition(largest, Rule.LARGEST, Apply("max", tuple(sums)), tuple(sums))
            exponents, inner = [Difference(z, largest) for z in sums], (largest,)
        powers = [Apply("exp", (exponent,)) for exponent in exponents]
        whole = Variable("s", layer, (), sample, time)
        formula = Sum(tuple(powers)) if len(powers) > 1 else powers[0]
        yield Definition(whole, Rule.POWERS, formula, tuple(sums), None, inner)
        for a, power in zip(values, powers, strict=True):
            line = Quotient(power, whole)
            yield Definition(a, Rule.SOFTMAX, line, tuple(sums), function, (*inner, whole))
        return values

    def _sample_loss(self, outputs: list[Variable], sample: int | None, time: int) -> Iterator[Definition]:
        """The shares of one sample's loss; together they are J(sample), or J if there is one."""
        function = self.network.loss
        assert function is not None
        whole = Variable("J", None, (), sample, time)
        shares = []
        for a in outputs:
            y = Variable("y", None, a.place, sample)
            share = whole if self.one_share else whole._replace(place=a.place)
            shares.append(share)
            yield Definition(share, Rule.LOSS, function.value(a, y), (a, y), function)
        if sample is not None and len(shares) > 1:
            formula: Term = Sum(tuple(shares))
            if self.network.average == "outputs":
                formula = Quotient(formula, Number.of(len(shares)))
            yield Definition(whole, Rule.TOTAL, formula, tuple(shares))

    @property
    def one_share(self) -> bool:
        """Whether the loss of a sample has a single share, which then needs no number."""
        return len(self.network.outputs) == 1 and (self.samples > 1 or self.network.l2 is None)

    def _total(self, time: int) -> Iterator[Definition]:
        """J from the samples' losses, and the penalty on large weights."""
        network = self.network
        J = Variable("J", None, (), None, time)
        if self.samples > 1:
            shares = [J._replace(sample=sample) for sample in self.sample_numbers]
            divisor = self.samples if network.reduction == "mean" else 1
        else:
            shares = [] if self.one_share else [J._replace(place=place) for place in network.outputs]
            divisor = len(shares) if network.average == "outputs" else 1
        if network.l2 is not None:
            penalty = Variable("R", None, (), None, time)
            weights = [each for each in self.parameters(time) if each.name == "w"]
            squares = total(*(Power(weight, TWO) for weight in weights))
            formula: Term = Product((HALF, LAMBDA, squares))
            yield Definition(penalty, Rule.PENALTY, formula, (LAMBDA, *weights))
        if not shares:
            return
        whole = Sum(tuple(shares)) if len(shares) > 1 else shares[0]
        formula = Quotient(whole, Number.of(divisor)) if divisor > 1 else whole
        if network.l2 is not None:
            formula, shares = Sum((formula, penalty)), [*shares, penalty]
        yield Definition(J, Rule.TOTAL, formula, tuple(shares))

    def drawn_targets(self, values: Mapping[Quantity, float]) -> dict[Quantity, float]:
        """Targets that add up to 1 where the lines rest on it; see `targets`."""
        return drawn_targets(self, values)

    def has_a_jump(self, quantity: Quantity) -> bool:
        """Whether this is the weighted sum of a step or a (leaky) ReLU."""
        if not isinstance(quantity, Variable) or quantity.name != "z" or not quantity.layer:
            return False
        return self.network.activations[quantity.layer - 1].name in ("step", "relu", "leaky_relu")

    def check(self, numbers: Mapping[Quantity, Number]) -> None:
        """Raise HandnetError for targets that do not fit these lines; see `targets`."""
        check_targets(self, numbers)

    def loss_of(self, z: Variable) -> Variable | None:
        """The loss whose derivative by z is the error term at z: the total, or the sample's own."""
        if self.network.loss is None:
            return None
        own = self.convention.mean_in == "gradient" or self.network.updates == "each"
        return Variable("J", None, (), z.sample if own else None, z.time)

    def twin(self, quantity: Quantity) -> Quantity | None:
        """For an error term the derivative that it is but for its sign, and the other way round."""
        if isinstance(quantity, Variable):
            z = quantity.named("z")
            of = self.loss_of(z) if quantity.name == "delta" else None
            return None if of is None else Derivative(of, z)
        z = quantity.by
        return z.named("delta") if z.name == "z" and self.loss_of(z) == quantity.of else None

    # --- where activation and loss cancel -------------------------------------------------------

    def shortcut(self, z: Variable, target: Variable) -> tuple[Variable, Term] | None:
        """For sigmoid with binary cross-entropy and softmax with cross-entropy: a share, and a - y.

        The derivative of the target by z is that term times the derivative by the share. For
        softmax it is a_k (y_1 + ... + y_K) - y_k, and a_k - y_k where the targets add up to 1; it
        holds for a target that contains all outputs.
        """
        network = self.network
        if z.name != "z" or z.layer != len(network.layers) - 1 or not network.combines:
            return None
        a, y = z.named("a"), Variable("y", None, z.place, z.sample)
        share = Variable("J", None, z.place, z.sample, z.time)
        share = share if share in self.definitions(z.time).of else share._replace(place=())
        if network.activations[-1].name == "sigmoid":
            return share, Difference(a, y)
        if target.name != "J" or (target.place and len(network.outputs) > 1):
            return None
        if (z.sample or 1) in self.unit_targets:
            return share, Difference(a, y)
        targets = total(*(y._replace(place=place) for place in network.outputs))
        return share, Difference(times(a, targets), y)

    # --- what stands in files of its own -------------------------------------------------------

    def canonical(self, variable: Variable) -> Variable:
        """The variable that is meant, for other ways to write it; see `addresses`."""
        return canonical(self, variable)

    def update(self, variable: Variable) -> tuple[Rule, Term] | None:
        """The rule and formula of an updated parameter, its change or velocity; see `update`."""
        return update_line(self, variable)
