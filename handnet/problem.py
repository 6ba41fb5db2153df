"""A problem: a network with numbers, and what is asked. What a homework sheet states.

Numbers keep their text, so that a given 0.10 prints as 0.10. `given` reads them and says in one
line where one is missing or too many. Files are in `files`, training in
`training`, the plain words in which it is read back in `render.words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .errors import HandnetError, counted
from .forward import ForwardPass
from .given import members_of, read_list, read_names, read_row, read_samples, read_shared
from .mistakes import Mistake
from .mistakes import mistakes as _mistakes
from .names import ETA, LAMBDA, MU
from .network import Network, gradient_goals
from .notation import STANDARD, Notation
from .notation import notation as as_notation
from .number import read_number
from .quantity import Quantity, Variable
from .terms import Number
from .worked import Worked

if TYPE_CHECKING:
    from pathlib import Path

    from .files import Ask
    from .gradients import Gradients
    from .training import History
    from .verify import Verification


class Problem(Worked):
    """A network, its inputs, targets, parameters and learning rate.

    x, y            one sample as a list, or a list of samples (rows); y may be left out with
                    `loss="none"`
    weights         for each layer one row per unit: `weights[l-1][j-1][k-1]` is w{l}[j,k], to unit
                    j from unit k
    biases          for each layer one number per unit; for a shared bias one number; None if the
                    network has none. With `bias="threshold"`, the thresholds
    learning_rate   eta of the update; without it there is no update
    input_names, sample_names   what the inputs and the samples are called in `describe`
    ask             what is asked, as `Ask`s or addresses

    A number is text, an int, float, Decimal, Fraction or NumPy number. Raises HandnetError in one
    line that says where, for shapes that do not fit and for numbers that are none.
    """

    def __init__(
        self,
        network: Network,
        x: Any,
        y: Any = None,
        weights: Any = None,
        biases: Any = None,
        learning_rate: Any = None,
        *,
        title: str = "",
        input_names: Sequence[str] = (),
        sample_names: Sequence[str] = (),
        ask: Iterable[Any] = (),
    ) -> None:
        if not isinstance(network, Network):
            raise HandnetError(f"problem: {network!r} is not a Network; write hn.Network([2, 2, 1])")
        self.network = network
        self.title = str(title)
        self.values: dict[Quantity, Number] = {}
        rows = read_samples("x", x, network.layers[0])
        self.samples = len(rows)
        self._state("x", rows)
        self._state_targets(y)
        self._state_weights(weights)
        self._state_biases(biases)
        self.learning_rate = None if learning_rate is None else read_number(learning_rate, "learning_rate")
        for name, number in ((ETA, self.learning_rate), (MU, network.momentum), (LAMBDA, network.l2)):
            if number is not None:
                self.values[name] = number
        self.input_names = read_names("input_names", input_names, network.layers[0])
        self.sample_names = read_names("sample_names", sample_names, self.samples)
        self.ask: tuple[Ask, ...] = self._asked(ask)

    def _asked(self, ask: Iterable[Any]) -> tuple[Ask, ...]:
        if isinstance(ask, str) or not isinstance(ask, Iterable):
            raise HandnetError(f"ask: found {ask!r}; give a list of addresses or Asks")
        asked = list(ask)
        if not asked:
            return ()
        from .files import as_ask

        return tuple(as_ask(each, self) for each in asked)

    # --- reading the numbers ----------------------------------------------------------------------

    def _state(self, name: str, rows: list[list[Number]]) -> None:
        for sample, row in enumerate(rows, start=1):
            for unit, number in enumerate(row, start=1):
                self.values[Variable(name, None, (unit,), sample if len(rows) > 1 else None)] = number

    def _state_targets(self, y: Any) -> None:
        if y is None:
            if self.network.loss is not None:
                raise HandnetError("y: missing; give the targets, or Network(..., loss='none')")
            return
        rows = read_samples("y", y, self.network.layers[-1], self.samples)
        if len(rows) != self.samples:
            raise HandnetError(f"y: {counted(len(rows), 'sample')}, but x has {self.samples}")
        self._state("y", rows)
        self.check_targets()

    def check_targets(self) -> None:
        """Raise HandnetError for targets that the loss cannot have."""
        if self.network.loss is not None and self.network.loss.name == "binary_cross_entropy":
            targets = [number for each, number in self.values.items() if getattr(each, "name", "") == "y"]
            for number in (number for number in targets if not 0 <= number.value <= 1):
                raise HandnetError(f"y: binary_cross_entropy needs targets from 0 to 1, found {number.text}")

    def _state_weights(self, weights: Any) -> None:
        sizes = self.network.layers
        layers = read_list(
            "weights", weights, len(sizes) - 1, "layers", f"a {self.network.title} network has"
        )
        for layer, rows in enumerate(layers, start=1):
            where = f"weights of layer {layer}"
            units = read_list(where, rows, sizes[layer], "rows", f"layer {layer} has")
            for unit, row in enumerate(units, start=1):
                numbers = read_row(f"layer {layer}, unit {unit}", row, sizes[layer - 1], "weight", layer)
                for k, number in enumerate(numbers, start=1):
                    self.values[Variable("w", layer, (unit, k))] = number

    def _state_biases(self, biases: Any) -> None:
        network, kinds = self.network, self.network.biases
        if all(kind == "none" for kind in kinds):
            if biases is not None and any(each is not None for each in members_of(biases)):
                raise HandnetError(
                    "biases: given, but this network has none; write Network(..., bias='unit')"
                )
            return
        what = "thresholds" if "threshold" in kinds else "biases"
        if biases is None:
            raise HandnetError(f"{what}: missing; give one list per layer, or Network(..., bias='none')")
        layers = read_list(what, biases, len(kinds), "layers", f"a {network.title} network has")
        for layer, (kind, given) in enumerate(zip(kinds, layers, strict=True), start=1):
            where = f"{what} of layer {layer}"
            if kind == "none":
                if given is not None and members_of(given):
                    raise HandnetError(f"{where}: given, but that layer has none")
            elif kind == "shared":
                self.values[Variable("b", layer)] = read_shared(where, given, network.layers[layer])
            else:
                numbers = read_row(where, given, network.layers[layer], "number", None)
                for unit, number in enumerate(numbers, start=1):
                    name = "theta" if kind == "threshold" else "b"
                    self.values[Variable(name, layer, (unit,))] = number

    # --- working it out ---------------------------------------------------------------------------

    def forward_pass(self, shifted: bool = False, alike: bool = False) -> ForwardPass:
        """The forward pass for this problem's samples; `shifted` as in `ForwardPass`.

        `alike` writes the same lines for every sample, also where the targets of only some add up to 1.
        """
        outputs = self.network.outputs
        unit = set()
        for sample in range(1, self.samples + 1):
            row = [Variable("y", None, place, sample if self.samples > 1 else None) for place in outputs]
            stated = [self.values[each] for each in row if each in self.values]
            if len(stated) == len(row) and sum(Fraction(number.text) for number in stated) == 1:
                unit.add(sample)
        if alike and len(unit) < self.samples:
            unit = set()
        forward = ForwardPass(self.network, self.samples, frozenset(unit), shifted)
        forward.input_names, forward.sample_names = self.input_names, self.sample_names
        return forward

    def goals(self, source: ForwardPass) -> list[Quantity]:
        """The loss, its gradients, and the updated parameters if there is a learning rate.

        A network with steps, or without a loss and with several outputs, is only worked forward.
        """
        if any(each.name == "step" for each in self.network.activations):
            return [each for each in source.definitions().of if each.name in ("a", "J")]
        if self.network.loss is None and (len(self.network.outputs) > 1 or self.samples > 1):
            return [each for each in source.definitions().of if each.name == "a"]
        goals = gradient_goals(source)
        if self.learning_rate is not None and self.network.loss is not None:
            trained = [each.by for each in goals[1:]]  # type: ignore[union-attr]
            goals += [each.at(1) for each in trained]
        return goals

    def with_numbers(self, numbers: Mapping[str, Any], notation: str | Notation = STANDARD) -> Problem:
        """The same problem with other numbers for some of what is given, as in `{"eta": "2", "W1": 0}`.

        An array takes one number for all its entries, or an array of its own shape; what comes later wins.
        Raises HandnetError for what is worked out, and for numbers that do not fit.
        """
        from .solve import changed

        return changed(self, numbers, as_notation(notation))

    def sweep(self, values: Mapping[str, Any], *goals: str) -> dict[str, Any]:
        """The goals for many values of some quantities at once, as NumPy arrays by address.

        `values` maps addresses of given quantities to arrays of one length (or single numbers), as
        in `problem.sweep({"w1[1,1]": np.linspace(-1, 1, 201)}, "J", "dJ/dw1[1,1]")`.
        """
        from .solve import sweep

        return sweep(self, values, goals)

    def gradients(self) -> Gradients:
        """The loss and all its derivatives as a function of the parameters, as optimizers take it.

        `loss, slopes = gradients(numbers)`; in which order, and for many sets at once, see `gradients`.
        Raises HandnetError for a problem without a loss.
        """
        from .gradients import Gradients

        return Gradients(self)

    def train(self, updates: int, mistakes: Iterable[str | Mistake] = ()) -> History:
        """Gradient descent by the same lines, `updates` times over; see `training.History`."""
        from .training import History

        if isinstance(updates, bool) or not hasattr(updates, "__index__") or updates < 0:
            raise HandnetError(f"train: found {updates!r} updates; it is a whole number, 0 or more")
        if self.learning_rate is None:
            raise HandnetError("train: there is no learning rate; write Problem(..., learning_rate=0.5)")
        if self.network.loss is None:
            raise HandnetError(
                "train: there is no loss to make smaller; choose one in Network(..., loss=...)"
            )
        return History(self, int(updates), _mistakes(mistakes))

    def verify(self, **options: Any) -> Verification:
        """Compare all gradients at this problem's own numbers with independent ways.

        Raises HandnetError where a ReLU stands at its kink; `problem.network.verify()` takes random numbers.
        """
        at = {each: number.value for each, number in self.values.items()}
        source = self.forward_pass()
        derivation = self.derive(*map(str, gradient_goals(source)))
        return derivation.verify(**({"at": at} | options))

    # --- telling ----------------------------------------------------------------------------------

    def to_toml(self) -> str:
        """The problem as the text of a problem file."""
        from .files import to_toml

        return to_toml(self)

    def save(self, path: str | Path) -> None:
        """Write a problem file that `handnet.read` reads back to an equal problem."""
        from .files import save

        save(self, path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        samples = f"{counted(self.samples, 'sample')}"
        return f"<Problem {self.title + ': ' if self.title else ''}{self.network.description}, {samples}>"
