"""The mistakes in the printed ReLU layer, each as methods that take the place of right ones.

    BUGS["A-6"]                     what is printed, what is right, what goes wrong, with numbers
    ReLULayer(3, 2, bugs=["A-6"])   a layer that makes it

The words are those of `rohan_lenny.flaws`; the numbers come from running each mistake beside the
mended layer, see `relu_runs`. The methods are our own, and do what the printed lines do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import HandnetError, suggestion
from ...shown import Shown
from ..printed import Flaw
from .flaws import FLAWS
from .relu_layer import Array, ReLULayer

if TYPE_CHECKING:
    from ...render.page import Block
    from .relu_runs import Run

Method = Callable[..., Any]


@dataclass(frozen=True, repr=False)
class Bug(Shown):
    """A mistake of the printed layer: its name and the methods that make it, in the order of the calls."""

    name: str
    methods: Mapping[str, Method]

    def __repr__(self) -> str:
        return f"<Bug {self.name}: {self.flaw.where}>"

    @property
    def flaw(self) -> Flaw:
        """What is printed, what is right, why, and with what effect, in words."""
        return next(flaw for flaw in FLAWS if flaw.name == self.name)

    def run(self) -> Run:
        """The layer with this mistake and the mended one on a small example, side by side."""
        from .relu_runs import RUNS

        return RUNS[self.name](self)

    def _page(self) -> list[Block]:
        from ..pages import flaws_page
        from ..printed import Flaws

        return [*flaws_page(Flaws((self.flaw,), (self.flaw.effect,))), *self.run()._page()]


# --- the mask is made from what was clipped, and never fires --------------------------------


def off_below_zero(layer: ReLULayer) -> NDArray[np.bool_]:
    """No unit at all: an activation is never below 0."""
    return layer.out_act < 0


# --- the columns of the weights themselves are set to 0 -------------------------------------


def weights_themselves(layer: ReLULayer) -> Array:
    """The weights under a second name, which are changed with it."""
    slopes = layer.W
    slopes[:, layer.off()] = 0.0
    return slopes


# --- names that nothing was ever stored under ------------------------------------------------


def start_unstored(layer: ReLULayer, size_in: int, size_out: int, random: np.random.Generator) -> None:
    """The sizes are read from the layer, where nobody put them."""
    layer.W = random.normal(0.0, np.sqrt(2 / layer.size_in), (layer.size_in, layer.size_out))


def forward_unstored(layer: ReLULayer, in_act: Any) -> Array:
    """So is the input."""
    layer.out_act = np.maximum(layer.in_act @ layer.W, 0.0)
    return layer.out_act


def received_unnamed(layer: ReLULayer, out_grad: Any) -> Any:
    """The parameter is called otherwise."""
    return grad  # type: ignore[name-defined]  # noqa: F821


def by_weights_unnamed(layer: ReLULayer, cost_by_output: Array) -> Any:
    """The product of the two derivatives is used and was never worked out."""
    return cost_wrt_weights  # type: ignore[name-defined]  # noqa: F821


# --- what comes in is added up along its rows, also where it is a single row -----------------


def received_summed(layer: ReLULayer, out_grad: Any) -> Any:
    """The sums of the rows: right for a matrix of summands, one number for a vector."""
    return np.sum(np.atleast_2d(out_grad), axis=1)


def passed_back_unsummed(layer: ReLULayer, cost_by_output: Array) -> Array:
    """The summands of dJ/d in_act, one for each edge; the layer before adds up the rows."""
    summands = layer.outputs_by_inputs() * cost_by_output
    return summands[:-1] if layer.bias else summands


# --- a column of ones beside a vector -------------------------------------------------------


def with_column_of_ones(layer: ReLULayer, in_act: Array) -> Array:
    """A column with as many ones as there are inputs."""
    return np.hstack([in_act, np.ones((len(in_act), 1))])


BUGS: dict[str, Bug] = {
    each.name: each
    for each in (
        Bug("A-6", {"off": off_below_zero}),
        Bug("A-7", {"outputs_by_inputs": weights_themselves}),
        Bug(
            "A-8",
            {
                "start": start_unstored,
                "forward": forward_unstored,
                "received": received_unnamed,
                "by_weights": by_weights_unnamed,
            },
        ),
        Bug("A-9", {"received": received_summed, "passed_back": passed_back_unsummed}),
        Bug("A-14", {"with_one": with_column_of_ones}),
    )
}
"""The mistakes by name."""


def methods_of(names: Iterable[str]) -> dict[str, Method]:
    """The methods that make these mistakes; raises HandnetError with the nearest names."""
    methods: dict[str, Method] = {}
    for name in [names] if isinstance(names, str) else names:
        if name not in BUGS:
            raise HandnetError(f"bugs: unknown bug {name!r}; {suggestion(str(name), BUGS)}")
        methods |= BUGS[name].methods
    return methods
