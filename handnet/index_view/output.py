"""The error term of the last layer, line by line: from the loss back through the activation.

An activation of one unit makes the sum over the outputs collapse; softmax does not, since each
output depends on all weighted sums of the layer. Where loss and activation cancel (sigmoid with
binary cross-entropy, softmax with cross-entropy) the last lines say how.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..terms import ONE, Difference, Term, negated, times
from .general import Bracket, Over, Partial, product, written
from .pieces import Derived, J, L, Move, Pieces, Sentence, a, collapses, delta, letter, written_by_hand, y, z


def last(pieces: Pieces) -> Derived:
    """The error term of the last layer."""
    layers = pieces.every[-1:]
    softmax = pieces.network.activations[-1].name == "softmax"
    stands_for = None if softmax else pieces.f(L, "k")
    paths = product(Partial(J, a(L, "k")), Partial(a(L, "k"), z(L, "j"), stands_for))
    said: Sentence = (J, " depends on ", z(L, "j"), " through the outputs: one path through each unit ",
                      letter("k"), ".")  # fmt: skip
    chain = Move(pieces.signed(Over("k", L, paths)), "chain rule", said, layers)
    rest = through_softmax(pieces, layers) if softmax else through_units(pieces, layers)
    moves = (pieces.definition(L, layers), chain, *rest)
    title = "The error term of the last layer"
    return Derived("last", title, delta(L, "j"), layers, moves, 1 if softmax else 3)


def through_units(pieces: Pieces, layers: tuple[int, ...]) -> Iterator[Move]:
    """Each output depends on its own weighted sum alone."""
    signed = pieces.signed
    own = Over("k", L, product(Partial(J, a(L, "k")), pieces.f(L, "k", True), Bracket("k", "j")))
    said: Sentence = (a(L, "k"), " contains ", z(L, "k"), " alone: its derivative by ", z(L, "j"), " is 0 unless ",
                      letter("k = j"), ". ", Bracket("k", "j"), " is 1 for the same unit, otherwise 0.")  # fmt: skip
    yield Move(signed(own), "only its own unit", said, layers, exact=True)
    slope = pieces.f(L, "j", True)
    yield Move(signed(product(Partial(J, a(L, "j")), slope)), *collapses("k", "j"), layers, exact=True)
    loss, activation, output = pieces.network.loss, pieces.network.activations[-1], pieces.loss_slope("j")
    if loss is not None:
        because = (f"The slope of the {loss.title} at one output.",)
        yield Move(signed(product(output, slope)), "slope of the loss", because, layers)
    right = product(output, pieces.slope(activation, L, "j"))
    yield Move(signed(right), *written_by_hand(activation), layers)
    if pieces.network.combines:
        yield from sigmoid_with_cross_entropy(pieces, layers)


def sigmoid_with_cross_entropy(pieces: Pieces, layers: tuple[int, ...]) -> Iterator[Move]:
    """The slopes of sigmoid and binary cross-entropy cancel to a - y."""
    short = product(pieces.factor, written(_products, a(L, "j"), y("j")))
    because = ("Each fraction cancels against one factor of the slope.",)
    yield Move(pieces.signed(short), "the fractions cancel", because, layers, exact=True)
    right = product(pieces.factor, written(Difference, a(L, "j"), y("j")))
    because = ("The product of both stands in both parts, and drops out.",)
    yield Move(pieces.signed(right), "multiplied out", because, layers, exact=True)


def through_softmax(pieces: Pieces, layers: tuple[int, ...]) -> Iterator[Move]:
    """Softmax: every output depends on every weighted sum, so the sum stays."""
    out, loss, bracket = a(L, "k"), pieces.network.loss, Bracket("k", "j")
    spread = written(lambda a, same, other: times(a, Difference(same, other)), out, bracket, a(L, "j"))
    said: Sentence = ("Softmax divides by a sum over the layer, so every output ", out, " depends on every ", z(L, "j"),
            ". No summand is 0, and the sum over ", letter("k"), " stays. ", bracket,
            " is 1 for the same unit, otherwise 0.")  # fmt: skip
    right = Over("k", L, product(Partial(J, out), spread))
    yield Move(pieces.signed(right), "slope of softmax", said, layers)
    if loss is not None:
        right = Over("k", L, product(pieces.loss_slope("k"), spread))
        because = (f"The slope of the {loss.title} at each output.",)
        yield Move(pieces.signed(right), "slope of the loss", because, layers)
    if pieces.network.combines:
        yield from softmax_with_cross_entropy(pieces, layers)
        return
    rest = Over("k", L, product(pieces.loss_slope("k"), out))
    apart = product(a(L, "j"), written(Difference, pieces.loss_slope("j"), rest))
    said = ("The part with ", bracket, " leaves the summand ", letter("k = j"), ", the other part the sum; ",
            a(L, "j"), " is a factor of both.")  # fmt: skip
    yield Move(pieces.signed(apart), "the bracket is used up", said, layers, exact=True)


def softmax_with_cross_entropy(pieces: Pieces, layers: tuple[int, ...]) -> Iterator[Move]:
    """Softmax and cross-entropy cancel: the sum collapses to the sum of the targets."""
    bracket, output = Bracket("k", "j"), a(L, "j")
    summand = written(_without_output, pieces.factor, y("k"), bracket, output)
    because: Sentence = ("Each summand has ", a(L, "k"), " above and below.")
    yield Move(pieces.signed(Over("k", L, summand)), "the outputs cancel", because, layers, exact=True)
    targets = Over("k", L, y("k"))
    right = product(pieces.factor, written(Difference, product(output, targets), y("j")))
    because = ("The part with ", bracket, " leaves the summand ", letter("k = j"), "; in the other, ", output,
               " does not depend on ", letter("k"), ".")  # fmt: skip
    yield Move(pieces.signed(right), "the sum collapses", because, layers, exact=True)
    right = product(pieces.factor, written(Difference, output, y("j")))
    because = ("Shares of a whole add up to 1, and so does a single 1 among zeros.",)
    yield Move(pieces.signed(right), "targets add up to 1", because, layers, unit_targets=True)


def _products(a: Term, y: Term) -> Term:
    """(1 - y) a - y (1 - a): what is left of the slopes of binary cross-entropy and sigmoid."""
    return Difference(times(Difference(ONE, y), a), times(y, Difference(ONE, a)))


def _without_output(factor: Term, y: Term, bracket: Term, a: Term) -> Term:
    """y_k (a_j - [k = j]): the slope -y_k/a_k times a_k ([k = j] - a_j)."""
    return negated(times(factor, y, Difference(bracket, a)))
