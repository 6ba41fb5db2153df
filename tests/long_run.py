"""Every gradient of very many networks beside two witnesses; not collected by pytest.

    python tests/long_run.py --networks 2000 --seed 1

draws networks and problems as the property tests do, works out the derivatives of the loss by
all parameters, frozen ones too, in a drawn style, and compares each with the central difference
of the loss in 50 digits, and with SymPy's own derivative: all of a network with at most
`--sympy` parameters, two drawn ones of a larger. A network on which they do not agree is
printed in full as a problem file. Ends with 1 if there was any.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from dataclasses import dataclass, field

from compare import STYLES, apart, disagreements, gradient_goals
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from networks import problems
from witness import by_sympy, gradient, parameters

from handnet import Problem
from handnet.quantity import Variable

TOLERANCE = 1e-9


@dataclass
class Tally:
    """What was compared so far, and the largest disagreement of each witness and of the two."""

    networks: int = 0
    failed: int = 0
    compared: dict[str, int] = field(default_factory=lambda: {"difference": 0, "sympy": 0})
    largest: dict[str, float] = field(default_factory=lambda: {"difference": 0.0, "sympy": 0.0})
    parameters: int = 0
    started: float = field(default_factory=time.monotonic)

    def line(self) -> str:
        """The tally in one line."""
        spent = time.monotonic() - self.started
        return (
            f"{self.networks} networks with {self.parameters} parameters in {spent:.0f} s; gradients compared: "
            f"{self.compared['difference']} with differences in 50 digits (largest disagreement "
            f"{self.largest['difference']:.1e}), {self.compared['sympy']} with SymPy "
            f"({self.largest['sympy']:.1e}); networks that failed: {self.failed}"
        )


def check(problem: Problem, style: tuple[str, bool | None], some: list[Variable], tally: Tally) -> list[str]:
    """Compare all gradients of one problem, `some` with SymPy too; the disagreements, in words."""
    solution = problem.solve(*gradient_goals(problem), style=style[0], combined=style[1])
    by_difference = gradient(problem)
    theirs = {"difference": by_difference, "sympy": {by: by_sympy(problem, by) for by in some}}
    wrong = []
    for witness, values in theirs.items():
        found = disagreements(solution, values)
        tally.compared[witness] += len(found)
        for by, far in found.items():
            tally.largest[witness] = max(tally.largest[witness], far)
            if not far <= TOLERANCE:
                wrong.append(
                    f"dJ/d{by}: {solution[f'dJ/d{by}']!r}, by {witness} {float(values[by])!r}, apart {far:.1e}"
                )
    for by in some:
        scale = max(abs(float(by_difference[by])), 1e-9)
        if apart(float(by_difference[by]), theirs["sympy"][by], scale) > TOLERANCE:
            wrong.append(f"dJ/d{by}: the witnesses do not agree with each other")
    return wrong


def run(networks: int, seed_: int, most_for_sympy: int) -> Tally:
    """Draw and check so many networks."""
    tally, generator = Tally(), random.Random(seed_)

    @seed(seed_)
    @settings(
        max_examples=networks,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(problems(), st.sampled_from(STYLES))
    def draw_and_check(problem: Problem, style: tuple[str, bool | None]) -> None:
        every = parameters(problem)
        some = every if len(every) <= most_for_sympy else generator.sample(every, 2)
        try:
            wrong = check(problem, style, some, tally)
        except Exception:
            wrong = [traceback.format_exc()]
        tally.networks += 1
        tally.parameters += len(every)
        if wrong:
            tally.failed += 1
            print(f"--- FAILED, style {style}", *wrong, problem.to_toml(), "---", sep="\n", flush=True)
        if tally.networks % 50 == 0:
            print(tally.line(), flush=True)

    draw_and_check()
    return tally


def main() -> int:
    """Read the command line, run, and say what was found."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("--networks", type=int, default=2000)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--sympy", type=int, default=25, help="the most parameters for all to go to SymPy")
    given_ = reader.parse_args()
    tally = run(given_.networks, given_.seed, given_.sympy)
    print(f"{'ALL AGREE' if not tally.failed else 'THEY DO NOT AGREE'}: {tally.line()}")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
