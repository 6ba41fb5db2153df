"""The articles that are worked through: for each its problem, what it prints, and what is right.

`handnet.articles.handwriting.compare()` puts every printed number beside ours.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from ..errors import HandnetError, suggestion

ARTICLES = {
    "rohan_lenny": "Rohan & Lenny #1: one weight of a 3-3-3-1 network in seven moves back, and a ReLU layer in code",
    "handwriting": "Handwriting a neural net, part 8: a 4-1-1 network learns from three people",
    "crash_course": "Machine Learning Crash Course, part 3: the four equations for any layer, in index notation",
    "back_propagation": "Back Propagation: two layers in matrices, four samples as columns",
}
"""The articles by name, with a line on each."""


def __getattr__(name: str) -> ModuleType:
    if name in ARTICLES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(name)


def article(name: str) -> ModuleType:
    """The module of an article; raises HandnetError with the nearest names."""
    if name not in ARTICLES:
        raise HandnetError(f"unknown article {name!r}; {suggestion(name, ARTICLES)}")
    return importlib.import_module(f"{__name__}.{name}")
