"""Pictures, drawn with Matplotlib on the Axes that one gives.

    paper = picture()                                        a sheet that shows itself in a notebook
    network(paper.ax, problem, path="dJ/dw1[1,2]")           units, weights, what is lit, values
    cost_curve, contours                                     the loss over one or two quantities
    squares                                                  the mean squared error as areas
    activations                                              functions with their slopes
    history, bars                                            numbers in order, and beside each other
    steps                                                    how far difference quotients are off

Each returns what is to be seen in words, with the numbers that matter, and stores them as the
label of the Axes. Colour is never the only sign: lines differ in dashes, markers and width too
(`look`). Nothing here touches pyplot or any global state of Matplotlib.
"""

from __future__ import annotations

from ..errors import HandnetError

try:
    import matplotlib  # noqa: F401  # said here once, for every module of the room
except ImportError:
    raise HandnetError("pictures need Matplotlib: pip install 'handnet[lab]'") from None

from .drawn_network import network
from .functions import activations
from .landscapes import contours, cost_curve
from .lines import bars, history
from .mean_squares import squares
from .picture import Picture, picture
from .quotients import steps

__all__ = [
    "Picture",
    "activations",
    "bars",
    "contours",
    "cost_curve",
    "history",
    "network",
    "picture",
    "squares",
    "steps",
]
