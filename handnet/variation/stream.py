"""Where the numbers come from: a hash, and no random generator.

SHAKE-256 is fixed by a standard (FIPS 202), so the same words give the same numbers on every
machine and with every version of Python and NumPy. What goes in is the seed, the problem and the
person, so that nobody's numbers depend on who else is in the class.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..problem import Problem
from ..render.text import formula_text
from .kinds import Kind

if TYPE_CHECKING:
    import numpy as np

SETS = 64
"""So many sets of numbers come from one hash."""


def fingerprint(problem: Problem, seed: str, varied: Sequence[Kind]) -> str:
    """All that the numbers depend on but the person; a new title or new points change nobody's numbers."""
    network = problem.network
    entries = [*network.activations, *([network.loss] if network.loss else [])]
    words = [
        seed,
        network.layers,
        [(each.name, formula_text(each.formula)) for each in entries],
        [network.reduction, network.average, network.updates, network.biases],
        sorted(map(str, network.frozen)),
        repr(network.convention),
        [(str(quantity), number.text) for quantity, number in problem.values.items()],
        [str(kind.quantity) for kind in varied],
    ]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def draw(
    fingerprint: str, people: Sequence[str], rounds: range, varied: Sequence[Kind]
) -> np.ndarray[Any, Any]:
    """Sets of numbers in units of their last decimal: one row a quantity, `SETS` columns a person and round."""
    import numpy as np

    size = 4 * SETS * len(varied)
    hashes = [
        hashlib.shake_256(json.dumps([fingerprint, person, each]).encode()).digest(size)
        for person in people
        for each in rounds
    ]
    raw = np.frombuffer(b"".join(hashes), dtype="<u4").reshape(-1, len(varied)).T
    ticks = np.empty(raw.shape, dtype=np.int64)
    for row, kind in enumerate(varied):
        ticks[row] = _apart_from_neighbours(ticks, raw[row], kind)
    return ticks


def _apart_from_neighbours(ticks: Any, raw: Any, kind: Kind) -> Any:
    """The numbers; where one equals a neighbour's, the next one, as long as there are others."""
    import numpy as np

    choice = raw % np.uint32(kind.choices)
    for _ in range(min(len(kind.neighbours), kind.choices)):
        equal = (ticks[list(kind.neighbours)] == _chosen(choice, kind)).any(axis=0)
        if not equal.any():
            break
        choice = np.where(equal, (choice + 1) % kind.choices, choice)
    return _chosen(choice, kind)


def _chosen(choice: Any, kind: Kind) -> Any:
    """The number behind a choice, from the smallest on, each with its signs."""
    import numpy as np

    signs = np.array(kind.signs)
    return (kind.low + choice // len(signs)) * signs[choice % len(signs)]
