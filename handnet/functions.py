"""Activations and losses: one entry each, with the derivative as it is written by hand.

An activation gives a = f(z) of one unit; a loss gives one output's share of the loss of one
sample, from its activation a and its target y. Both are terms in those letters, so that the
same entry is shown, computed and proved. A learner adds one with a name and a formula:

    Activation("swish", "z*sigma(z)")           # the slope is found by the rules of calculus
    Loss("quartic", "1/4*(a - y)^4", slope="(a - y)^3")

Softmax belongs to a layer, not to one unit: its lines stand in `forward`, its slope in `rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .calculus import SLOPES, derivative
from .errors import HandnetError, suggestion
from .parse import parse_formula
from .quantity import Quantity, Variable
from .terms import (
    HALF,
    ONE,
    TWO,
    Apply,
    Difference,
    Negative,
    Power,
    Sum,
    Term,
    apply,
    negated,
    quantities,
    replace,
    times,
)

if TYPE_CHECKING:
    from .differentiation import Differentiation

Z, A, Y = Variable("z"), Variable("a"), Variable("y")


class _Entry:
    """A named formula in a few letters, with its derivative by one of them."""

    letters: tuple[Variable, ...]
    by: Variable

    def __init__(self, name: str, formula: str | Term, slope: str | Term = "", title: str = "") -> None:
        self.name = name
        if name in (*ACTIVATIONS, *LOSSES):
            raise HandnetError(f"{name!r} is built in, with rules of its own; give yours another name")
        self.title = title or name.replace("_", " ")
        self.formula = self._read(formula, self.letters)
        self.given_slope = self._read(slope, (*self.letters, A)) if slope else None
        self._slope = self.given_slope

    def _read(self, formula: str | Term, letters: tuple[Variable, ...]) -> Term:
        if not isinstance(formula, str):
            return formula
        term = parse_formula(formula)
        for quantity in quantities(term):
            if quantity not in letters:
                fits = " and ".join(map(str, letters))
                raise HandnetError(
                    f"{self.name}: the formula {formula!r} may contain {fits}, but not {quantity}"
                )
        return term

    @property
    def built_in(self) -> bool:
        """Whether this is one of handnet's own, known by its name."""
        return ACTIVATIONS.get(self.name) is self or LOSSES.get(self.name) is self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Entry) and (self.name, self.formula, self.given_slope) == (
            other.name,
            other.formula,
            other.given_slope,
        )

    def __hash__(self) -> int:
        return hash(self.name)


def _put(formula: Term, names: dict[Variable, Term]) -> Term:
    def named(quantity: Quantity) -> Term:
        return names[quantity]  # type: ignore[index]

    return replace(formula, named)


class Activation(_Entry):
    """An activation function, a = f(z), as a formula in z.

    `slope` is da/dz as a formula in z and a; left out, it is derived.
    """

    letters, by = (Z,), Z

    def value(self, z: Term) -> Term:
        """The formula of a, with `z` put in."""
        if self.elementary:
            return Apply(self.elementary, (z,))
        return _put(self.formula, {Z: z})

    @property
    def elementary(self) -> str:
        """The name of the function in the language of formulas, if it is one of those."""
        formula = self.formula
        return formula.function if isinstance(formula, Apply) and formula.arguments == (Z,) else ""

    def slope(self, z: Term, a: Term) -> Term:
        """The formula of da/dz; raises NoDerivative for a step."""
        if self._slope is None and self.elementary:
            return SLOPES[self.elementary](z, a)
        if self._slope is None:
            self._slope = derivative(self.formula, Z, A)
        return _put(self._slope, {Z: z, A: a})

    def proof(self, z: str = "z", a: str = "a") -> Differentiation:
        """The slope worked out line by line from the definition, in these letters; see `proofs`."""
        from .differentiation.proofs import of_activation

        return of_activation(self, z, a)


class Loss(_Entry):
    """One output's share of the loss of one sample, as a formula in its activation a and target y."""

    letters, by = (A, Y), A

    def value(self, a: Term, y: Term) -> Term:
        """The formula of the share."""
        return _put(self.formula, {A: a, Y: y})

    def slope(self, a: Term, y: Term) -> Term:
        """The formula of its derivative by a."""
        if self._slope is None:
            self._slope = derivative(self.formula, A)
        return _put(self._slope, {A: a, Y: y})

    def proof(self, a: str = "a", y: str = "y") -> Differentiation:
        """The slope worked out line by line from the definition, in these letters; see `proofs`."""
        from .differentiation.proofs import of_loss

        return of_loss(self, a, y)


_ERROR = Difference(A, Y)

ACTIVATIONS: dict[str, Activation] = {}
LOSSES: dict[str, Loss] = {}

ACTIVATIONS |= {
    entry.name: entry
    for entry in (
        Activation("sigmoid", apply("sigma", Z)),
        Activation("tanh", apply("tanh", Z)),
        Activation("relu", apply("relu", Z), title="ReLU"),
        Activation("leaky_relu", apply("leaky_relu", Z), title="leaky ReLU (0.01 below 0)"),
        Activation("arctan", apply("arctan", Z)),
        Activation("softplus", apply("softplus", Z)),
        Activation("bipolar_sigmoid", apply("bipolar", Z), title="bipolar sigmoid"),
        Activation("identity", Z),
        Activation("step", apply("step", Z)),
        Activation("softmax", Z),  # the layer writes it; this entry only reserves the name
    )
}

LOSSES |= {
    entry.name: entry
    for entry in (
        Loss("half_squared_error", times(HALF, Power(_ERROR, TWO)), _ERROR),
        Loss("squared_error", Power(_ERROR, TWO), times(TWO, _ERROR)),
        Loss(
            "binary_cross_entropy",
            Negative(
                Sum(
                    (
                        apply("weighted_ln", Y, A),
                        apply("weighted_ln", Difference(ONE, Y), Difference(ONE, A)),
                    )
                )
            ),
            Difference(
                apply("weighted_inverse", Difference(ONE, Y), Difference(ONE, A)),
                apply("weighted_inverse", Y, A),
            ),
        ),
        Loss("cross_entropy", Negative(apply("weighted_ln", Y, A)), negated(apply("weighted_inverse", Y, A))),
    )
}


_OTHER_NAMES = {
    "linear": "identity",
    "logistic": "sigmoid",
    "sigma": "sigmoid",
    "heaviside": "step",
    "mse": "mean_squared_error",
    "bce": "binary_cross_entropy",
}


def named(given: object) -> str:
    """A name in our spelling: "ReLU" is relu, "mse" is mean_squared_error."""
    name = str(given).strip().lower().replace(" ", "_").replace("-", "_")
    return _OTHER_NAMES.get(name, name)


def activation(given: str | Activation, where: str = "activation") -> Activation:
    """The activation with this name; raises HandnetError with the nearest names."""
    if isinstance(given, Activation):
        return given
    name = named(given)
    if name in ACTIVATIONS:
        return ACTIVATIONS[name]
    raise HandnetError(f"{where}: unknown activation {given!r}; {suggestion(str(given), ACTIVATIONS)}")


def loss(given: str | Loss) -> Loss | None:
    """The loss with this name, None for "none"; raises HandnetError with the nearest names."""
    if isinstance(given, Loss) or given == "none":
        return given if isinstance(given, Loss) else None
    if named(given) in LOSSES:
        return LOSSES[named(given)]
    known = [*LOSSES, "mean_squared_error", "none"]
    raise HandnetError(f"loss: unknown loss {given!r}; {suggestion(str(given), known)}")
