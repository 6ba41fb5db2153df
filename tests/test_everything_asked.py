"""Problems with anything that a problem may have or lack, and everything that can be asked of one.

Whatever is asked, there is an answer, or a HandnetError that says why not. What is answered is a number off by
a known mistake, off by chance, or right, for quantities drawn from all that there are. For longer:

    python tests/test_everything_asked.py --minutes 10 --seed 2
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from networks import LAST, networks, problems

import handnet as hn
from handnet.files import from_toml, to_toml

Asked = Callable[[], object]


@st.composite
def incomplete(draw, most: int) -> hn.Problem:
    """A problem, every second one without a learning rate; some without a loss."""
    net = networks(losses=tuple(LAST), most_layers=most, most_units=most)
    problem = draw(problems(net, most_samples=most))
    if draw(st.booleans()):
        return problem
    lines = to_toml(problem).splitlines(keepends=True)
    return from_toml("".join(line for line in lines if not line.startswith("learning_rate")))


def everything(problem: hn.Problem, chance: random.Random) -> Iterator[tuple[str, Asked]]:
    """What is asked, by name."""
    solution = problem.solve()
    lines = [str(step.quantity) for step in solution.derivation.steps]
    there = [*lines, *map(str, problem.values)]
    goal = chance.choice([each for each in lines if "/" in each] or there)
    style, notation = chance.choice(("chain", "delta")), chance.choice(list(hn.notations()))
    spelled = {"style": style, "notation": notation}

    yield "text", solution.to_text
    yield "LaTeX", lambda: solution.to_latex(document=True)
    yield "web page", solution.to_html
    yield "JSON", lambda: hn.from_json(solution.to_json())
    yield "Python", solution.to_python
    yield "JavaScript", solution.to_javascript
    yield "NumPy", solution.to_numpy
    for view in ("matrix", "index"):
        yield view, lambda view=view: problem.derive(view=view).to_text()
    yield "numbers in arrays", lambda: problem.solve(view="matrix").to_latex()
    yield "goals", lambda: problem.solve(*chance.sample(there, 2), **spelled).to_markdown()
    yield "hint", lambda: problem.hint(goal, **spelled).to_text()
    for what in (problem.moves, problem.paths, problem.self_check, problem.gradient_check):
        yield what.__name__, lambda what=what: what(goal).to_text()
    yield "worksheet", lambda: problem.worksheet(**spelled).key.to_latex(document=True)
    yield "sheet", lambda: problem.answer_sheet(notation=notation)
    yield "panel", lambda: problem.explore(**spelled)
    yield "file", lambda: from_toml(to_toml(problem))
    yield "gradients", lambda: problem.gradients()(problem.gradients().start)
    yield "training", lambda: problem.train(4)[4][lines[0]]
    yield "sweep", lambda: problem.sweep({chance.choice(list(map(str, problem.values))): [0.1, 0.2]}, goal)
    yield "landscape", lambda: hn.landscape(problem, "w1[1,1]")
    yield from answered(problem, solution, there, chance)


def answered(
    problem: hn.Problem, solution: hn.Solution, there: list[str], chance: random.Random
) -> Iterator[tuple[str, Asked]]:
    """Sheets of answers, and one with a number that a mistake gives."""

    def written(value: float) -> str:
        return f"{value * chance.choice((1, 1, 1, -1, 2, 1.1)):.{chance.choice((2, 3, 4, 6))}g}"

    sheet = {each: written(solution[each]) for each in chance.sample(there, min(6, len(there)))}
    yield "check", lambda: problem.check(sheet).to_text()
    yield "check, rounded", lambda: problem.check(sheet, rounding=hn.Rounding(decimals=3)).to_html()
    for code in chance.sample(list(hn.MISTAKES), 4):
        address = chance.choice(there)

        def slip(code: str = code, address: str = address) -> str:
            value = f"{problem.solve(address, mistakes=[code])[address]:.5g}"
            problem.hint(address, given={address: value}).to_text()
            return problem.check(sheet | {address: value}).to_text()

        yield f"{code} at {address}", slip


def ask(problem: hn.Problem, chance: random.Random) -> int:
    """Ask everything; how much had an answer."""
    had = 0
    for name, asked in everything(problem, chance):
        try:
            asked()
            had += 1
        except hn.HandnetError:
            continue
        except BaseException as error:
            error.add_note(f"asked: {name}\n{to_toml(problem)}")
            raise
    return had


@given(incomplete(most=2), st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_whatever_is_asked_there_is_an_answer_or_a_word_why(problem, chance):
    assert ask(problem, chance) > 12


def main() -> None:
    """Ask for so many minutes."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("--minutes", type=float, default=10)
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    until, number, counted = time.monotonic() + 60 * asked.minutes, 1000 * asked.seed, [0, 0]

    @settings(max_examples=20, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(incomplete(most=3), st.randoms(use_true_random=False))
    def some(problem: hn.Problem, chance: random.Random) -> None:
        counted[0] += 1
        counted[1] += ask(problem, chance)

    while time.monotonic() < until:
        number += 1
        seed(number)(some)()
    print(f"{counted[0]} problems, {counted[1]} answers, and never anything but a HandnetError")


if __name__ == "__main__":
    main()
