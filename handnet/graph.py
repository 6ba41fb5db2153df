"""A computational graph: definitions in the order in which they are worked out.

Each definition says how one variable follows from others, by which rule and formula. A network
writes its forward pass as such a graph (`forward`); a person may write any small one directly:

    Graph({"q": "x + y", "f": "q*z"}).derive("df/dx")

The chain rule (`chain`) asks only: what defines this variable, which variables use it, and from
which variables can the target be reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .convention import STANDARD, Convention
from .errors import HandnetError, NoDerivative, UnknownQuantity, UnreadableText, nearest
from .names import GIVEN
from .parse import parse_formula, variable
from .quantity import Derivative, Quantity, Variable, parse_address
from .rules import Definition, Rule
from .shown import Shown
from .terms import Number, Term, quantities, replace

if TYPE_CHECKING:
    from .moves import Moves
    from .paths import Paths
    from .render.page import Block
    from .solution import Solution
    from .step import Derivation


class Definitions:
    """Definitions, with the tables that the chain rule needs.

    `users[q]` are the variables whose definition has q as a direct argument. `looked_through[q]`
    are those that contain q but see through it to q's own arguments.
    """

    def __init__(self, definitions: Iterable[Definition], total: Variable | None = None) -> None:
        self.of: dict[Variable, Definition] = {}
        self.users: dict[Variable, list[Variable]] = {}
        self.looked_through: dict[Variable, list[Variable]] = {}
        self.total = total
        for definition in definitions:
            quantity = definition.quantity
            self.of[quantity] = definition
            for argument in definition.arguments:
                self.users.setdefault(argument, []).append(quantity)
            for argument in definition.inner:
                self.looked_through.setdefault(argument, []).append(quantity)
        self._upstream: dict[Variable, set[Variable]] = {}
        self._level: dict[Variable, int] = {}
        self._lowest: dict[Variable, int] = {}

    def upstream(self, target: Variable) -> set[Variable]:
        """The target, and every variable from which it can be reached."""
        found = self._upstream.get(target)
        if found is None:
            found, waiting = {target}, [target]
            while waiting:
                definition = self.of.get(waiting.pop())
                for argument in definition.arguments if definition else ():
                    if argument not in found:
                        found.add(argument)
                        waiting.append(argument)
            self._upstream[target] = found
        return found

    def paths(self, target: Variable, by: Variable) -> list[Variable]:
        """The direct users of `by` from which the target can be reached."""
        users = self.users.get(by, [])
        if by in self.looked_through:
            users = [*users, *self.looked_through[by]]
        upstream = self._upstream.get(target) or self.upstream(target)
        return [user for user in users if user in upstream]

    def only_directly(self, user: Variable, by: Variable) -> bool:
        """Whether `by` moves `user` through the user's own definition and in no other way."""
        level = self._level or self._levels()
        lowest = self._lowest.get(by)
        if lowest is None:
            others = [*self.users.get(by, ()), *self.looked_through.get(by, ())]
            lowest = self._lowest[by] = min((level[other] for other in others), default=0)
        return lowest >= level[user] or self.paths(user, by) == [user]

    def _levels(self) -> dict[Variable, int]:
        """For each definition, the longest way to it from what is given."""
        if not self._level:
            get = self._level.get
            for quantity, definition in self.of.items():
                used = (*definition.arguments, *definition.inner)
                self._level[quantity] = 1 + max([get(each, 0) for each in used], default=0)
        return self._level

    @property
    def given(self) -> list[Variable]:
        """The variables that are used and not defined, in order of first use."""
        return [variable for variable in self.users if variable not in self.of]


class Source:
    """Where a calculation comes from: its definitions now and after updates, and its addresses."""

    convention: Convention = STANDARD
    title: str = ""

    @property
    def description(self) -> str:
        """What is worked out, in one line."""
        return self.title

    def definitions(self, time: int = 0) -> Definitions:
        """The definitions of the forward pass after `time` updates."""
        raise HandnetError(f"nothing is updated here: there is no value after update {time}")

    def canonical(self, variable: Variable) -> Variable:
        """The variable that is meant, for other ways to write it; raises UnknownQuantity."""
        raise UnknownQuantity(f"no quantity {str(variable)!r}")

    def shortcut(self, z: Variable, target: Variable) -> tuple[Variable, Term] | None:
        """A share of the loss and the share's derivative by z, where activation and loss cancel."""
        return None

    def drawn_targets(self, values: Mapping[Quantity, float]) -> dict[Quantity, float]:
        """Values to take instead where numbers drawn at random would not fit."""
        return {}

    def has_a_jump(self, quantity: Quantity) -> bool:
        """Whether what follows from this quantity, or its slope, jumps where it is 0."""
        return False

    def check(self, numbers: Mapping[Quantity, Number]) -> None:
        """Raise HandnetError for numbers that do not fit what the lines were written for."""

    def loss_of(self, z: Variable) -> Variable | None:
        """The loss whose derivative by z is the error term at z; None if there is no loss."""
        return None

    def update(self, variable: Variable) -> tuple[Rule, Term] | None:
        """The rule and formula of an updated parameter, its change or velocity; None for others."""
        return None

    def _check_path(self, of: Variable, by: Variable) -> None:
        """Raise NoDerivative for what lies outside the forward pass of that round."""
        definitions = self.definitions(of.time)
        inside = definitions.of.keys() | definitions.users.keys()
        for each in (of, by):
            if each not in inside and of != by:
                raise NoDerivative(
                    f"d{of}/d{by}: {each} does not stand in the forward pass, and only that is differentiated"
                )

    def find(self, address: str | Quantity) -> Quantity:
        """The quantity with this address, in its one canonical spelling.

        Raises UnreadableText for what is no address, UnknownQuantity with the nearest addresses.
        """
        quantity = parse_address(address) if isinstance(address, str) else address
        if isinstance(quantity, Derivative):
            of, by = self.canonical(quantity.of), self.canonical(quantity.by)
            if of.time != by.time and by.name not in GIVEN:
                raise UnreadableText(f"{str(address)!r} mixes two times: write + or @ once, at the end")
            self._check_path(of, by)
            return Derivative(of, by)
        if not isinstance(quantity, Variable):
            raise UnreadableText(f"found {address!r}; an address is text, such as 'dJ/dw1[2,1]'")
        return self.canonical(quantity)


LOSS_NAMES = ("e", "l", "c", "j", "loss", "error", "cost", "mse")


def unknown(variable: Variable, known: Iterable[Variable], where: str) -> UnknownQuantity:
    """The error for a variable that is not among the known ones, naming the nearest that are."""
    known = list(known)
    return UnknownQuantity(lambda: f"no quantity {str(variable)!r} in {where}; {_fitting(variable, known)}")


def _fitting(variable: Variable, known: Sequence[Variable]) -> str:
    if variable.name.lower() in LOSS_NAMES and any(each.name == "J" for each in known):
        return "the loss is called J"
    alike = [each for each in known if each.name == variable.name and each.layer == variable.layer]
    if alike:
        listed = " ".join(str(each) for each in alike[:12]) + (" ..." if len(alike) > 12 else "")
        return f"layer {variable.layer} has {listed}" if variable.layer else f"there is {listed}"
    names = [str(each) for each in known]
    return f"the nearest are {' '.join(nearest(str(variable), names) or names[:8])}"


class Graph(Source, Shown):
    """A graph written by hand: names with formulas, each from earlier ones or given values.

    `formulas` maps an address to a formula, as text, as a term or as a SymPy expression, in the order in
    which they are worked out. The last one is what `derive()` differentiates unless told.
    Raises UnreadableText for formulas that cannot be read, HandnetError for a circle.
    """

    def __init__(self, formulas: Mapping[str, Any], title: str = "") -> None:
        if not isinstance(formulas, Mapping) or not formulas:
            raise HandnetError('a graph maps names to formulas, at least one, as in Graph({"f": "x*y"})')
        self.title = title or "graph of " + ", ".join(map(str, formulas))
        written = [_definition(name, formula, formulas) for name, formula in formulas.items()]
        defined = {definition.quantity for definition in written}
        if len(defined) < len(written):
            raise HandnetError("a graph needs a different name for each formula")
        ready: set[Variable] = set()
        for definition in written:
            late = [str(each) for each in definition.arguments if each in defined - ready]
            if late:
                raise HandnetError(
                    f"{definition.quantity} uses {', '.join(late)} before it is worked out: "
                    "put formulas in the order in which they are worked"
                )
            ready.add(definition.quantity)
        self._definitions = Definitions(written)
        self.last = written[-1].quantity

    def __repr__(self) -> str:
        return f"<{self.title[:1].upper()}{self.title[1:]}>"

    def _page(self) -> list[Block]:
        from .render.statement import graph_page

        return graph_page(self)

    def definitions(self, time: int = 0) -> Definitions:
        """The formulas as written; there are no updates."""
        return self._definitions if time == 0 else super().definitions(time)

    def canonical(self, variable: Variable) -> Variable:
        """The variable itself, if the graph has it."""
        if variable not in self._definitions.of and variable not in self._definitions.users:
            known = [*self._definitions.of, *self._definitions.given]
            raise unknown(variable, known, f"this {self.title}")
        return variable

    def derive(self, *goals: str, style: str = "chain") -> Derivation:
        """The lines that lead to the goals; without one, to all derivatives by what is given."""
        from .setting import Setting

        wanted = tuple(self.find(goal) for goal in goals)
        if not wanted:
            wanted = (self.last, *(Derivative(self.last, each) for each in self._definitions.given))
        return Setting(self, style=style).derive(wanted)

    def solve(self, given: Mapping[str, Any], *goals: str, style: str = "chain") -> Solution:
        """The same lines with numbers for what is given."""
        return self.derive(*goals, style=style).solve(given)

    def paths(self, goal: str, given: Mapping[str, Any] | None = None, *, most: int = 16) -> Paths:
        """Every path behind a derivative, one product each, with numbers if some are given; see `paths`."""
        from .paths import all_paths

        derivation = self.derive(goal)
        return all_paths(derivation.solve(given) if given is not None else derivation, most)

    def moves(self, goal: str, given: Mapping[str, Any] | None = None) -> Moves:
        """A derivative taken apart from the target back, one move at a time; see `moves`."""
        from .moves import moves

        derivation = self.derive(goal)
        return moves(derivation.solve(given) if given is not None else derivation, goal)


def _definition(name: str, formula: Any, names: Collection[str]) -> Definition:
    if not isinstance(name, str):
        raise HandnetError(f"found {name!r} as a name; a graph maps names to formulas")

    def plain(quantity: Quantity) -> Quantity:
        text = str(quantity)
        if isinstance(quantity, Derivative) or (text not in names and text[:1] == "d" and text[1:] in names):
            raise HandnetError(
                f"{name}: the formula {formula!r} contains a derivative; derive it from the graph"
            )
        return quantity

    if isinstance(formula, str):
        term = parse_formula(formula, plain)
    else:
        term = replace(formula, plain) if isinstance(formula, Term) else _from_sympy(formula)
    arguments = tuple(dict.fromkeys(quantities(term)))
    return Definition(variable(name), Rule.DEFINITION, term, arguments)  # type: ignore[arg-type]


def _from_sympy(expression: Any) -> Term:
    from .symbolic import from_sympy

    return from_sympy(expression)
