"""Row 8: one right answer that is given as a formula, from its text to the verdict.

handnet reads the text, works the formula out at points drawn at random, and writes the report; SymPy
reads the same text with shorter names, and its `equals` compares it with the right formula. The answer is
written differently from the right formula. Before, both have to tell a wrong one from it; that one is
not timed, since handnet then looks for the mistake behind it, which SymPy does not.
"""

from __future__ import annotations

import handnet as hn
from benchmarks.rows import Candidate, Peer, Row

ASKED = "dJ/dw1[1,1]"
RIGHT = "((a2[1] - y[1])*a2[1]*(1 - a2[1])*w2[1,1] + (a2[2] - y[2])*a2[2]*(1 - a2[2])*w2[2,1])*a1[1]*(1 - a1[1])*x[1]"
GIVEN = "((a2[1]-y[1])*(a2[1]-a2[1]^2)*w2[1,1] + (a2[2]-y[2])*(a2[2]-a2[2]^2)*w2[2,1])*(a1[1]-a1[1]^2)*x[1]"
WRONG = GIVEN.replace(" + ", " - ")
NAMES = ("a2[1]", "a2[2]", "y[1]", "y[2]", "w2[1,1]", "w2[2,1]", "a1[1]", "x[1]")


def checked() -> Candidate:
    """handnet's verdicts: 1 for right."""
    problem = hn.Problem(
        hn.Network([2, 2, 2], bias="shared"),
        x=["0.05", "0.10"],
        y=["0.01", "0.99"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]]],
        biases=["0.35", "0.60"],
        learning_rate="0.5",
    )

    def status(text: str) -> str:
        return problem.check({ASKED: text})[ASKED].status

    return Candidate(lambda: status(GIVEN), lambda said: [said == "right", status(WRONG) == "right"])


def sympy_equals() -> Candidate:
    """SymPy's, its cache cleared each time; the right formula is ready."""
    import sympy
    from sympy.core.cache import clear_cache

    letters = {name: f"v{number}" for number, name in enumerate(NAMES)}
    symbols = {letter: sympy.Symbol(letter, real=True) for letter in letters.values()}

    def read(text: str) -> sympy.Expr:
        for name, letter in letters.items():
            text = text.replace(name, letter)
        return sympy.sympify(text.replace("^", "**"), symbols)

    right = read(RIGHT)
    return Candidate(
        lambda: read(GIVEN).equals(right),
        lambda said: [said is True, read(WRONG).equals(right) is True],
        clear_cache,
    )


ROWS = [
    Row(
        8,
        "one answer given as a formula, read and judged",
        checked,
        [Peer("SymPy's equals", 20, sympy_equals)],
    )
]
