"""The derivatives by weights and by biases, line by line, from the error terms.

All units of the layer take part in the chain rule; brackets then leave the one that has the weight
or the bias. A bias that a layer shares keeps the sum, a threshold has a minus, and the penalty on
large weights adds its own part.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..terms import Number, negated, total
from .general import At, Bracket, General, Over, Partial, product, written
from .pieces import (
    LAMBDA,
    PENALTY,
    Derived,
    J,
    Move,
    Pieces,
    Sentence,
    a,
    bias,
    collapses,
    delta,
    l,
    letter,
    w,
    z,
)

TITLES = {
    "unit": ("bias", "The derivative by a bias"),
    "shared": ("shared bias", "The derivative by the bias of a layer"),
    "threshold": ("threshold", "The derivative by a threshold"),
}
"""For each kind of bias the name of its equation, and the heading."""


def biases(pieces: Pieces) -> Iterator[Derived]:
    """The derivative by each kind of bias that the network has."""
    kinds = pieces.bias_kinds(pieces.every)
    for kind in TITLES:
        if kind in kinds:
            yield _by_bias(pieces, kind, kinds[kind])


def _by_bias(pieces: Pieces, kind: str, layers: tuple[int, ...]) -> Derived:
    by, minus = bias(l, "j", kind), kind == "threshold"

    def of_bias(*factors: General | Number) -> General:
        return written(negated, product(*factors)) if minus else product(*factors)

    out = pieces.weighted_sum(l, "k", "i", kind)
    moves = list(_to_parameter(pieces, by, ("k", "i"), out, layers))
    if kind == "shared":
        said: Sentence = ("Every weighted sum of the layer contains ", by, " once, with the factor 1.")
        right: General = pieces.signed(Over("k", l, delta(l, "k")))
        moves.append(Move(right, "differentiated", said, layers, exact=True))
    else:
        said = (bias(l, "k", kind), f" is {'subtracted' if minus else 'added'}, and is ", by, " only for ",
                letter("k = j"), "; nothing else depends on it.")  # fmt: skip
        right = pieces.signed(Over("k", l, of_bias(delta(l, "k"), Bracket("k", "j"))))
        moves.append(Move(right, "differentiated", said, layers, exact=True))
        right = pieces.signed(of_bias(delta(l, "j")))
        moves.append(Move(right, *collapses("k", "j"), layers, exact=True))
    name, title = TITLES[kind]
    return Derived(name, title, Partial(J, by), layers, tuple(moves), len(moves) - 1)


def weight(pieces: Pieces) -> Derived:
    """The derivative by a weight."""
    layers, by, before = pieces.every, w(l, "j", "k"), l.plus(-1)
    out, left_out = pieces.common_sum(l, "i", "m", layers)
    moves = list(_to_parameter(pieces, by, ("i", "m"), out, layers, left_out))
    inner = Over("m", before, product(Bracket("i", "j"), Bracket("m", "k"), a(before, "m")))
    once = Over("m", before, product(Bracket("m", "k"), a(before, "m")))
    said: Sentence = (by, " stands in the layer once: into unit ", letter("i = j"), ", from unit ",
                      letter("m = k"), ".")  # fmt: skip
    rows: list[tuple[General, str, Sentence]] = [
        (Over("i", l, product(delta(l, "i"), inner)), "differentiated", said),
        (product(delta(l, "j"), once), *collapses("i", "j")),
        (product(a(before, "k"), delta(l, "j")), *collapses("m", "k")),
    ]
    for right, rule, because in rows:
        moves.append(Move(_penalized(pieces, pieces.signed(right)), rule, because, layers, exact=True))
    title = "The derivative by a weight"
    return Derived("weight", title, Partial(J, by), layers, tuple(moves), len(moves) - 1)


def _to_parameter(
    pieces: Pieces,
    by: At,
    indices: tuple[str, str],
    out: General,
    layers: tuple[int, ...],
    left_out: str = "",
) -> Iterator[Move]:
    """The lines up to the weighted sum written out, which are alike for weights and biases."""
    unit, index = indices
    penalty = by.kind == "w" and has_penalty(pieces)
    error, local = delta(l, unit), Partial(z(l, unit), by, out)

    def line(right: General) -> General:
        return _penalized(pieces, pieces.signed(right)) if penalty else pieces.signed(right)

    chain: General = Over(unit, l, product(Partial(J, z(l, unit)), local))
    also: Sentence = ()
    if penalty:
        chain = written(total, chain, Partial(PENALTY, by))
        also = (" It also stands in the penalty ", PENALTY, ".")
    yield Move(chain, "chain rule", (J, " depends on ", by, " through the weighted sums of its layer: one path "
               "through each unit ", letter(unit), ".", *also), layers)  # fmt: skip
    said = "These are the error terms, which are known by now."
    if pieces.network.convention.error_sign == -1:
        said = "These are the error terms, with the other sign."
    if penalty:
        said += " Of the squares in the penalty one contains this weight."
    yield Move(line(Over(unit, l, product(error, local))), "error terms put in", (said,), layers)
    because = ("With an index of its own, ", letter(index), f".{left_out}")
    right = line(Over(unit, l, product(error, Partial(out, by))))
    yield Move(right, "weighted sum written out", because, layers, exact=True)


def has_penalty(pieces: Pieces) -> bool:
    """Whether large weights are penalized: there is a loss that the penalty is added to."""
    return pieces.network.l2 is not None and pieces.network.loss is not None


def _penalized(pieces: Pieces, term: General) -> General:
    """The derivative by a weight, and the penalty's part of it."""
    return written(total, term, penalty_slope(pieces)) if has_penalty(pieces) else term


def penalty_slope(pieces: Pieces) -> General:
    """The derivative of the penalty by a weight."""
    return product(pieces.network.convention.factor, LAMBDA, w(l, "j", "k"))
