"""The loss and all its gradients as one function of the parameters.

    gradients = problem.gradients()
    loss, slopes = gradients(gradients.start)           # at the problem's own numbers
    losses, slopes = gradients.many(columns)            # at many: one row per parameter, one column per set

A function of this form is what optimizers take: `scipy.optimize.minimize(gradients, gradients.start,
jac=True)`. It runs the lines of the derivation, so that a number is the value of the formula shown.
Only a large network is worked with the lines of whole arrays (`matrix_view`), whose numbers agree with
those to rounding. Which way is taken follows from the sizes alone, and from whether NumPy is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .errors import HandnetError
from .forward import ForwardPass
from .network import Network
from .numeric import Program, PythonForFloats, compiled, float_names, tuple_of
from .quantity import Derivative, Quantity, Variable
from .setting import Setting

if TYPE_CHECKING:
    from .problem import Problem

LOSS = Variable("J")
LARGE = 150
"""From so many products of a weight and an input in each layer on, whole arrays are faster than single
lines. Measured for one sample: 10-10-10-10-10 (110 in each layer) takes 40 µs by lines and 47 by arrays,
12-12-12 (156) 27 and 29, 14-14-14 (210) 36 and 29, 30-30-30 (930) 197 and 32."""


def by_matrices(network: Network, samples: int) -> bool:
    """Whether so many samples at a time are worked with whole arrays."""
    layers = network.layers
    if any(each.name == "step" for each in network.activations):
        return False  # line by line, it says why a step has no derivative
    products = samples * sum(here * (before + 1) for before, here in pairwise(layers))
    return products > LARGE * (len(layers) - 1) and find_spec("numpy") is not None


class Gradients:
    """The loss of a problem and its derivatives, as a function of the parameters that are trained.

    `parameters` says in which order: the weights of a layer row by row, to x from, then its biases, then
    the next layer. `start` has the problem's own numbers for them; everything else is as in the problem.
    Raises HandnetError for a problem without a loss.
    """

    def __init__(self, problem: Problem) -> None:
        if problem.network.loss is None:
            raise HandnetError("gradients: there is no loss; choose one in Network(..., loss=...)")
        self.problem = problem
        self._source = problem.forward_pass(shifted=True, alike=True)
        every = layer_by_layer(self._source)
        self.parameters = tuple(each for each in every if not self._source.is_frozen(each))
        self._slopes = tuple(Derivative(LOSS, each) for each in self.parameters)
        values = problem.values
        self.start = tuple(values[each].value for each in self.parameters)
        self.by_matrices = by_matrices(problem.network, problem.samples)
        self._run = self._matrices() if self.by_matrices else self._lines()

    def __call__(self, parameters: Sequence[float]) -> tuple[float, Any]:
        """The loss, and its derivative by each parameter in order: floats, or an array if by matrices."""
        try:
            return self._run(parameters)
        except ValueError:
            raise HandnetError(
                f"gradients: found {len(parameters)} numbers, but there are {len(self.parameters)} parameters"
            ) from None

    def many(self, parameters: Any) -> tuple[Any, Any]:
        """The losses and the derivatives for many sets at once, as arrays.

        `parameters` has one row for each parameter, one column for each set; so have the derivatives.
        """
        import numpy as np

        columns = np.ascontiguousarray(parameters, dtype=float)
        if columns.ndim != 2 or len(columns) != len(self.parameters):
            raise HandnetError(
                f"gradients: found an array of shape {columns.shape}; give one row for each of the "
                f"{len(self.parameters)} parameters, one column for each set"
            )
        found = np.empty((1 + len(self._slopes), columns.shape[1]))
        if self.by_matrices:
            for number, column in enumerate(columns.T):
                found[0, number], found[1:, number] = self._run(column)
        else:
            given = {each: number.value for each, number in self.problem.values.items()}
            given |= dict(zip(self.parameters, columns, strict=True))
            self._program.on_arrays.fill(found, [given[each] for each in self._program.inputs])
        return found[0], found[1:]

    def __repr__(self) -> str:
        return f"<Gradients of a {self.problem.network.title} network by {len(self.parameters)} parameters>"

    # --- the two ways ---------------------------------------------------------------------------------

    @cached_property
    def _program(self) -> Program:
        goals: tuple[Quantity, ...] = (LOSS, *self._slopes)
        return Program(Setting(self._source, "delta").derive(goals).steps, goals)

    def _lines(self) -> Callable[[Sequence[float]], tuple[float, Any]]:
        """The lines of single units as one function of the parameters."""
        program, values = self._program, self.problem.values
        names = program.names
        moving = set(self.parameters)
        fixed = [each for each in program.inputs if each not in moving]
        text = [
            "def run(parameters, fixed=fixed):",
            f"{tuple_of(self.parameters, names)} = parameters",
            *([f"{tuple_of(fixed, names)} = fixed"] if fixed else []),
            *program.lines(PythonForFloats),
            f"return {names[LOSS]}, {tuple_of(self._slopes, names)}",
        ]
        given = {"fixed": tuple(values[each].value for each in fixed)}
        return compiled("\n    ".join(text), "run", float_names() | given)

    def _matrices(self) -> Callable[[Sequence[float]], tuple[float, Any]]:
        from .matrix_view.program import gradients_by_matrices

        return gradients_by_matrices(self._source, LOSS, self.parameters, self.problem.values)


def layer_by_layer(source: ForwardPass) -> list[Variable]:
    """Every parameter: the weights of a layer row by row, then its biases, then the next layer."""
    found: list[Variable] = []
    for layer, kind in enumerate(source.network.biases, start=1):
        units = range(1, source.network.layers[layer] + 1)
        for unit in units:
            found += source.weights(layer, unit)
        biased = {"none": (), "shared": (1,)}.get(kind, units)
        found += [source.bias(layer, unit) for unit in biased]
    return found
