"""The pages of the index view: the forward equations, the four results, each with its lines.

A line that goes on from the one before leaves out the left side, as on a blackboard; the reasons
stand under the lines, by the names of the moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..convention import STANDARD
from ..forward import ForwardPass
from ..render.drawing import network_drawing
from ..render.page import Block, Facts, Formula, Heading, Line, Lines, Paragraph, Stack, Table, Words
from ..render.whole import named, picture
from ..render.words import convention_words
from ..terms import Number, total
from .general import At, General, Layer, Over, product, written
from .parameters import has_penalty, penalty_slope
from .pieces import LAMBDA, PENALTY, Derived, J, L, Move, Pieces, a, bias, delta, grouped, l, letter, w, y, z

if TYPE_CHECKING:
    from . import Equation, IndexView
    from . import Line as ViewLine


def view_page(view: IndexView) -> list[Block]:
    """The whole view: forward equations, results, derivations, what holds for several samples."""
    blocks: list[Block] = [
        Heading("Backpropagation for any layer and unit", 1),
        *forward_page(view),
        Heading("The equations"),
        *results_page(view),
    ]
    for equation in view:
        blocks += equation_page(equation)
    return [*blocks, Heading("Several samples"), Paragraph(_Page(view).samples())]


def document_page(view: IndexView) -> list[Block]:
    """The whole view with the network drawn, and what its letters stand for."""
    title, said, *others = view_page(view)
    drawing = network_drawing(ForwardPass(view.network), view.letters.notation)
    return [title, said, picture(drawing), *named(letters(view)), *others]


def letters(view: IndexView) -> Table:
    """What the letters of a general layer and its units stand for."""
    page, spell = _Page(view), view.letters.formula
    own = ("of unit ", letter("j"), " of layer ", letter("l"))
    source = (" from unit ", letter("k"), " of the layer before")
    kinds = [kind for kind in page.pieces.bias_kinds(page.pieces.every) if kind != "none"]
    biases = {bias(l, "j", kind): "the threshold " if kind == "threshold" else "the bias " for kind in kinds}
    rows: list[tuple[Words, Words]] = [
        (letter("l"), "a layer"),
        (letter("j"), "a unit of the layer in question"),
        (letter("k"), "a unit of the layer next to it: the one before, or the one after"),
        (spell(w(l, "j", "k")), ("the weight to unit ", *own[1:], *source)),
        *((spell(each), (said, *own)) for each, said in biases.items()),
        (spell(z(l, "j")), ("the weighted sum ", *own)),
        (spell(a(l, "j")), "its activation"),
        (spell(delta(l, "j")), "its error term"),
        (spell(y("j")), ("the target of output ", letter("j"))),
        (spell(J), "the loss"),
    ]
    return Table(["letters", "what they are"], rows)


def forward_page(view: IndexView) -> list[Block]:
    """What the equations rest on: the network, its layers, and the forward pass in general."""
    page = _Page(view)
    said: list[Words] = [f"{view.network.description[:1].upper()}{view.network.description[1:]}."]
    if view.network.convention != STANDARD:
        said.append(f"{convention_words(view.network.convention)}.")
    return [Stack(said), Paragraph(page.layers()), Lines(list(page.forward()))]


def results_page(view: IndexView) -> list[Block]:
    """The equations, each for any activation and loss, and with those of this network."""
    page = _Page(view)
    return [Lines([line for each in view.derived for line in page.results(each)])]


def equation_page(equation: Equation) -> list[Block]:
    """One equation, line by line, with the reasons."""
    page, derived = _Page(equation.view), equation.derived
    reasons = [(page.title(derived, move), page.letters.words(move.because)) for move in derived.moves]
    return [Heading(derived.title), Lines(list(page.derivation(derived))), Facts("Why", reasons)]


def line_page(line: ViewLine) -> list[Block]:
    """One line by itself, with its reason."""
    page, derived = _Page(line.equation.view), line.equation.derived
    shown = page.line(derived.left, (line.move.right,), page.title(derived, line.move))
    return [Lines([shown]), Paragraph(page.letters.words(line.move.because))]


class _Page:
    """Writes the pieces of a view's pages."""

    def __init__(self, view: IndexView) -> None:
        self.network, self.letters = view.network, view.letters
        self.pieces = Pieces(view.network, view.letters.function)
        self.first = view.letters.notation.first_layer

    def line(self, left: General | None, right: Iterable[General], rule: Words = "", indent: int = 0) -> Line:
        """A line; without a left side the room for one of `indent` signs."""
        formula = Formula(" " * indent, "") if left is None else self.letters.formula(left)
        return Line(formula, tuple(map(self.letters.formula, right)), rule)

    def number(self, layer: int) -> str:
        """The number of a layer as the notation counts it."""
        return str(layer - 1 + self.first)

    def numbered(self, layers: tuple[int, ...]) -> str:
        """Some layers in words: layer 2, layers 2 and 3."""
        *others, last = map(self.number, layers)
        return f"layers {', '.join(others)} and {last}" if others else f"layer {last}"

    # --- derivations and results --------------------------------------------------------------------

    def derivation(self, derived: Derived) -> Iterator[Line]:
        """The lines of an equation; the left side stands anew where a line holds for some layers only."""
        indent = len(self.letters.text(derived.left))
        for number, move in enumerate(derived.moves):
            begins = number == 0 or move.layers != derived.layers
            left = derived.left if begins else None
            yield self.line(left, (move.right,), self.title(derived, move), indent)

    def title(self, derived: Derived, move: Move) -> str:
        """The name of a move, and for which layers it is made if not for all."""
        return move.title + (f", {self.numbered(move.layers)}" if move.layers != derived.layers else "")

    def results(self, derived: Derived) -> Iterator[Line]:
        """The general form of an equation, and what it is in this network."""
        general, *others = derived.moves[derived.general :]
        here = [move for move in others if move.layers == derived.layers and not move.unit_targets]
        right = dict.fromkeys([general.right, *(move.right for move in here[-1:])])
        yield self.line(derived.left, right, self.holds(derived))
        for move in others:
            if move.layers != derived.layers:
                yield self.line(derived.left, (move.right,), self.numbered(move.layers))
            elif move.unit_targets:
                yield self.line(derived.left, (move.right,), move.title)

    def holds(self, derived: Derived) -> tuple[str | Formula, ...]:
        """For which layers an equation holds."""
        if derived.name == "last":
            return ("last layer ", Formula("L", "L"))
        if derived.name == "delta":
            return (Formula("l < L", "l < L"),)
        return ("every layer",) if derived.layers == self.pieces.every else (self.numbered(derived.layers),)

    # --- the forward pass ---------------------------------------------------------------------------

    def layers(self) -> Words:
        """How layers are counted, what the inputs are called, and what J is where there is no loss."""
        first, last, before = self.first, self.number(self.pieces.every[-1]), self.number(0)
        said: list[str | Formula] = ["The layers with weights are ", letter(f"l = {first}"), " to ",
                                     letter(f"L = {last}")]  # fmt: skip
        if len(self.pieces.every) == 1:
            said = ["The only layer with weights is ", letter(f"l = L = {last}")]
        said.append(f"; layer {before} is the input")
        inside, given = At("a", Layer(before), ("k",)), At("x", None, ("k",))
        if self.letters.text(inside) != self.letters.text(given):
            said += [", ", self.letters.formula(inside), " = ", self.letters.formula(given)]
        said.append(". A sum runs over all units of its layer.")
        if self.network.loss is None:
            said += [" ", self.letters.formula(J), " is any loss that is worked out from the outputs."]
        return tuple(said)

    def forward(self) -> Iterator[Line]:
        """Weighted sums, activations and the loss, in general."""
        kinds = self.pieces.bias_kinds(self.pieces.every)
        for kind, layers in kinds.items():
            where = "" if len(kinds) == 1 else f", {self.numbered(layers)}"
            right = self.pieces.weighted_sum(l, "j", "k", kind)
            yield self.line(z(l, "j"), (right,), f"weighted sum{where}")
        functions = grouped(self.network.activations, self.pieces.every)
        for activation, layers in functions.items():
            where = "" if len(functions) == 1 else f", {self.numbered(layers)}"
            if activation.name == "softmax":
                yield Line(*self.softmax(), f"softmax{where}")
                continue
            layer = L if layers == self.pieces.every[-1:] and len(functions) > 1 else l
            value = written(activation.value, z(layer, "j"))
            yield self.line(a(layer, "j"), (self.pieces.f(layer, "j"), value), f"{activation.title}{where}")
        yield from self.loss()

    def softmax(self) -> tuple[Formula, tuple[Formula, ...]]:
        """The activation of a softmax layer."""
        left, here, other = (self.letters.formula(each) for each in (a(L, "j"), z(L, "j"), z(L, "k")))
        below = rf"\sum_{{k}} e^{{{other.latex}}}"
        text = f"exp({here.text})/sum_k(exp({other.text}))"
        return left, (Formula(text, rf"\frac{{e^{{{here.latex}}}}}{{{below}}}"),)

    def loss(self) -> Iterator[Line]:
        """The loss of one sample, and the penalty."""
        loss = self.network.loss
        if loss is None:
            return
        outputs = self.network.layers[-1]
        share = Over("j", L, written(loss.value, a(L, "j"), y("j")))
        mean = Number(f"1/{outputs}", 1 / outputs)
        averaged = self.network.average == "outputs" and outputs > 1
        whole: General = product(mean, share) if averaged else share
        if not has_penalty(self.pieces):
            yield self.line(J, (whole,), loss.title)
            return
        yield self.line(J, (written(total, whole, PENALTY),), f"{loss.title}, and a penalty")
        lam, weight, R = (self.letters.formula(each) for each in (LAMBDA, w(l, "j", "k"), PENALTY))
        squares = Formula(f"{lam.text}/2*sum_{{l,j,k}}({weight.text}^2)",
                          rf"\frac{{{lam.latex}}}{{2}} \sum_{{l,j,k}} \left({weight.latex}\right)^{{2}}")  # fmt: skip
        yield Line(R, (squares,), "penalty")

    # --- several samples ------------------------------------------------------------------------------

    def samples(self) -> Words:
        """What becomes of the equations when there are several samples."""
        added = "added up and divided by their number" if self.network.reduction == "mean" else "added up"
        said = (
            "The equations are those of one sample. Each sample has its own activations and error terms; "
            f"the derivatives by weights and biases that come from each are {added}"
        )
        if has_penalty(self.pieces):
            return (said, "; the penalty's ", self.letters.formula(penalty_slope(self.pieces)),
                    " stands in the whole once.")  # fmt: skip
        return f"{said}."
