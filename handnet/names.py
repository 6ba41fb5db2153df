"""The variables that every network has, by name."""

from __future__ import annotations

from .quantity import Variable

ETA, MU, LAMBDA = Variable("eta"), Variable("mu"), Variable("lambda")
PARAMETERS = ("w", "b", "theta")
GIVEN = ("x", "y", "eta", "mu", "lambda")
"""Names of what is given once and never updated."""
