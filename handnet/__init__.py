"""handnet: neural networks worked out by hand.

A calculation is an ordered list of steps; everything else is a way of reading that list.

    net = Network([2, 2, 1])                  symbols only
    net.derive("dJ/dw1[2,1]")                 a Derivation
    problem = Problem(net, x=..., y=..., weights=..., biases=..., learning_rate=0.5)
    problem.solve()["w1[2,1]+"]               a Solution

Importing this loads neither NumPy nor SymPy nor anything that draws.
"""

from typing import TYPE_CHECKING, Any

from .convention import Convention
from .digits import Digits
from .errors import HandnetError
from .functions import Activation, Loss
from .graph import Graph
from .mistakes import MISTAKES, Mistake, mistake
from .network import Network
from .problem import Problem
from .solution import Solution
from .step import Derivation, Step

if TYPE_CHECKING:
    from . import articles, plot
    from .differentiation import differentiate
    from .files import Ask, read
    from .grading.grade import grade
    from .grading.parts import Grading
    from .json_form import from_json
    from .landscapes import landscape
    from .notation import Notation, notations
    from .paths.counts import path_counts
    from .sliders import slide
    from .variation import variants

__version__ = "0.1.0"

__all__ = [
    "MISTAKES",
    "Activation",
    "Ask",
    "Convention",
    "Derivation",
    "Digits",
    "Grading",
    "Graph",
    "HandnetError",
    "Loss",
    "Marks",
    "Mistake",
    "Network",
    "Notation",
    "Problem",
    "Rounding",
    "Solution",
    "Step",
    "articles",
    "differentiate",
    "from_json",
    "grade",
    "landscape",
    "mistake",
    "notations",
    "path_counts",
    "plot",
    "read",
    "slide",
    "variants",
]


_LATER = {
    "Marks": "check.criteria",
    "Rounding": "rounding",
    "Ask": "files",
    "read": "files",
    "Notation": "notation",
    "notations": "notation",
    "differentiate": "differentiation",
    "from_json": "json_form",
    "grade": "grading.grade",
    "Grading": "grading.parts",
    "landscape": "landscapes",
    "path_counts": "paths.counts",
    "slide": "sliders",
    "variants": "variation",
}


def __getattr__(name: str) -> Any:
    """Files, articles and what only some need are loaded when they are first used."""
    import importlib

    if name in ("articles", "plot"):
        return importlib.import_module(f".{name}", __name__)
    if name in _LATER:
        found = getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
        globals()[name] = found  # a module of the same name does not stand in its way
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
