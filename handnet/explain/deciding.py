"""Which further quantity would tell apart explanations that fit equally well."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from ..quantity import Quantity
from ..reach.exactly import Exactly
from ..reach.kernel import Floats
from ..reach.sheet import Sheet
from ..reach.sweep import Known, Sweep
from .hypotheses import Hypothesis

CLEARLY = 1e-3
"""Values that differ by this share are told apart with four digits."""


def deciding(
    sheet: Sheet, known: Mapping[Quantity, Known], hypotheses: Sequence[Hypothesis]
) -> Quantity | None:
    """The first quantity in working order, not answered yet, that has another value under each mistake.

    None where there is only one explanation, where one is a slip in writing, or where nothing tells.
    """
    sweeps = []
    for each in hypotheses:
        if each.variation is None or each.changed is None:
            return None
        theirs = known if each.from_own else {}
        sweeps.append(Sweep(each.variation.working, sheet.given, theirs, Exactly(Floats()), each.changed))
    if len(sweeps) < 2:
        return None
    for quantity in sheet.chain.formulas:
        if quantity in known or any(quantity not in each.working.formulas for each in sweeps):
            continue
        values = sorted(float(each.worked_out(quantity)) for each in sweeps)
        apart = min(high - low for low, high in itertools.pairwise(values))
        if apart > CLEARLY * max(map(abs, values)):
            return quantity
    return None
