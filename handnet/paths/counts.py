"""How many paths there are and how many multiplications they take, without walking them.

The paths from q to T are those from each user of q, so their number is one sum for each variable
of the graph, worked out from T backward (`Counting.tallies`). Multiplications are counted like this,
in both ways of working:

    path by path   a product of n factors costs n - 1, and nothing is kept from one path to the next
    shared         each dT/dq is worked out once, by the lines of the chain rule: one multiplication
                   for each user of q, of dT/du by du/dq

A factor that is plainly 1 or -1 is not multiplied. Plain numbers at the loss's end (the 1/M of a
mean, the convention's factor) are multiplied out beforehand, as the lines do it, and are one factor.
The work inside a local derivative, such as a(1 - a), is the same in both ways, and is counted in
neither; nor are additions. `path_counts` sets networks of different depth beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..chain import Calculation
from ..errors import HandnetError, NoDerivative
from ..forward import ForwardPass
from ..network import Network
from ..quantity import Derivative, Quantity, Variable
from ..rules import LOSS_RULES
from ..setting import Setting
from ..shown import Shown
from ..terms import Number, Term

if TYPE_CHECKING:
    from ..render.page import Block


class Tally(NamedTuple):
    """All paths from one variable together."""

    paths: int = 0
    bare: int = 0  # the paths without any factor but 1 and -1
    factors: int = 0  # the other factors of all paths

    def with_factor(self, unit: bool) -> Tally:
        """The same paths, each with one factor more; a `unit` is 1 or -1."""
        return self if unit else Tally(self.paths, 0, self.factors + self.paths)

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override]
        return Tally(self.paths + other.paths, self.bare + other.bare, self.factors + other.factors)

    @property
    def multiplications(self) -> int:
        """What the products of all these paths take, each worked out on its own."""
        return self.factors - (self.paths - self.bare)


class Count(NamedTuple):
    """For some derivatives of one target: their paths, and the multiplications of both ways."""

    derivatives: int
    paths: int
    path_by_path: int
    shared: int


def is_unit(term: Term | None) -> bool:
    """Whether the term is plainly 1 or -1."""
    return isinstance(term, Number) and term.value in (1, -1)


class Counting:
    """Counts paths to one target, and the multiplications that they need."""

    def __init__(self, setting: Setting, of: Variable) -> None:
        self.setting, self.of = setting, of
        self.definitions = setting.source.definitions(of.time)
        self.calculation = Calculation(setting)

    def count(self, starts: Sequence[Variable]) -> Count:
        """Both ways of working out the derivatives by each of these.

        Raises NoDerivative if a step stands on one of the paths.
        """
        tallies = self.tallies(starts)
        whole = sum((tallies[each] for each in starts), Tally())
        return Count(len(starts), whole.paths, whole.multiplications, self.shared(starts))

    def tallies(self, starts: Iterable[Variable]) -> dict[Variable, Tally]:
        """The paths to the target from each of these and from all that lies between."""
        found: dict[Variable, Tally] = {}
        for variable in self.between(starts):
            number = self.number(variable)
            if number is not None:
                found[variable] = Tally(1, 1, 0).with_factor(is_unit(number))
                continue
            found[variable] = Tally()
            for user in self.definitions.paths(self.of, variable):
                found[variable] += found[user].with_factor(self.unit(user, variable))
        return found

    def shared(self, starts: Sequence[Variable]) -> int:
        """The multiplications of the chain rule's lines, each derivative worked out once."""
        losses = self._averaged(starts)
        if losses:  # the 1/M of the mean is put in at the end, with each gradient
            mean = 0 if self.unit(self.of, losses[0]) else len(starts)
            own = sum(Counting(self.setting, loss).shared(starts) for loss in losses)
            paths = self.definitions.paths
            by_penalty = [(R, each) for each in starts for R in paths(self.of, each) if R.name == "R"]
            return own + mean + sum(not (is_unit(self.number(R)) or self.unit(R, by)) for R, by in by_penalty)
        units: dict[Variable, bool] = {}
        cost = 0
        for variable in self.between(starts):
            number = self.number(variable)
            users = self.definitions.paths(self.of, variable)
            alone = len(users) == 1 and units[users[0]] and self.unit(users[0], variable)
            units[variable] = is_unit(number) if number is not None else alone
            if number is None:
                cost += sum(not (units[user] or self.unit(user, variable)) for user in users)
        return cost

    def between(self, starts: Iterable[Variable]) -> list[Variable]:
        """The target, all that lies on the way to it, and the starts: each after all that uses it."""
        starts = dict.fromkeys(starts)
        found, waiting = set(starts), list(starts)
        while waiting:
            for user in self.definitions.paths(self.of, waiting.pop()):
                if user not in found:
                    found.add(user)
                    waiting.append(user)
        inside = [each for each in reversed(self.definitions.of) if each in found]
        return [*inside, *(each for each in starts if each not in self.definitions.of)]

    def number(self, variable: Variable) -> Number | None:
        """The derivative of the target by one of its shares or by itself, which is a plain number."""
        definition = self.definitions.of.get(variable)
        if variable != self.of and (definition is None or definition.rule not in LOSS_RULES):
            return None
        return self.calculation.number(self.of, variable)

    def unit(self, user: Variable, by: Variable) -> bool:
        """Whether a local derivative is plainly 1 or -1."""
        return is_unit(self.calculation.local(user, by)[1])

    def _averaged(self, starts: Sequence[Variable]) -> list[Variable]:
        """The samples' losses, where the convention averages their gradients."""
        if self.setting.source.convention.mean_in != "gradient" or self.of != self.definitions.total:
            return []
        if any(each.sample is not None or each in self.definitions.of for each in starts):
            return []
        arguments = self.definitions.of[self.of].arguments
        losses = [each for each in arguments if each.name == "J" and each.sample and not each.place]
        return losses if len(losses) > 1 else []


def gradient(setting: Setting, of: Variable) -> list[Variable]:
    """Every trained weight and bias, or everything given in a graph, that the target depends on."""
    source = setting.source
    definitions = source.definitions(of.time)
    if isinstance(source, ForwardPass):
        given = [each for each in source.parameters(of.time) if not source.is_frozen(each)]
    else:
        given = definitions.given
    upstream = definitions.upstream(of)
    return [each for each in given if each in upstream]


def whole_gradient(setting: Setting, of: Variable) -> Count | None:
    """The count for the whole gradient of the target; None if it does not exist or is empty."""
    starts = gradient(setting, of)
    try:
        return Counting(setting, of).count(starts) if starts else None
    except NoDerivative:
        return None


def grouped(number: int) -> str:
    """A whole number, its digits in threes if there are many; the groups stay on one line."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}") if abs(number) > 9999 else str(number)


# --- networks beside each other ---------------------------------------------------------------------


class Growth(NamedTuple):
    """One network's row: paths from its first weight, and the counts for its whole gradient."""

    network: Network
    paths: int
    gradient: Count


@dataclass(frozen=True)
class PathCounts(Shown):
    """Networks beside each other: how paths grow with depth, and how little the shared form does."""

    rows: tuple[Growth, ...]

    def _page(self) -> list[Block]:
        from ..render.page import Paragraph, Table

        head = ("network", "parameters", "paths from w1[1,1]", "all paths", "path by path", "backward")
        rows = [
            (
                network.title,
                *map(grouped, (whole.derivatives, paths, whole.paths, whole.path_by_path, whole.shared)),
            )
            for network, paths, whole in self.rows
        ]
        said = (
            "The last two columns are the multiplications for the whole gradient. Path by path, every path is "
            "multiplied out on its own; backward, each derivative on the way is worked out once and shared."
        )
        return [Table(head, rows, right=(1, 2, 3, 4, 5)), Paragraph(said)]

    def __repr__(self) -> str:
        return f"<PathCounts of {', '.join(row.network.title for row in self.rows)}>"


def path_counts(*networks: Network | Sequence[int], samples: int = 1, **options: Any) -> PathCounts:
    """Paths and multiplications of networks, each given by its sizes or as a `Network`.

        path_counts([2, 2, 1], [2, 2, 2, 1], [2, 2, 2, 2, 1], activation="tanh")

    `options` are those of `Network`, for the networks that are given by their sizes.
    """
    if not networks:
        raise HandnetError("path_counts: give networks or sizes, as in path_counts([2, 2, 1], [2, 2, 2, 1])")
    nets = [each if isinstance(each, Network) else Network(each, **options) for each in networks]
    return PathCounts(tuple(_growth(net, samples) for net in nets))


def _growth(network: Network, samples: int) -> Growth:
    source = ForwardPass(network, samples)
    goal: Quantity | None = source.definitions().total
    if not isinstance(goal, Variable):
        raise HandnetError(f"path_counts: this {network.title} network has no loss for paths to lead to")
    setting = Setting(source)
    first = setting.find(Derivative(goal, Variable("w", 1, (1, 1))))
    assert isinstance(first, Derivative)
    whole = whole_gradient(setting, goal)
    if whole is None:
        raise HandnetError(f"path_counts: this {network.title} network has no gradient")
    return Growth(network, Counting(setting, goal).count([first.by]).paths, whole)
