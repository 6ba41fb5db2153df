"""The error term of a layer from those of the layer after it: the recursion, line by line.

The weighted sum that is written out has an index of its own, i, because j is the unit that is
asked for: differentiated by s_j, its summands leave the one with i = j.
"""

from __future__ import annotations

from .general import Bracket, General, Over, Partial, product
from .pieces import Derived, J, Move, Pieces, Sentence, collapses, delta, l, letter, w, written_by_hand, z


def back(pieces: Pieces) -> Derived:
    """The error term of a layer before the last one."""
    layers, after = pieces.every[:-1], l.plus(1)
    out, left_out = pieces.common_sum(after, "k", "i", pieces.every[1:], inside=True)
    later, here, error = z(after, "k"), z(l, "j"), delta(after, "k")
    inner = Over("i", l, product(w(after, "k", "i"), pieces.f(l, "i", True), Bracket("i", "j")))
    slope = pieces.f(l, "j", True)

    def over(*factors: General) -> Over:
        return Over("k", after, product(*factors))

    def move(right: General, title: str, because: Sentence, exact: bool = True) -> Move:
        return Move(right, title, because, layers, exact)

    local, summed = Partial(later, here, out), over(w(after, "k", "j"), error)
    moves = [
        pieces.definition(l, layers),
        move(pieces.signed(over(Partial(J, later), local)), "chain rule", (J, " depends on ", here,
             " through the weighted sums of the next layer: one path through each of its units ",
             letter("k"), "."), exact=False),
        move(over(error, local), "error terms put in", ("This is the error term of unit ", letter("k"),
             " in the next layer, which is known already."), exact=False),
        move(over(error, Partial(out, here)), "weighted sum written out", ("With an index of its own, ",
             letter("i"), ", since ", letter("j"), f" is the unit that is asked for.{left_out}")),
        move(over(error, inner), "differentiated", ("Summand by summand: only ", pieces.f(l, "i"),
             " depends on ", here, ", and only for ", letter("i = j"), ".")),
        move(over(w(after, "k", "j"), error, slope), *collapses("i", "j")),
        move(product(slope, summed), "taken out of the sum", (slope, " does not depend on ", letter("k"), ".")),
    ]  # fmt: skip
    general = len(moves) - 1
    for activation, some in pieces.hidden().items():
        right = product(pieces.slope(activation, l, "j"), summed)
        moves.append(Move(right, *written_by_hand(activation), some))
    title = "The error term of a layer before it"
    return Derived("delta", title, delta(l, "j"), layers, tuple(moves), general)
