"""The lines of whole arrays as compiled functions: what is fast for large networks.

    gradients_by_matrices(source, goal, parameters, values)     flat parameters -> loss, flat gradients
    Training(source, state, values)                             the loop over updates, for `training`

The lines are those of the matrix view, printed as straight-line NumPy by the `Program` that prints
the lines of single units. Numbers agree with theirs to rounding, not to the last bit: a matrix product
adds in an order of its own, which may differ from one machine to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ..columns import array_names
from ..forward import ForwardPass
from ..names import GIVEN
from ..numeric import Program, Python, Writer, compiled, training_loop, tuple_of
from ..quantity import Derivative, Quantity, Variable
from ..setting import Setting
from ..step import Step
from ..terms import Number, Product, Term, apply, replace, times
from ..update import update_line
from . import MatrixView, matrix_view
from .language import LARGEST, MATRIX_PRODUCT, ONES, OVER_ALL, OVER_SAMPLES, OVER_UNITS, SAMPLES, TRANSPOSED
from .update import free

Values = Mapping[Quantity, Number]
_CALLED = {
    ONES: "ones_like",
    OVER_ALL: "over_all",
    OVER_SAMPLES: "over_samples",
    OVER_UNITS: "over_units",
    LARGEST: "largest",
}


def gradients_by_matrices(
    source: ForwardPass, goal: Variable, parameters: Sequence[Variable], values: Values
) -> Callable[[Any], tuple[float, Any]]:
    """The loss and its derivatives by the parameters, as one function of an array of their numbers.

    All other numbers are those of `values`. The parameters come array by array, row by row. The function
    raises ValueError for another number of parameters.
    """
    import numpy as np

    view = _view(source)
    trained = [each for each in _arrays(view) if not all(view.arrays.frozen(each))]
    slopes = [Derivative(goal, each) for each in trained]
    program = Program(_steps(view), (goal, *slopes))
    names, numbers = program.names, _Numbers(view, values)
    fixed = [each for each in program.inputs if each not in trained]
    lines, found, stop = [], [], 0
    called = _names(np)
    for number, each in enumerate(trained):
        open_ = [not source.is_frozen(entry) for row in view.arrays.entries(each) for entry in row]  # type: ignore[arg-type]
        start, stop, shape = stop, stop + sum(open_), view.arrays.shape(each)
        some, slope = f"parameters[{start}:{stop}]", names[slopes[number]]
        if all(open_):
            lines.append(
                f"{names.get(each, '_')} = {f'{some}.reshape({shape})' if shape else f'parameters[{start}]'}"
            )
        else:
            mask = called[f"open{number}"] = np.array(open_).reshape(shape)
            called[f"filled{number}"] = partial(_filled, numbers.array(each), mask)
            lines.append(f"{names.get(each, '_')} = filled{number}({some})")
            slope = f"{slope}[open{number}]"
        found.append(f"{slope}.ravel()")
    together = f"concatenate(({', '.join(found)},))" if found else "parameters"
    text = [
        "def run(parameters, fixed):",
        f"{tuple_of(fixed, names)} = fixed",
        *lines,
        *program.lines(_writer(source)),
        f"return float({names[goal]}), {together}",
    ]
    run, given = compiled("\n    ".join(text), "run", called), tuple(map(numbers.array, fixed))

    def loss_and_gradients(numbers: Any) -> tuple[float, Any]:
        flat = np.asarray(numbers, dtype=float)
        if flat.shape != (stop,):
            raise ValueError
        with np.errstate(all="ignore"):
            return run(flat, given)  # type: ignore[no-any-return]

    return loss_and_gradients


class Training:
    """The loop over updates with whole arrays: as `numeric.training_loop`, from and to a state of floats.

    `state` says in which order: the trained parameters, then their velocities if there is momentum. Updates
    one by one use the lines of one sample, in turn.
    """

    def __init__(self, source: ForwardPass, state: Sequence[Variable], values: Values) -> None:
        import numpy as np

        alone = source.network.updates == "each" and source.samples > 1
        own = ForwardPass(source.network, 1, source.unit_targets & {1}, source.shifted) if alone else source
        view = _view(own)
        trained = [each for each in _arrays(view) if not all(view.arrays.frozen(each))]
        moving = [each.named(f"velocity_{each.name}") for each in trained]
        moving = moving if source.network.momentum is not None else []
        before = [*trained, *(each.at(-1) for each in moving)]
        after = [*(each.at(1) for each in trained), *moving]
        program = Program([*_steps(view), *_update_steps(view, trained)], after)
        data = [Variable("x"), Variable("y")] if alone else []
        self._loop = training_loop(program, before, data, _writer(own), _names(np))
        numbers = _Numbers(view, values)
        moved = {*before, *data}
        inputs = [each for each in program.inputs if each not in moved]
        self.fixed = tuple(map(numbers.array, inputs))
        samples = source.sample_numbers if alone else ()
        self.rows = [tuple(numbers.array(each, sample) for each in data) for sample in samples]
        self._shapes = [view.arrays.shape(array) for array in before]
        place: dict[Quantity, int] = {each: at for at, each in enumerate(state)}
        self._frozen: list[float] = []  # entries of arrays that no update changes
        self._places: list[list[int]] = []
        for array in [*trained, *moving]:
            entries = [entry for row in view.arrays.entries(array) for entry in row]
            for entry in entries:
                if entry not in place:
                    place[entry] = len(place)
                    self._frozen.append(values[entry].value if entry in values else 0.0)
            self._places.append([place[entry] for entry in entries])

    def __call__(self, state: Sequence[float], fixed: Any, rows: Any, start: int, updates: int) -> Any:
        """The state after so many more updates."""
        import numpy as np

        numbers = np.array([*state, *self._frozen])
        shaped = zip(self._places, self._shapes, strict=True)
        with np.errstate(all="ignore"):
            arrays = self._loop(
                [numbers[at].reshape(shape) for at, shape in shaped], fixed, rows, start, updates
            )
        for at, array in zip(self._places, arrays, strict=True):
            numbers[at] = np.ravel(array)
        return tuple(numbers[: len(state)].tolist())


class _Numbers:
    """The arrays of what is given."""

    def __init__(self, view: MatrixView, values: Values) -> None:
        self.view, self.values = view, values

    def array(self, quantity: Quantity, sample: int | None = None) -> Any:
        """An array, or one number as a float; of one sample if it is not the only one."""
        import numpy as np

        if quantity == SAMPLES:
            return float(self.view.arrays.source.samples)
        if quantity in self.view.masks or (
            isinstance(quantity, Variable) and quantity.name.startswith("free_")
        ):
            return np.array(self.view.mask(quantity), dtype=float)
        entries = self.view.arrays.entries(quantity)
        if sample is not None:
            entries = [[each._replace(sample=sample) for each in row] for row in entries]  # type: ignore[call-arg]
        rows = [[self.values[each].value for each in row] for row in entries]
        return np.array(rows) if self.view.arrays.shape(quantity) else rows[0][0]


def _view(source: ForwardPass) -> MatrixView:
    return matrix_view(Setting(source, "delta"), "columns", updated=False)


def _arrays(view: MatrixView) -> list[Variable]:
    return [each for layer in view.arrays.layers for each in view.arrays.parameters(layer)]


def _filled(whole: Any, places: Any, numbers: Any) -> Any:
    """A copy of an array with other numbers in some places."""
    whole = whole.copy()
    whole[places] = numbers
    return whole


def _steps(view: MatrixView) -> Iterator[Step]:
    """The lines as steps; a number that stands for a whole array is spread over it."""
    for line in view.lines:
        formula = view.formula(line)
        quantity = line.quantity
        if view.arrays.shape(quantity) and view.arrays.shape_of(formula) == ():
            by = quantity.by if isinstance(quantity, Derivative) else quantity
            formula = Product((formula, apply(ONES, by.named("z") if by.name == "a" else by)))
        yield Step(quantity, line.rule, formula)


def _update_steps(view: MatrixView, trained: Iterable[Variable]) -> Iterator[Step]:
    """How trained arrays follow from those before, in every update after the first."""
    source = view.arrays.source
    for parameter in trained:

        def now(quantity: Quantity, parameter: Variable = parameter) -> Term:
            if isinstance(quantity, Derivative):
                some = any(view.arrays.frozen(parameter))
                return times(free(parameter), quantity.at(0)) if some else quantity.at(0)
            return quantity if quantity.name in GIVEN else quantity.at(quantity.time - 1)

        wanted = [parameter.at(2)]
        if source.network.momentum is not None:
            wanted.insert(0, parameter.named(f"velocity_{parameter.name}").at(1))
        for each in wanted:
            written = update_line(source, each)
            assert written is not None
            yield Step(each.at(each.time - 1), written[0], replace(written[1], now))


def _writer(source: ForwardPass) -> Writer:
    return partial(PythonForMatrices, one_sample=source.samples == 1)


class PythonForMatrices(Python):
    """Writes NumPy for whole arrays; over one sample there is nothing to add up."""

    def __init__(self, name: Callable[[Quantity], str], one_sample: bool) -> None:
        super().__init__(name)
        self.one_sample = one_sample

    def call(self, name: str, arguments: list[str]) -> str:
        """A function of single entries or of a whole array."""
        if name == OVER_SAMPLES and self.one_sample:
            return arguments[0]
        if name == TRANSPOSED:
            return f"{arguments[0]}.T"
        if name == MATRIX_PRODUCT:  # for two arrays with rows and columns the same as @, and sooner done
            return f"{arguments[0]}.dot({arguments[1]})"
        return f"{_CALLED.get(name, self.function(name))}({', '.join(arguments)})"


def _names(np: Any) -> dict[str, Any]:
    """What the text calls."""
    return array_names(np) | {
        "ones_like": np.ones_like,
        "concatenate": np.concatenate,
        "over_all": lambda a: np.add.reduce(a, axis=None),
        "over_samples": lambda a: np.add.reduce(a, axis=1, keepdims=True),
        "over_units": lambda a: np.add.reduce(a, axis=0, keepdims=True),
        "largest": lambda a: np.maximum.reduce(a, axis=0, keepdims=True),
    }
