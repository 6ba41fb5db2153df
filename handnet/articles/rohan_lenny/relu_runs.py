"""What the mistakes of the printed ReLU layer do: each runs beside the mended layer on one example.

The true gradients come from two sides that know nothing of the layer's code: handnet's own lines
for the same network (the neuron view), and central differences of the loss.

The example is a 2-2-2 network whose second hidden unit is off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...digits import DEFAULT
from ...errors import counted
from ...network import Network
from ...problem import Problem
from ...quantity import Variable, parse_address
from ...shown import Shown
from .relu_bugs import Bug, Method
from .relu_layer import Array, ReLULayer

if TYPE_CHECKING:
    from ...render.page import Block

EXAMPLE = Problem(
    Network([2, 2, 2], "relu"),
    x=["1.0", "0.5"],
    y=["1.0", "0.0"],
    weights=[[["0.5", "-0.4"], ["-0.6", "0.2"]], [["0.7", "0.3"], ["0.2", "-0.5"]]],
    biases=[["0.1", "0.1"], ["0.05", "0.1"]],
    learning_rate="0.5",
    title="a ReLU network whose second hidden unit is off",
)
DIFFERENCE = 1e-6
"""How far a weight is moved to either side for a difference."""
EQUAL = 1e-9
"""What is nearer than this is the same number; differences have about as many digits."""


@dataclass(frozen=True, repr=False)
class Run(Shown):
    """Numbers side by side: `rows` maps what each row is to one cell for each column of `header`.

    Rows of numbers are named by address; other cells are words, such as what Python says. `alike`
    is how many rows are left out because all their numbers agree; `said` what to look at.
    """

    name: str
    header: tuple[str, ...]
    rows: dict[str, tuple[float | str, ...]]
    alike: int
    said: str

    def __repr__(self) -> str:
        return f"<Run of {self.name}: {counted(len(self.rows), 'row')}>"

    def _page(self) -> list[Block]:
        from ...render.formulas import number
        from ...render.latex import own_letters
        from ...render.page import Formula, Paragraph, Table, Words

        rows: list[tuple[Words, ...]] = []
        for name, cells in self.rows.items():
            texts = [each if isinstance(each, str) else number(_written(each)) for each in cells]
            rows.append((Formula(name, own_letters(parse_address(name))) if self.numeric else name, *texts))
        right = tuple(range(1, len(self.header) + 1)) if self.numeric else ()
        said = self.said + (f" The other {self.alike} agree in all columns." if self.alike else "")
        return [Table(("", *self.header), rows, right), Paragraph(said)]

    @property
    def numeric(self) -> bool:
        """Whether all cells are numbers, and the rows quantities."""
        return not any(isinstance(cell, str) for cells in self.rows.values() for cell in cells)


def _written(value: float) -> str:
    return DEFAULT.write(value if abs(value) > EQUAL else 0.0)  # a difference is never quite 0


# --- the layers of a problem --------------------------------------------------------------------------


def layers_of(problem: Problem, bugs: Iterable[str] = ()) -> list[ReLULayer]:
    """Layers with the weights and biases of a problem whose activations are all ReLU."""
    network, values = problem.network, problem.values
    layers = []
    for number, (size_in, size_out) in enumerate(zip(network.layers, network.layers[1:], strict=False), 1):
        layer = ReLULayer(size_in, size_out, bias=network.biases[number - 1] != "none", bugs=bugs)
        for place, parameter in parameters(layer, number):
            layer.W[place] = values[parameter].value
        layers.append(layer)
    return layers


def parameters(layer: ReLULayer, number: int) -> Iterator[tuple[tuple[int, int], Variable]]:
    """Where in `W` each weight and bias of a layer stands, and its address in the rest of handnet."""
    for k, j in np.ndindex(layer.W.shape):
        is_bias = k == layer.size_in
        place = (j + 1,) if is_bias else (j + 1, k + 1)
        yield (k, j), Variable("b" if is_bias else "w", number, place)


def go_through(layers: list[ReLULayer], x: Array, y: Array) -> Array:
    """Forward and back once, with half the squared error; the gradients are in the layers, dJ/dx is returned."""
    grad = outputs(layers, x) - y
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return grad


def outputs(layers: list[ReLULayer], x: Array) -> Array:
    """The forward pass."""
    for layer in layers:
        x = layer.forward(x)
    return x


def gradients(layers: list[ReLULayer]) -> dict[str, float]:
    """dJ/dW of all layers, by address."""
    return {f"dJ/d{address}": value for address, value in by_address(layers, "dW").items()}


def by_address(layers: list[ReLULayer], name: str = "W") -> dict[str, float]:
    """The entries of this array of all layers, by the address of the weight or bias."""
    return {
        str(parameter): float(getattr(layer, name)[place])
        for number, layer in enumerate(layers, 1)
        for place, parameter in parameters(layer, number)
    }


def differences(problem: Problem) -> dict[str, float]:
    """Central differences of the loss by every weight and bias, from forward passes alone."""

    def loss(layers: list[ReLULayer]) -> float:
        return float(0.5 * np.sum((outputs(layers, x) - y) ** 2))

    x, y = sample(problem)
    found = {}
    for number, layer in enumerate(layers := layers_of(problem), 1):
        for place, parameter in parameters(layer, number):
            kept = layer.W[place]
            around = []
            for moved in (kept + DIFFERENCE, kept - DIFFERENCE):
                layer.W[place] = moved
                around.append(loss(layers))
            layer.W[place] = kept
            found[f"dJ/d{parameter}"] = (around[0] - around[1]) / (2 * DIFFERENCE)
    return found


def sample(problem: Problem) -> tuple[Array, Array]:
    """The inputs and targets of a problem of one sample."""
    network = problem.network
    x, y = (
        np.array([problem.values[Variable(name, None, (unit,))].value for unit in range(1, size + 1)])
        for name, size in (("x", network.layers[0]), ("y", network.layers[-1]))
    )
    return x, y


# --- the runs -----------------------------------------------------------------------------------------


def compare_gradients(bug: Bug, said: str) -> Run:
    """Each gradient with the bug, mended, by the neuron view and by differences, where they are not all alike."""
    x, y = sample(EXAMPLE)
    broken, mended = layers_of(EXAMPLE, [bug.name]), layers_of(EXAMPLE)
    for layers in (broken, mended):
        go_through(layers, x, y)
    solution, apart = EXAMPLE.solve(), differences(EXAMPLE)
    columns = (gradients(broken), gradients(mended), {each: solution[each] for each in apart}, apart)
    rows = {each: tuple(column[each] for column in columns) for each in apart}
    differ = {each: cells for each, cells in rows.items() if max(cells) - min(cells) > EQUAL}
    header = (f"with {bug.name}", "mended", "neuron view", "differences")
    return Run(bug.name, header, dict(differ), len(rows) - len(differ), said)


def run_mask(bug: Bug) -> Run:
    """A-6: a unit that is off gets gradients."""
    z = EXAMPLE.solve()["z1[2]"]
    said = f"Hidden unit 2 is off, its weighted sum is {DEFAULT.write(z)}: nothing that leads into it can move J."
    return compare_gradients(bug, said)


def run_weights(bug: Bug) -> Run:
    """A-7: the weights before and after backward(), with A-6 as printed and with A-6 mended."""
    x, y = sample(EXAMPLE)
    columns = [by_address(layers_of(EXAMPLE))]
    for bugs in (["A-6", bug.name], [bug.name], []):
        layers = layers_of(EXAMPLE, bugs)
        go_through(layers, x, y)
        columns.append(by_address(layers))
    rows = {each: tuple(column[each] for column in columns) for each in columns[0]}
    differ = {each: cells for each, cells in rows.items() if max(cells) - min(cells) > EQUAL}
    header = ("before", "after backward(), A-6 and A-7", "A-7 alone", "mended")
    said = (
        "backward() must not change a weight. As printed it does not, because by A-6 no unit counts as off; once A-6 "
        "is mended, it sets the weights into hidden unit 2 to 0. The gradients of this pass are still right."
    )
    return Run(bug.name, header, dict(differ), len(rows) - len(differ), said)


def run_names(bug: Bug) -> Run:
    """A-8: what Python says, and what it says next when that is mended."""
    names = list(bug.methods)
    calls = ("ReLULayer(2, 2)", "forward(x)", "backward(grad)", "backward(grad)")
    rows = {
        f"{at}. {call}": (_error({name: bug.methods[name] for name in names[at - 1 :]}),)
        for at, call in enumerate(calls, 1)
    }
    said = "Each is what stops the code once those above it are mended; after the last it runs."
    return Run(bug.name, ("what Python says",), dict(rows), 0, said)


def _error(methods: dict[str, Method]) -> str:
    """What Python says to the example's first layer with these methods in the place of right ones."""
    printed = type(ReLULayer.__name__, (ReLULayer,), dict(methods))
    x, _ = sample(EXAMPLE)
    try:
        layer = printed(2, 2)
        layer.backward(np.ones_like(layer.forward(x)))
    except (NameError, AttributeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


def run_outputs(bug: Bug) -> Run:
    """A-9: with two outputs, each gets the sum over both."""
    by_output = [DEFAULT.write(EXAMPLE.solve()[f"dJ/da2[{unit}]"]) for unit in (1, 2)]
    said = (
        f"dJ/da of the two outputs is {by_output[0]} and {by_output[1]}; both get the sum of these. With one "
        "output the sum is the number itself, and nothing goes wrong."
    )
    return compare_gradients(bug, said)


def run_ones(bug: Bug) -> Run:
    """A-14: a column of ones has no place beside a vector."""
    x, _ = sample(EXAMPLE)
    out, solution = outputs(layers_of(EXAMPLE), x), EXAMPLE.solve()
    rows = {
        f"with {bug.name}": (_error(dict(bug.methods)),),
        "mended": (_listed(out),),
        "neuron view": (_listed([solution["a2[1]"], solution["a2[2]"]]),),
    }
    said = "One sample is a vector, and one entry 1 at its end is enough. A column of ones is for samples as rows."
    return Run(bug.name, ("the outputs, or what Python says",), dict(rows), 0, said)


def _listed(numbers: Iterable[float]) -> str:
    return ", ".join(DEFAULT.write(float(each)) for each in numbers)


RUNS: dict[str, Callable[[Bug], Run]] = {
    "A-6": run_mask,
    "A-7": run_weights,
    "A-8": run_names,
    "A-9": run_outputs,
    "A-14": run_ones,
}
