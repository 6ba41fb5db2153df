"""Row 9: a fresh process that imports handnet, and one that goes on to a derivation in LaTeX.

Beside it, one that imports SymPy, and one that lets it differentiate the nested loss of the same 2-2-2
network by all 12 parameters and print the gradients. The whole process is timed, Python's own start with it.
handnet's modules are compiled beforehand, as pip does with what it installs.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import handnet as hn
from benchmarks.rows import Candidate, Peer, Row

DERIVED = """\
import handnet as hn
print(hn.Network([2, 2, 2]).derive(style="delta").to_latex())
"""
DIFFERENTIATED = """\
import sympy
x, y, b, c = (sympy.symbols(f"{name}1:3", real=True) for name in "xybc")
v, w = (sympy.symbols(f"{name}1:3_1:3", real=True) for name in "vw")
sigma = lambda z: 1/(1 + sympy.exp(-z))
a = [sigma(v[2*j]*x[0] + v[2*j + 1]*x[1] + b[j]) for j in (0, 1)]
o = [sigma(w[2*j]*a[0] + w[2*j + 1]*a[1] + c[j]) for j in (0, 1)]
J = sum((o[j] - y[j])**2/2 for j in (0, 1))
for each in (*v, *b, *w, *c):
    print(r"\\frac{\\partial J}{\\partial %s} =" % sympy.latex(each), sympy.latex(sympy.diff(J, each)))
"""


def process(code: str, count: Callable[[str], int]) -> Candidate:
    """A process that runs this; its number is how many gradients it printed."""
    compileall.compile_dir(Path(hn.__file__).parent, quiet=2)

    def run() -> str:
        return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    return Candidate(run, lambda printed: [float(count(printed))])


def sympy_process(code: str) -> Candidate:
    """The same with SymPy, if it is there."""
    import sympy  # noqa: F401

    return process(code, lambda printed: printed.count(r"\frac{\partial J}"))


def lines_of_gradients(latex: str) -> int:
    """How many lines of the derivation have a gradient on their left."""
    starts = tuple(rf"\frac{{\partial J}}{{\partial {letter}" for letter in "wb")
    return sum(line.startswith(starts) for line in latex.splitlines())


IMPORTS = (
    "Nine tenths of the time are Python's own start and imports; of these most goes into making frozen dataclasses "
    "and named tuples, in which terms, rules and pages are written."
)
ROWS = [
    Row(
        9,
        "a process that imports handnet",
        lambda: process("import handnet", len),
        [Peer("one that imports SymPy", 5, lambda: sympy_process("import sympy"))],
    ),
    Row(
        9,
        "fresh process to the 2-2-2 derivation in LaTeX",
        lambda: process(DERIVED, lines_of_gradients),
        [Peer("the same with sympy.diff", 8, lambda: sympy_process(DIFFERENTIATED), IMPORTS)],
    ),
]
