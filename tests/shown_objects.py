"""An object of each class that shows itself, by the name of its class; `classes` finds all there are."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from graded import PROBLEM

import handnet
import handnet as hn
from handnet.articles.rohan_lenny.relu_bugs import BUGS
from handnet.landscapes.descent import Walk
from handnet.reference import Reference
from handnet.shown import Rounded, Shown
from handnet.study import Study
from handnet.taken import TakenAway
from handnet.worked import Worked

ABSTRACT = {Shown, Rounded, Study, TakenAway, Worked, Walk}
ANSWERS = {"z1[1]": "0.3775", "a1[1]": "0.6"}
HOSTILE = (r"\input{x}", "$5 & 100%", "a_b^c~d#{}", "<script>|`'\"", "Zoë \u202e Łódź 李小龙 \U0001f600")
WEIGHT = "dJ/dw1[1,1]"


def every_shown() -> Iterator[tuple[str, Shown]]:
    """One object of each class, and a second one where it looks otherwise."""
    network, graph = PROBLEM.network, hn.Graph({"q": "x + y", "f": "q*z"})
    yield "Network", network
    yield "Graph", graph
    yield "Graph, derived", graph.derive()
    yield "Graph, solved", graph.solve({"x": 2, "y": -1, "z": "1/3"})
    yield "Problem", PROBLEM
    yield "Problem, names", hostile_problem()
    yield "Derivation", hostile_problem().derive(notation="handwriting")
    solution = hostile_problem().solve(mistakes=["step-added"], notation="handwriting")
    yield "Solution", solution
    yield "OneLine", solution.line("J")
    yield "Differentiation", hn.differentiate("x^2*3*z + exp(-x)/(1 + ln(x))^2", "x")
    yield "Verification", PROBLEM.verify()
    moves = PROBLEM.moves(WEIGHT)
    yield from (("Moves", moves), ("Move", moves[2]))
    yield "Paths", PROBLEM.paths("dJ/dx[1]", notation="mazur")
    yield "PathCounts", hn.path_counts([2, 2], [2, 2, 2])
    yield "Crosswalk", network.crosswalk()
    yield "Hint", PROBLEM.hint("J", rung=6)
    yield "SelfCheck", PROBLEM.self_check(WEIGHT)
    report = PROBLEM.check(ANSWERS)
    yield "Report", report
    yield "WrittenSheet", PROBLEM.answer_sheet(answers=ANSWERS).written
    yield from views()
    yield from walks()
    yield from articles()
    yield from classes_of_people()
    yield "Reference", Reference()


def views() -> Iterator[tuple[str, Shown]]:
    """The matrix view and the index view, and what is asked of them."""
    view = PROBLEM.derive(view="matrix")
    yield "MatrixView", view
    yield "MatrixSolution", PROBLEM.solve(view="matrix", layout="rows")
    yield "Excerpt", view.only("dW1", "W1+")
    yield "Sets", view.sets()
    yield "EntryLines", view.entries("dW1")
    yield "Checked", view.check("W2.T @ dZ2")
    yield "matrix Agreement", view.verify()
    index = PROBLEM.derive(view="index")
    yield "IndexView", index
    equation = next(iter(index))
    yield from (("Equation", equation), ("Line", equation.lines[0]), ("Results", index.results))
    yield "index Agreement", index.verify()


def walks() -> Iterator[tuple[str, Shown]]:
    """Walks on a loss, and gradient checks."""
    land = hn.landscape(PROBLEM)
    yield "Descent", land.descend(land.start, "0.5", 30, anneal="0.1", momentum="0.3", title=HOSTILE[1])
    yield "Perturbation", land.perturb(land.start, 1, 20, seed=1)
    yield "Restarts", land.restarts(land.random_points(3, -1, 1, seed=2), 1, 20)
    check = PROBLEM.gradient_check(mistakes=["step-added"])
    yield from (("GradientCheck", check), ("Steps", check.steps(WEIGHT)))


def articles() -> Iterator[tuple[str, Shown]]:
    """What is printed beside ours."""
    for name in hn.articles.ARTICLES:
        article = getattr(hn.articles, name)
        yield f"compare, {name}", article.compare()
        yield f"Flaws, {name}", article.flaws()
    yield "matrices", hn.articles.handwriting.compare().matrices()
    for bug in BUGS.values():
        yield from ((f"Bug, {bug.name}", bug), (f"Run, {bug.name}", bug.run()))


def classes_of_people() -> Iterator[tuple[str, Shown]]:
    """Variants, worksheets and a graded class, of people with names of all kinds."""
    people = [*HOSTILE[:4], "Zoë Łódź 李小龙 \U0001f600"]
    variants = hn.variants(PROBLEM, people)
    yield from (("Variants", variants), ("Variant", variants[people[4]]))
    sheets = variants.worksheets()
    yield from (("Worksheets", sheets), ("Keys", sheets.key))
    sheet = hostile_problem().worksheet("z1[1](1)", WEIGHT)
    yield from (("Worksheet", sheet), ("Key", sheet.key))
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.csv"
        answers.write_text("name,z1[1],a1[1]\nZoë,0.3775,0.6\n李,0.1,\n", encoding="utf-8")
        yield "Summary", hn.grade(PROBLEM, answers)


def hostile_problem() -> hn.Problem:
    """A problem whose every name acts in some form, or cannot be set by pdfLaTeX."""
    return hn.Problem(
        hn.Network([5, 2]), [["0.5", "-1", "1/3", "2e-5", "0"]] * 2, [["1", "0"]] * 2,
        [[["0.1"] * 5, ["-0.2"] * 5]], [["0.3", "-0.4"]], "0.1",
        title=HOSTILE[4], input_names=HOSTILE, sample_names=HOSTILE[2:4],
    )  # fmt: skip


def classes() -> set[type]:
    """Every class that shows itself."""
    for module in pkgutil.walk_packages(handnet.__path__, "handnet."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = set(), [Shown]
    while waiting:
        known = waiting.pop().__subclasses__()
        waiting += known
        found |= {each for each in known if each.__module__.startswith("handnet.")}
    return found - ABSTRACT
