"""One digest for each kind of output, of the same things at every run: what must be the same everywhere.

    python tests/same_bytes.py                     a line for each kind: its digest, how many, how many bytes
    python tests/same_bytes.py --each              a line for each thing of each kind
    python tests/same_bytes.py --kinds text json   only these

The digests are the same for every hash seed, in every process, under every Python from 3.11 on, and with the
oldest and the newest SymPy, NumPy, mpmath, ipywidgets and anywidget; `same_everywhere` makes the
environments and compares. What differs, and why:

- `svg`: Matplotlib draws in another way from version to version (paths, fonts), so these are the same only with the
  same Matplotlib. The words beside each picture are of kind `pictures`, and the same everywhere.
- `help`, what a command says of its options, is written by Python's argparse: from 3.13 on `-o, --output FILE`.
- `arrays`, NumPy's own exp and tanh: another version may differ in the last bit, so they are rounded to 12 figures.

The suite has the part with hash seeds: test_same_bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from shown_objects import ANSWERS, WEIGHT, every_shown, hostile_problem  # noqa: E402

import handnet as hn  # noqa: E402
from handnet.reference import page  # noqa: E402
from handnet.shown import Shown  # noqa: E402

Things = Iterator[tuple[str, str]]


def problems() -> Iterator[tuple[str, hn.Problem]]:
    """A published problem, one of an article, one with everything that a network may have, and a saturated one."""
    yield "mazur", hn.read(HERE / "published" / "mazur.toml")
    yield "article", hn.articles.back_propagation.problem
    yield "names", hostile_problem()
    everything = hn.Network(
        [2, 3, 2], ["leaky_relu", "softmax"], "cross_entropy",
        reduction="mean", l2="0.01", momentum="0.9", bias=["shared", "threshold"], frozen=["w1[1,1]"],
    )  # fmt: skip
    yield "everything", hn.Problem(
        everything, [["0.5", "-1"], ["1/3", "2e-5"]], [["1", "0"], ["0", "1"]],
        [[["0.1", "-0.2"], ["0.3", "0.4"], ["-0.5", "0.6"]], [["0.7", "-0.8", "0.9"], ["1.0", "1.1", "-1.2"]]],
        [["0.1"], ["0.2", "-0.3"]], "0.5",
    )  # fmt: skip
    yield (
        "saturated",
        hn.Problem(hn.Network([1, 1], "sigmoid", "binary_cross_entropy"), [1], [1], [[["-800"]]], [["0"]], 1),
    )


def solutions() -> Iterator[tuple[str, hn.Solution]]:
    for name, problem in problems():
        yield name, problem.solve()
        yield f"{name}, delta", problem.solve(style="delta", notation="mazur")
        yield f"{name}, mistaken", problem.solve(mistakes=["step-added"])


@cache
def objects() -> list[tuple[str, Shown]]:
    """An object of every class that shows itself."""
    return list(every_shown())


def shown(write: Callable[[Shown], str]) -> Things:
    """Everything that shows itself, written by one method."""
    before, page._help = page._help, lambda parser: f"help of {parser.prog}"  # see `helped`
    try:
        for name, each in objects():
            yield name, write(each)
    finally:
        page._help = before
    for name, solution in solutions():
        yield f"solution {name}", write(solution)


def helped() -> Things:
    yield from page.command_helps()


def code() -> Things:
    for name, solution in solutions():
        yield f"{name}, python", solution.to_python()
        yield f"{name}, javascript", solution.to_javascript()
        yield f"{name}, numpy", solution.to_numpy()


def pages() -> Things:
    for name, problem in problems():
        yield name, problem.to_html()


def panels() -> Things:
    from handnet.page.data import panel_data

    for name, problem in problems():
        yield name, json.dumps(panel_data(problem))
        panel = problem.explore()
        yield f"{name}, widget", json.dumps([panel.data, panel.values, panel.state])
    yield "the script", panel._esm + panel._css


def symbolic() -> Things:
    for name, problem in problems():
        derivation = problem.derive()
        for step in derivation.steps[-4:]:
            yield f"{name}, {step.quantity}", str(step.sympy)
        yield f"{name}, index", str(problem.derive(view="index"))
        yield f"{name}, matrix", str(problem.derive(view="matrix"))
        yield f"{name}, verified", str(problem.network.verify(points=1))


def numbers() -> Things:
    for name, solution in solutions():
        yield name, repr({str(each): value for each, value in solution.values.items()})
    for name, problem in problems():
        yield f"{name}, trained", repr(problem.train(50)[50]["J"])


def arrays() -> Things:
    for name, problem in problems():
        found = problem.sweep({"w1[1,1]": [-2.0, -0.5, 0.0, 0.25, 3.0]}, "J", "dJ/dw1[1,1]")
        yield name, str([[f"{value:.12g}" for value in some] for some in found.values()])


def worksheets() -> Things:
    for name, problem in problems():
        sheet = problem.worksheet("z1[1](1)" if problem.samples > 1 else "z1[1]", WEIGHT, title="Homework 3")
        for each in (sheet, sheet.key):
            yield name, each.to_latex(document=True) + each.to_markdown()


def checked() -> Things:
    problem = hn.read(HERE / "published" / "mazur.toml")
    answers = {str(each): f"{value:.4f}" for each, value in problem.solve().values.items()}
    for name, given in (("right", answers), ("wrong", {**answers, **ANSWERS, "a1[2]": "0,5"})):
        report = problem.check(given)
        yield name, report.to_text() + report.to_html() + report.to_json()
        yield f"{name}, hint", str(problem.hint(WEIGHT, given=given))


def graded() -> Things:
    """A report of a class in each form, a summary, and numbers for each person with their key."""
    problem = hn.read(HERE / "published" / "mazur.toml")
    people = ["Ada", "Zoë Łódź", "李小龙", "Łukasz, B."]
    variants = hn.variants(problem, people, seed="spring")
    yield "variants", variants.to_csv()
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.csv"
        lines = [f"{person},0.3775,0.{place}932,x" for place, person in enumerate(people)]
        answers.write_text("\n".join(['name,z1[1],a1[1],"dJ/dw1[1,1]"', *lines, ""]), encoding="utf-8")
        for ending in ("csv", "jsonl"):
            report = Path(folder) / f"report.{ending}"
            summary = hn.grade(problem, answers, report)
            yield ending, report.read_text(encoding="utf-8")
        yield "summary", (summary.to_text() + summary.to_html()).replace(folder, "FOLDER")


def drawn() -> Iterator[tuple[str, hn.plot.Picture]]:
    mazur = hn.read(HERE / "published" / "mazur.toml")
    land = hn.landscape(mazur, "w2[1,1]")
    for name, draw in {
        "network": lambda ax: hn.plot.network(ax, mazur.solve()),
        "curve": lambda ax: hn.plot.cost_curve(ax, land, land.descend(2, 5, 20), low=-3, high=3),
        "history": lambda ax: hn.plot.history(ax, {"J": [mazur.train(20)[t]["J"] for t in range(20)]}),
    }.items():
        picture = hn.plot.picture(7, 4)
        draw(picture.ax)
        yield name, picture


def pictures() -> Things:
    for name, picture in drawn():
        yield name, picture.words
    for name, problem in problems():
        yield f"{name}, in words", str(problem.describe())


def svg() -> Things:
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": "handnet"}):
        for name, picture in drawn():
            file = io.StringIO()
            picture.figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
            yield name, file.getvalue()


KINDS: dict[str, Callable[[], Things]] = {
    "text": lambda: shown(lambda each: each.to_text()),
    "markdown": lambda: shown(lambda each: each.to_markdown()),
    "latex": lambda: shown(lambda each: each.to_latex(document=True)),
    "html": lambda: shown(lambda each: each.to_html()),
    "json": lambda: ((name, solution.to_json()) for name, solution in solutions()),
    "toml": lambda: ((name, problem.to_toml()) for name, problem in problems()),
    "code": code,
    "pages": pages,
    "panels": panels,
    "symbolic": symbolic,
    "numbers": numbers,
    "arrays": arrays,
    "worksheets": worksheets,
    "checked": checked,
    "graded": graded,
    "pictures": pictures,
    "svg": svg,
    "help": helped,
}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def digests(kinds: list[str], each: bool = False) -> Iterator[str]:
    """A line for each kind, or for each thing of it."""
    for kind in kinds:
        begun = time.process_time()
        things = list(KINDS[kind]())
        if each:
            yield from (f"{digest(text)}  {kind}: {name}" for name, text in things)
        else:
            whole = "\0".join(text for _, text in things)
            yield f"{digest(whole)}  {kind:10} {len(things):4} things {len(whole):9} characters"
            print(f"{kind}: {time.process_time() - begun:.1f} s", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--each", action="store_true", help="a line for each thing")
    options = parser.parse_args()
    for line in digests(options.kinds, options.each):
        print(line, flush=True)


if __name__ == "__main__":
    main()
