"""The index view: the four equations of backpropagation for any layer l and any units j, k.

    view = index_view(net, notation("crash_course"))
    view.results                 the equations alone
    view["delta"]                one of them, with all its lines: "last", "delta", "bias", "weight"
    view["delta"].lines[4]       one line: its rule, its reason, `.sympy`
    view.verify()                every line at every layer and unit, against the neuron view

Every line is a term of the small language in `general`; the lines are written in `output`, `back`
and `parameters`, from the pieces in `pieces`. `letters` spells them, `by_sympy` gives them to SymPy,
`instance` puts numbers in the place of l, j and k, and `proof` compares what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import HandnetError, NoDerivative, suggestion
from ..network import Network
from ..notation import Notation
from ..shown import Shown
from .back import back
from .letters import NEEDED, Letters
from .output import last
from .parameters import biases, weight
from .pieces import Derived, Move, Pieces, l

if TYPE_CHECKING:
    import sympy

    from ..render.page import Block
    from .proof import Agreement


@dataclass(frozen=True, repr=False)
class Line(Shown):
    """One line of a derivation: what stands on the right, by which rule, and why."""

    equation: Equation = field(compare=False)
    move: Move

    def __repr__(self) -> str:
        letters = self.equation.view.letters
        text = f"{letters.text(self.equation.derived.left)} = {letters.text(self.move.right)}"
        return f"<Line {text}  [{self.rule}]>"

    @property
    def rule(self) -> str:
        """The name of the move that gives this line."""
        return self.move.title

    @property
    def because(self) -> str:
        """Why the line holds, in words."""
        words = self.equation.view.letters.words(self.move.because)
        return "".join(each if isinstance(each, str) else each.text for each in words)

    @property
    def sympy(self) -> sympy.Expr:
        """The right side as a SymPy expression; see `by_sympy`."""
        from .by_sympy import expression

        return expression(self.move.right)

    def _page(self) -> list[Block]:
        from .page import line_page

        return line_page(self)


@dataclass(frozen=True, repr=False)
class Equation(Shown):
    """One of the equations, with the lines that derive it."""

    view: IndexView = field(compare=False)
    derived: Derived

    def __repr__(self) -> str:
        return f"<Equation {self.name}: {len(self.lines)} lines>"

    @property
    def name(self) -> str:
        """What `view[...]` calls it."""
        return self.derived.name

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, from the definition to the result."""
        return tuple(Line(self, move) for move in self.derived.moves)

    @property
    def sympy(self) -> sympy.Equality:
        """Both sides of the result as a SymPy equation."""
        import sympy

        from .by_sympy import expression

        return sympy.Eq(expression(self.derived.left), self.lines[-1].sympy, evaluate=False)

    def _page(self) -> list[Block]:
        from .page import equation_page

        return equation_page(self)


@dataclass(frozen=True, repr=False)
class Results(Shown):
    """The equations alone, without the lines that lead to them."""

    view: IndexView

    def _page(self) -> list[Block]:
        from .page import results_page

        return results_page(self.view)


@dataclass(frozen=True, repr=False)
class IndexView(Shown):
    """The equations of backpropagation for a network, derived for a general layer and units."""

    network: Network
    letters: Letters
    derived: tuple[Derived, ...]

    def __repr__(self) -> str:
        return f"<Index view of a {self.network.description}: {', '.join(self.names)}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the equations."""
        return tuple(each.name for each in self.derived)

    def __len__(self) -> int:
        return len(self.derived)

    def __iter__(self) -> Iterator[Equation]:
        return (Equation(self, each) for each in self.derived)

    def __getitem__(self, name: str) -> Equation:
        for equation in self:
            if equation.name == name:
                return equation
        raise HandnetError(f"index view: no equation {name!r}; {suggestion(str(name), self.names)}")

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all equations."""
        return tuple(line for equation in self for line in equation.lines)

    @property
    def results(self) -> Results:
        """The equations alone."""
        return Results(self)

    def verify(self, seed: int = 0) -> Agreement:
        """Compare every line with the neuron view at every layer and unit; see `proof`."""
        from .proof import compare

        return compare(self, seed)

    def _page(self) -> list[Block]:
        from .page import view_page

        return view_page(self)

    def _document_page(self) -> list[Block]:
        from .page import document_page

        return document_page(self)


def index_view(network: Network, notation: Notation) -> IndexView:
    """The four equations for this network, in the letters of a notation.

    A network without hidden layers has no recursion, one without biases no bias equation; one with
    several kinds of bias has an equation for each. Without a loss, J is any function of the outputs.

    Raises NoDerivative if an activation is a step, HandnetError for a notation that has no letters
    for a general layer and unit.
    """
    kinds = {"threshold": "theta", "unit": "b", "shared": "b", "none": "w"}
    used = {"z", "a", "w", "delta", "y", "J", *(kinds[kind] for kind in network.biases)}
    letters = Letters(notation, [kind for kind in NEEDED if kind in used])
    pieces = Pieces(network, letters.function)
    for layer, activation in enumerate(network.activations, start=1):
        try:
            pieces.slope(activation, l, "j")
        except NoDerivative as error:
            raise NoDerivative(f"index view, layer {layer}: {error}") from None
    recursion = [back(pieces)] if len(network.layers) > 2 else []
    return IndexView(network, letters, (last(pieces), *recursion, *biases(pieces), weight(pieces)))
