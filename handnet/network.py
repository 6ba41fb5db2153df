"""A fully connected network: its shape, without numbers.

`Network` checks what was asked for and says in one line what does not fit. Its forward pass is
written by `forward`, its derivatives by `chain`; numbers come with a `Problem`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from .convention import STANDARD, Convention
from .errors import HandnetError, suggestion
from .forward import ForwardPass
from .functions import Activation, Loss, named
from .functions import loss as loss_called
from .notation import STANDARD as STANDARD_NOTATION
from .notation import Notation
from .notation import notation as as_notation
from .number import read_number
from .parse import variable
from .quantity import Derivative, Quantity, Variable
from .shape import BIASES, check_view, choice, names_in, read_activations, read_biases, read_sizes
from .shown import Shown

if TYPE_CHECKING:
    from .crosswalk import Crosswalk
    from .index_view import IndexView
    from .matrix_view import MatrixView
    from .moves import Moves
    from .paths import Paths
    from .render.page import Block
    from .step import Derivation
    from .verify import Verification

MOST_SAMPLES = 100_000
COMBINED = {("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")}


class Network(Shown):
    """Layer sizes, activations, loss, and which biases exist.

    layers      sizes from the input to the output, as in [2, 2, 1]
    activation  one name (or `Activation`) for all layers, or one per layer with weights
    loss        a name, a `Loss`, or "none"
    reduction   over samples: "sum", or "mean" (divides by M and nothing else)
    average     "samples", or "outputs": each sample's loss is also divided by its outputs
    l2          lambda of the penalty (lambda/2) (sum of squared weights), or None
    bias        "unit", "shared" (one per layer), "none" or "threshold" (subtracted); or one per layer
    frozen      addresses of parameters that are not trained, as in ["b1", "w1[1,1]"]
    updates     "batch", or "each": after one sample, then the next
    momentum    mu of V := mu V - eta dJ/dw, w := w + V, or None
    convention  see `Convention`

    Raises HandnetError, in one line, for anything that does not fit.
    """

    def __init__(
        self,
        layers: Sequence[int],
        activation: str | Activation | Sequence[str | Activation] = "sigmoid",
        loss: str | Loss = "half_squared_error",
        *,
        reduction: str = "sum",
        average: str = "samples",
        l2: Any = None,
        bias: str | Sequence[str] = "unit",
        frozen: Iterable[str] = (),
        updates: str = "batch",
        momentum: Any = None,
        convention: Convention = STANDARD,
    ) -> None:
        if isinstance(loss, str) and named(loss) == "mean_squared_error":
            loss, reduction = "squared_error", "mean"
        self.layers = read_sizes(layers)
        self.activations = read_activations(activation, len(self.layers) - 1)
        self.loss = loss_called(loss)
        self.reduction = choice("reduction", reduction, ("sum", "mean"))
        self.average = choice("average", average, ("samples", "outputs"))
        self.l2 = None if l2 is None else read_number(l2, "l2")
        self.biases = read_biases(bias, len(self.layers) - 1)
        self.updates = choice("updates", updates, ("batch", "each"))
        self.momentum = None if momentum is None else read_number(momentum, "momentum")
        if not isinstance(convention, Convention):
            raise HandnetError(
                f"convention: {convention!r} is not a Convention; write hn.Convention(error_sign=-1)"
            )
        self.convention = convention
        self.frozen: frozenset[Variable] = frozenset()
        self.frozen = self._frozen(frozen)
        self._check_fit()

    @property
    def title(self) -> str:
        """The sizes, as in 2-2-1."""
        return "-".join(map(str, self.layers))

    @property
    def outputs(self) -> list[tuple[int]]:
        """The places of the outputs: (1,), (2,), …"""
        return [(unit,) for unit in range(1, self.layers[-1] + 1)]

    @property
    def combines(self) -> bool:
        """Whether the last activation and the loss cancel to a short error term."""
        return self.loss is not None and (self.activations[-1].name, self.loss.name) in COMBINED

    @property
    def description(self) -> str:
        """The network in one line of plain words."""
        names = [each.title for each in self.activations]
        titles = names[0] if len(set(names)) == 1 else ", then ".join(names)
        alike = len(set(self.biases)) == 1
        bias = BIASES[self.biases[0]] if alike else "bias by layer: " + ", ".join(self.biases)
        return f"{self.title} network, {titles}, {bias}"

    def __repr__(self) -> str:
        return f"<Network {self.description}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.layers, self.biases))

    @overload
    def derive(
        self,
        *goals: str,
        style: str = ...,
        samples: int = ...,
        combined: bool | None = ...,
        notation: str | Notation = ...,
        view: Literal["neuron"] = ...,
        layout: None = ...,
    ) -> Derivation: ...

    @overload
    def derive(self, *, view: Literal["index"], notation: str | Notation = ...) -> IndexView: ...

    @overload
    def derive(
        self,
        *,
        view: Literal["matrix"],
        layout: str | None = ...,
        samples: int = ...,
        combined: bool | None = ...,
        notation: str | Notation = ...,
    ) -> MatrixView: ...

    def derive(
        self,
        *goals: str,
        style: str = "chain",
        samples: int = 1,
        combined: bool | None = None,
        notation: str | Notation = STANDARD_NOTATION,
        view: str = "neuron",
        layout: str | None = None,
    ) -> Derivation | IndexView | MatrixView:
        """The lines that lead to the goals, symbols only.

        Without a goal: the loss and its derivatives by every parameter that is trained. With
        `loss="none"` a goal is needed unless there is one output, whose derivatives are written.
        `style` is "chain" (every derivative its own line) or "delta" (error terms); `combined`
        writes sigmoid or softmax and cross-entropy as one rule (the default in delta style).
        `notation` spells the lines, and its letters are understood in goals: see `notation`.
        `view="index"` gives the four equations for any layer and unit (`index_view`), `view="matrix"`
        whole arrays, with samples as `layout="columns"` or "rows" (`matrix_view`).
        """
        from .setting import Setting

        if not isinstance(samples, int) or isinstance(samples, bool) or not 1 <= samples <= MOST_SAMPLES:
            raise HandnetError(f"samples: found {samples!r}; it is a whole number from 1 to {MOST_SAMPLES}")
        letters = as_notation(notation)
        check_view(view, layout, goals, style)
        if view == "index":
            from .index_view import index_view

            return index_view(self, letters)
        forward = ForwardPass(self, samples)
        setting = Setting(forward, style=style, combined=combined, notation=letters)
        if view == "matrix":
            from .matrix_view import matrix_view

            return matrix_view(setting, layout or "columns", combined)
        wanted = [quantity for goal in goals for quantity in setting.expand(goal)]
        return setting.derive(tuple(wanted or gradient_goals(forward)))

    def moves(self, goal: str, *, notation: str | Notation = STANDARD_NOTATION) -> Moves:
        """A derivative taken apart from the loss back, one move at a time; see `moves`."""
        from .moves import moves

        return moves(self.derive(goal, notation=notation), goal)

    def paths(
        self, goal: str, *, samples: int = 1, most: int = 16, notation: str | Notation = STANDARD_NOTATION
    ) -> Paths:
        """Every path behind a derivative, one product each, beside backpropagation; see `paths`."""
        from .paths import all_paths

        return all_paths(self.derive(goal, samples=samples, notation=notation), most)

    def _page(self) -> list[Block]:
        from .render.statement import network_page

        return network_page(self)

    def crosswalk(
        self, *notations: str | Notation, quantities: Iterable[str] = (), samples: int = 1
    ) -> Crosswalk:
        """The quantities of this network in several notations, side by side; see `crosswalk`."""
        from .crosswalk import crosswalk

        return crosswalk(ForwardPass(self, samples), notations, quantities)

    def verify(self, **options: Any) -> Verification:
        """Compare all gradients with independent ways at random points; see `verify.verify`."""
        return self.derive().verify(**options)

    # --- checking what was asked for -------------------------------------------------------------

    def _frozen(self, addresses: Iterable[str]) -> frozenset[Variable]:
        each_address = (
            [addresses]
            if isinstance(addresses, str)
            else names_in("frozen", addresses, "a list of addresses")
        )
        source = ForwardPass(self)
        parameters = source.parameters() if each_address else []
        found: set[Variable] = set()
        for address in each_address:
            if not isinstance(address, str):
                raise HandnetError(f"frozen: found {address!r}; an address is text, such as 'w1[1,1]'")
            wanted = variable(address)
            if self.biases[(wanted.layer or 1) - 1 : wanted.layer] == ("shared",) and wanted.name == "b":
                wanted = wanted._replace(place=())  # b1[j] is another way to write b1
            wanted = wanted._replace(name=wanted.name.lower())
            some = [
                each
                for each in parameters
                if each == wanted
                or (not wanted.place and (each.name, each.layer) == (wanted.name, wanted.layer))
            ]
            if not some:
                known = list(map(str, parameters[:200]))
                raise HandnetError(f"frozen: no parameter {address!r}; {suggestion(address, known)}")
            found.update(some)
        return frozenset(found)

    def _check_fit(self) -> None:
        names = [each.name for each in self.activations]
        if "softmax" in names[:-1]:
            raise HandnetError(
                f"activation of layer {names.index('softmax') + 1}: softmax is for the last layer only"
            )
        name = self.loss.name if self.loss else "none"
        if name == "binary_cross_entropy" and names[-1] in _NOT_0_TO_1:
            raise HandnetError(
                f"loss: binary_cross_entropy needs outputs between 0 and 1, but {names[-1]} gives others; "
                "take sigmoid in the last layer"
            )
        if name == "cross_entropy" and names[-1] in _NOT_POSITIVE:
            raise HandnetError(
                f"loss: cross_entropy needs positive outputs, but {names[-1]} gives others; "
                "take softmax in the last layer"
            )


_NOT_POSITIVE = ("tanh", "relu", "leaky_relu", "arctan", "bipolar_sigmoid", "step", "identity")
_NOT_0_TO_1 = (*_NOT_POSITIVE, "softplus")


def gradient_goals(forward: ForwardPass) -> list[Quantity]:
    """The loss and its derivatives by all trained parameters, from the last layer back."""
    definitions = forward.definitions()
    target = definitions.total
    if target is None:
        if len(forward.network.outputs) > 1 or forward.samples > 1:
            raise HandnetError(
                "loss: there is none and more than one output, so say what to differentiate, "
                'as in derive("da2[1]/dw1[1,1]")'
            )
        target = Variable("a", len(forward.network.layers) - 1, (1,))
    trained = [each for each in forward.parameters() if not forward.is_frozen(each)]
    trained.sort(key=lambda parameter: -(parameter.layer or 0))
    return [target, *(Derivative(target, parameter) for parameter in trained)]
