"""Proofs: from the definition of an activation or a loss to its slope as it is written by hand.

    of_activation, of_loss    what `Activation.proof` and `Loss.proof` give; other letters can be put in
    combined                  dJ/dz of sigmoid with binary cross-entropy, of softmax with cross-entropy

A proof differentiates by the rules and then rewrites; how, stands in `rewritings`. Losses, and what
a learner has added, need the rules alone; a slope given with an entry must agree with them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace as with_other
from math import isclose, isfinite
from typing import TYPE_CHECKING

from ..errors import HandnetError, suggestion
from ..parse import parse_formula, variable
from ..quantity import Derivative, Quantity, Variable
from ..rules import softmax_slope
from ..terms import ONE, Quotient, Term, quantities, replace
from ..value import evaluate
from . import Differentiation, spelled_out
from .by_rules import pending
from .laws import TIDY, Law, Line
from .rewritings import ACTIVATION, COMBINED, Proof
from .working import worked

if TYPE_CHECKING:
    from ..functions import Activation, Loss

Z, A, Y = Variable("z"), Variable("a"), Variable("y")


class _Letters:
    """Reads formulas in the letters z, a and y, with others in their place."""

    def __init__(self, **given: str) -> None:
        self.given = {Variable(letter): variable(text) for letter, text in given.items()}
        if len(set(self.given.values())) < len(given):
            raise HandnetError(f"a proof needs different letters, not {', '.join(given.values())}")

    def put(self, quantity: Quantity) -> Quantity:
        """The quantity meant by a letter or by a derivative in letters."""
        if isinstance(quantity, Derivative):
            return Derivative(self.variable(quantity.of), self.variable(quantity.by))
        return self.variable(quantity)

    def variable(self, letter: Variable | str) -> Variable:
        """The variable meant by a letter, at the letter's own place if it has one."""
        letter = variable(letter) if isinstance(letter, str) else letter
        found = self.given.get(Variable(letter.name), letter)
        return found._replace(place=letter.place) if letter.place else found

    def term(self, formula: str | Term) -> Term:
        """A formula with the letters put in."""
        term = spelled_out(parse_formula(formula)) if isinstance(formula, str) else formula
        return replace(term, self.put)

    def words(self, text: str) -> str:
        """A sentence with the letters put into its formulas."""
        from ..render.text import formula_text

        pieces = text.split("`")
        pieces[1::2] = [formula_text(self.term(piece)) for piece in pieces[1::2]]
        return "`".join(pieces)

    def law(self, reason: str) -> Law:
        """The law that a line of rewriting goes by: its reason."""
        return TIDY if reason == TIDY.name else Law(self.words(reason))


def of_activation(entry: Activation, z: str = "z", a: str = "a") -> Differentiation:
    """The proof of da/dz in these letters; raises NoDerivative for a step."""
    letters = _Letters(z=z, a=a)
    if not entry.built_in:
        proof = Proof(last=_reason(entry), where=(("a", entry.formula),))
        made = _proved(proof, letters, entry.slope(Z, A), entry.formula)
        return _agreeing(entry, made, {letters.variable(A): made.formula})
    first, *others = (
        _proved(proof, letters, _slope_of_activation(entry, proof)) for proof in ACTIVATION[entry.name]
    )
    return with_other(first, also=tuple(others))


def _slope_of_activation(entry: Activation, proof: Proof) -> Term:
    by, name = variable(proof.by), variable(proof.name)
    return softmax_slope(name, by) if name.place else entry.slope(by, name)


def of_loss(entry: Loss, a: str = "a", y: str = "y") -> Differentiation:
    """The proof of dJ/da, of one output's share of the loss, in these letters."""
    letters = _Letters(a=a, y=y)
    proof = Proof(last=_reason(entry), by="a", name="J")
    return _agreeing(entry, _proved(proof, letters, entry.slope(A, Y), entry.formula), {})


def combined(activation: str, z: str = "z", a: str = "a", y: str = "y") -> Differentiation:
    """The proof of dJ/dz for "sigmoid" with binary cross-entropy or "softmax" with cross-entropy."""
    if activation not in COMBINED:
        raise HandnetError(f"no combined rule for {activation!r}; {suggestion(activation, COMBINED)}")
    proof, slope = COMBINED[activation]
    return _proved(proof, _Letters(z=z, a=a, y=y), parse_formula(slope))


def _reason(entry: Activation | Loss) -> str:
    return "the slope as given" if entry.given_slope is not None else "written shortly"


# --- how they are made ----------------------------------------------------------------------------


def _proved(proof: Proof, letters: _Letters, slope: Term, definition: Term | None = None) -> Differentiation:
    """The lines of a proof, from its definition (or another) to the slope."""
    by = letters.variable(proof.by)
    formula = letters.term(proof.definition if definition is None else spelled_out(definition))
    lines = [Line(pending(formula, by)), *_before(proof, letters, by)]
    lines += worked(lines[-1].expression, letters.variable(A) if proof.inverse else by)
    if proof.after and proof.after[0][1] == TIDY.name:
        lines.pop()  # the order of its factors is that of the proof
    for text, reason in proof.after:
        lines.append(Line(letters.term(text), (letters.law(reason),)))
    lines = list(_closed(lines, letters.term(slope), letters.law(proof.last)))
    used = {each for line in lines for each in quantities(line.expression)}
    where = tuple((letters.variable(name), letters.term(meaning)) for name, meaning in proof.where)
    return Differentiation(
        formula,
        by,
        tuple(lines),
        name=letters.variable(proof.name),
        where=tuple(each for each in where if each[0] in used),
        case=letters.words(proof.case),
    )


def _before(proof: Proof, letters: _Letters, by: Variable) -> Iterator[Line]:
    """The lines before the first rule: the definition written in another way."""
    for text, reason in proof.before:
        yield Line(pending(letters.term(text), by), (letters.law(reason),))
    if proof.inverse:
        turned = pending(letters.term(proof.inverse), letters.variable(A))
        reason = f"`z` is `{proof.inverse}`, and `da/dz` is one over `dz/da`"
        yield Line(Quotient(ONE, turned), (letters.law(reason),))


def _closed(lines: list[Line], slope: Term, law: Law) -> Iterator[Line]:
    """The lines with the slope as the last: put in its place if it is written alike, or added."""
    yield from lines[:-1]
    last = lines[-1]
    if str(last) == str(Line(slope)):
        yield with_other(last, expression=slope)
    else:
        yield last
        yield Line(slope, (law,))


POINTS = 12


def _agreeing(
    entry: Activation | Loss, made: Differentiation, names: dict[Quantity, Term]
) -> Differentiation:
    """The proof of an entry, if the slope put behind the rules' own result has the same values."""
    *_, rules, slope = made.lines
    if slope.rule != _reason(entry):
        return made
    low = -1.5 if names else 0.05
    generator = random.Random(0)
    letters = dict.fromkeys([made.by, *quantities(made.formula), *quantities(slope.expression)])
    for _ in range(POINTS):
        values: dict[Quantity, float] = {each: round(generator.uniform(low, 0.95), 3) for each in letters}
        values |= {name: evaluate(meaning, values) for name, meaning in names.items()}
        one, other = evaluate(rules.expression, values), evaluate(slope.expression, values)
        if isfinite(one) and isfinite(other) and not isclose(one, other, rel_tol=1e-9, abs_tol=1e-12):
            raise HandnetError(
                f"{entry.name}: its slope is not the derivative of its formula: "
                f"at {made.by} = {values[made.by]:g} it is {other:g} instead of {one:g}"
            )
    return made
