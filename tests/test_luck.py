"""A number that no mistake led to is explained in at most about one of a hundred cases."""

from __future__ import annotations

from luck import FIGURES, measured, share_explained, table

ALLOWED = 0.015
"""About one of a hundred: `python tests/luck.py` draws more than the few hundred numbers here."""


def test_luck() -> None:
    counts = measured(3, trials=50)
    for figures in FIGURES:
        assert share_explained(counts, figures) <= ALLOWED, table(counts)
    assert sum(number for (_, _, what), number in counts.items() if what == "wrong") > 350
