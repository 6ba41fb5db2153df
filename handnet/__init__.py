"""handnet: neural networks worked out by hand.

A calculation is an ordered list of steps; everything else is a way of reading that list.

    net = Network([2, 2, 1])                  symbols only
    net.derive("dJ/dw1[2,1]")                 a Derivation
    problem = Problem(net, x=..., y=..., weights=..., biases=..., learning_rate=0.5)
    problem.solve()["w1[2,1]+"]               a Solution

Importing this loads neither NumPy nor SymPy nor anything that draws.
"""

from . import articles
from .convention import Convention
from .digits import Digits
from .errors import HandnetError
from .files import Ask, read
from .functions import Activation, Loss
from .graph import Graph
from .mistakes import MISTAKES, Mistake, mistake
from .network import Network
from .problem import Problem
from .solution import Solution
from .step import Derivation, Step

__version__ = "0.1.0"

__all__ = [
    "MISTAKES",
    "Activation",
    "Ask",
    "Convention",
    "Derivation",
    "Digits",
    "Graph",
    "HandnetError",
    "Loss",
    "Mistake",
    "Network",
    "Problem",
    "Solution",
    "Step",
    "articles",
    "mistake",
    "read",
]
