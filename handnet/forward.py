"""The forward pass of a network for a number of samples, as definitions; and its updates.

    z1[1] = w1[1,1] x[1] + w1[1,2] x[2] + b1[1]      weighted sum
    a1[1] = sigma(z1[1])                             activation
    ...
    J = 1/2 (a2[1] - y[1])^2                         loss

Several outputs give shares J[1], J[2], …; several samples J(1), J(2), …, with every quantity
but the parameters marked by its sample. A `ForwardPass` is the `Source` of a network's
calculations: it also knows the other ways to write an address, and how parameters are updated.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from .errors import UnknownQuantity
from .graph import Definitions, Source, unknown
from .quantity import Derivative, Variable
from .rules import Definition, Rule
from .terms import (
    HALF,
    TWO,
    ZERO,
    Apply,
    Difference,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Term,
    negated,
    times,
    total,
)

if TYPE_CHECKING:
    from .network import Network

ETA, MU, LAMBDA = Variable("eta"), Variable("mu"), Variable("lambda")
PARAMETERS = ("w", "b", "theta")


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
            if len(self._at) > 4:  # far from the start, only a few rounds are looked at together
                self._at = {0: self._at[0]} if 0 in self._at else {}
            self._at[time] = found
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
            share = whole if self._one_share else whole._replace(place=a.place)
            shares.append(share)
            yield Definition(share, Rule.LOSS, function.value(a, y), (a, y), function)
        if sample is not None and len(shares) > 1:
            formula: Term = Sum(tuple(shares))
            if self.network.average == "outputs":
                formula = Quotient(formula, Number.of(len(shares)))
            yield Definition(whole, Rule.TOTAL, formula, tuple(shares))

    @property
    def _one_share(self) -> bool:
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
            shares = [] if self._one_share else [J._replace(place=place) for place in network.outputs]
            divisor = len(shares) if network.average == "outputs" else 1
        if network.l2 is not None:
            penalty = Variable("R", None, (), None, time)
            weights = [each for each in self.parameters(time) if each.name == "w"]
            squares = total(*(Power(weight, TWO) for weight in weights))
            formula: Term = Product((HALF, LAMBDA, squares))
            yield Definition(penalty, Rule.PENALTY, formula, tuple(weights))
        if not shares:
            return
        whole = Sum(tuple(shares)) if len(shares) > 1 else shares[0]
        formula = Quotient(whole, Number.of(divisor)) if divisor > 1 else whole
        if network.l2 is not None:
            formula, shares = Sum((formula, penalty)), [*shares, penalty]
        yield Definition(J, Rule.TOTAL, formula, tuple(shares))

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

    # --- addresses --------------------------------------------------------------------------------

    def canonical(self, variable: Variable) -> Variable:
        """The variable that is meant, for the other ways to write it.

        a0[k] is x[k]; (1) may be written where there is one sample; J[1] is J where there is one
        output; b1[j] is b1 where the bias is shared. Raises UnknownQuantity for what the network
        does not have, and for a quantity of one sample where the sample is missing.
        """
        name, layer, place, sample, time = variable
        if name == "a" and layer == 0:
            name, layer = "x", None
        if name in ("x", "y", "eta", "mu", "lambda"):
            time = 0
        if self.samples == 1 and sample == 1 and name not in ("eta", "mu", "lambda"):
            sample = None
        if name == "J" and self._one_share and place == (1,):
            place = ()
        stem = name.removeprefix("change_").removeprefix("velocity_")
        if (
            stem == "b"
            and layer
            and layer < len(self.network.layers)
            and self.network.biases[layer - 1] == "shared"
        ):
            place = () if len(place) == 1 and 1 <= place[0] <= self.network.layers[layer] else place
        found = Variable(name, layer, place, sample, time)
        if not self._exists(found._replace(time=0), stem):
            raise self._unknown(found, variable)
        return found

    def _exists(self, variable: Variable, stem: str) -> bool:
        """Whether the network has this variable, written canonically, at time 0."""
        definitions = self.definitions()
        if variable in definitions.of or variable in definitions.users:
            return True
        match variable.name:
            case "eta":
                return variable == ETA
            case "mu":
                return variable == MU and self.network.momentum is not None
            case "lambda":
                return variable == LAMBDA and self.network.l2 is not None
            case "delta":
                return self.network.loss is not None and variable.named("z") in definitions.of
            case "y":
                place = variable.place
                return place in self.network.outputs and variable.sample in self.sample_numbers
        return variable.name != stem and variable.named(stem) in self.parameters()

    def _unknown(self, variable: Variable, typed: Variable) -> UnknownQuantity:
        definitions = self.definitions()
        if variable.sample is None and self.samples > 1:
            some = [variable._replace(sample=sample, time=0) for sample in self.sample_numbers]
            if self._exists(some[0], variable.name):
                choices = " ".join(str(each.at(variable.time)) for each in some[:8])
                more = " ..." if len(some) > 8 else ""
                return UnknownQuantity(
                    f"{str(typed)!r} has a value for each of {self.samples} samples; choose from {choices}{more}"
                )
        return unknown(typed, [*definitions.of, *definitions.given], f"a {self.title} network")

    # --- updates ----------------------------------------------------------------------------------

    def update(self, variable: Variable) -> tuple[Rule, Term] | None:
        """The rule and formula of an updated parameter, of its change, or of its velocity.

        Plain: w+ = w - eta dJ/dw. With momentum, V starting at 0: V = mu V - eta dJ/dw, then
        w+ = w + V. One by one, each update uses the loss of one sample, in turn.
        """
        if variable.name in PARAMETERS and variable.time > 0:
            before = variable.at(variable.time - 1)
            if self.is_frozen(variable):
                return Rule.FROZEN, before
            if self.network.momentum is not None:
                return Rule.UPDATE, Sum((before, before.named(f"velocity_{before.name}")))
            return Rule.UPDATE, Difference(before, Product((ETA, self.gradient(before))))
        prefix, _, stem = variable.name.partition("_")
        if prefix not in ("change", "velocity") or stem not in PARAMETERS:
            return None
        parameter = variable.named(stem)
        if self.is_frozen(parameter):
            return Rule.FROZEN, ZERO
        if self.network.momentum is None:
            return Rule.CHANGE, negated(Product((ETA, self.gradient(parameter))))
        if prefix == "change":
            return Rule.CHANGE, variable.named(f"velocity_{stem}")
        last = variable.at(variable.time - 1) if variable.time > 0 else ZERO
        return Rule.VELOCITY, Difference(Product((MU, last)), Product((ETA, self.gradient(parameter))))

    def gradient(self, parameter: Variable) -> Term:
        """The derivative that an update of the parameter uses."""
        J = Variable("J", None, (), None, parameter.time)
        if self.network.updates == "batch" or self.samples == 1:
            return Derivative(J, parameter)
        own = J._replace(sample=parameter.time % self.samples + 1)
        if self.network.l2 is None or parameter.name != "w":
            return Derivative(own, parameter)
        return Sum((Derivative(own, parameter), Derivative(J.named("R"), parameter)))
