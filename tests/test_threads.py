"""Several threads at once: the bytes of one alone, and no state that modules share and change.

Threads begin together and are switched as often as Python can. Drawing is not among their work: Matplotlib
itself is not made for threads.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import threading
from collections import deque
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from graded import PROBLEM, write

import handnet
import handnet as hn
from handnet.functions import _Entry

THREADS = 3
PACKAGE = Path(handnet.__file__).parent
MANY = [{"z1[1]": "0.3775", "a1[1]": "0.6"}, {"z1[1]": "0.4", "dJ/dw1[2,1]": "12"}, {"a2[1]": "0,5"}]
FORMULA = {"dJ/dw2[2,1]": "(a2[2] - y[2])*a1[1]", "dJ/dw2[1,1]": "a2[1]*a1[1]"}


@pytest.fixture
def switching():
    """Threads are switched every ten microseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def at_once(*jobs):
    """What each job returns, all begun at the same moment; the first exception of any is raised."""
    barrier, found, errors = threading.Barrier(len(jobs)), [None] * len(jobs), []

    def run(place, job):
        try:
            barrier.wait()
            found[place] = job()
        except BaseException as error:  # it is raised again in the thread of the test
            errors.append(error)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error
    return found


def fresh(loss="cross_entropy", activation=("tanh", "softmax")):
    return hn.Problem(
        hn.Network([2, 2, 2], list(activation), loss, momentum="0.9"), ["0.05", "0.10"], ["1", "0"],
        [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]]],
        [["0.35", "0.35"], ["0.60", "0.60"]], "0.5",
    )  # fmt: skip


def worked(problem):
    """A student's evening: derived, solved, trained, checked, taken away in every form."""
    solution = problem.solve(style="delta", notation="mazur")
    return (
        str(problem.derive()) + solution.to_text() + solution.to_latex(document=True) + solution.to_markdown(),
        solution.to_json() + solution.to_python() + solution.to_javascript() + solution.to_numpy(),
        repr([problem.solve(f"J@{time}")["J@" + str(time)] for time in (1, 2, 3, 7)]),
        repr(problem.train(20)[20]["J"]) + str(problem.sweep({"w1[1,1]": [0.1, 0.2]}, "J")["J"]),
        "".join(problem.check(answers).to_json() for answers in MANY) + problem.to_toml(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def alone():
    """What one thread has when it works alone."""
    return worked(fresh())


@pytest.mark.usefixtures("switching")
def test_problems_of_their_own_in_several_threads(alone):
    other = worked(fresh("half_squared_error", ("relu", "sigmoid")))
    assert alone != other
    found = at_once(lambda: worked(fresh()), lambda: worked(fresh("half_squared_error", ("relu", "sigmoid"))))
    assert found == [alone, other]


@pytest.mark.usefixtures("switching")
def test_one_problem_shared_by_several_threads(alone):
    shared = fresh()
    assert at_once(*[lambda: worked(shared)] * THREADS) == [alone] * THREADS


@pytest.mark.usefixtures("switching")
def test_answers_as_formulas_are_judged_at_the_same_points_in_every_thread():
    alone, shared = fresh().check(FORMULA), fresh()
    assert [verdict.status for verdict in alone] == ["wrong", "right"]
    found = at_once(*[lambda: shared.check(FORMULA).to_json()] * THREADS)
    assert found == [alone.to_json()] * THREADS


@pytest.mark.usefixtures("switching")
def test_one_derivation_is_read_and_pulled_from_several_threads():
    """What is not among the lines is derived when it is asked for, in all threads at once."""
    addresses = [
        "dJ/dx[1]",
        "da2[1]/dw1[1,1]",
        "w1[1,1]@3",
        "J@2",
        "dJ/da1[2]",
        "z1[1]+",
        "dJ/dw2[1,1]@2",
    ] * 3
    wanted = [fresh().solve()[address] for address in addresses]
    solution = fresh().solve()
    found = at_once(*[lambda: [solution[address] for address in addresses]] * THREADS)
    assert found == [wanted] * THREADS


@pytest.mark.usefixtures("switching")
def test_proofs_with_many_digits_do_not_take_each_others_precision():
    """mpmath has one precision for the whole process, and each proof needs another one."""
    networks = [hn.Network([1, 1]), hn.Network([1, 1], "tanh")]
    alone = [str(each.verify(points=1)) for each in networks]
    assert at_once(*[lambda each=each: str(each.verify(points=1)) for each in networks * 2]) == alone * 2


@pytest.mark.usefixtures("switching")
def test_two_panels_have_nothing_in_common():
    data = fresh().explore().data

    def moved(value):
        panel = fresh().explore(notation="mazur" if value == 1 else "standard")
        for step in range(20):
            panel.values = {**panel.values, "eta": value + step}
        return panel

    first, second = at_once(lambda: moved(1), lambda: moved(2))
    assert (first.values["eta"], second.values["eta"]) == (20, 21)
    assert first.problem.values != second.problem.values
    assert second.data == data != first.data


@pytest.mark.usefixtures("switching")
def test_two_gradings_write_what_each_writes_alone(tmp_path):
    sheets = [write(tmp_path / f"{name}.csv", "name,z1[1],a1[1]\n" + f"Ada,{z},0.5933\nBo,x,0.{name}\n" * 40)
              for name, z in (("1", "0.3775"), ("2", "0.1"))]  # fmt: skip
    alone = [hn.grade(PROBLEM, sheet, tmp_path / f"alone{sheet.name}").to_text() for sheet in sheets]

    def graded(sheet):
        summary = hn.grade(PROBLEM, sheet, tmp_path / f"alone{sheet.name}").to_text()
        return summary, (tmp_path / f"alone{sheet.name}").read_bytes()

    reports = [(tmp_path / f"alone{sheet.name}").read_bytes() for sheet in sheets]
    assert at_once(*[lambda sheet=sheet: graded(sheet) for sheet in sheets]) == list(
        zip(alone, reports, strict=True)
    )


def test_a_job_that_fails_in_a_thread_is_seen():
    with pytest.raises(hn.HandnetError):
        at_once(lambda: 1, lambda: fresh().solve("w9[1,1]"))


# --- what modules hold -----------------------------------------------------------------------------------

CHANGES = {"handnet.grading.workers._jobs": "the job of a process that grades, set once when it begins"}
"""Module-level lists and tables that anything is ever put into, and why that is no shared state."""

CACHED = {
    "answer._number": "the number that a text is",
    "answer_sheet.widget.sheet_class": "a class, made when ipywidgets are first needed",
    "explore.panel_class": "the same",
    "code.functions._python": "the source text of functions",
    "code.functions._javascript": "the same in JavaScript",
    "grading.parts._there": "a grading as it was pickled, which grading rows does not change",
    "living.document._joined": "the text of files of the package",
    "living.document._style": "the same",
    "page.script": "the same",
    "page.joined": "the same",
    "page.modules": "the same",
    "page.style": "the same",
    "render.web.web_style": "the same",
    "plot.look._can_be_set": "whether Matplotlib can typeset a formula",
    "render.measure.width_of": "how wide a formula is",
    "render.measure._own_width": "how wide a sign is",
}
"""Functions that remember what they gave, and what that depends on alone."""


def modules() -> list[ModuleType]:
    names = [each.name for each in pkgutil.walk_packages(handnet.__path__, "handnet.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def containers() -> dict[str, object]:
    """Every list, table and set that stands in a module or in a class."""
    found = {}
    for module in modules():
        holders = [(module.__name__, vars(module))] + [
            (f"{module.__name__}.{name}", vars(each))
            for name, each in vars(module).items()
            if isinstance(each, type) and each.__module__ == module.__name__
        ]
        for where, names in holders:
            found |= {
                f"{where}.{name}": value
                for name, value in names.items()
                if isinstance(value, dict | list | set | deque | bytearray) and not name.startswith("__")
            }
    return found


def written(value: object) -> str:
    """Everything in a table, in words."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple | deque):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(written, value)))}}}"
    if isinstance(value, _Entry):  # its slope is derived when it is first needed, always to the same term
        return f"{value!r} {value.formula!r}"
    return value.__qualname__ if isinstance(value, type | FunctionType) else repr(value)


def test_nothing_is_put_into_what_modules_and_classes_hold(tmp_path):
    tables = containers()
    assert len(tables) > 60
    assert CHANGES.keys() <= tables.keys()
    before = {name: written(value) for name, value in tables.items()}
    problem = fresh()
    worked(problem)
    problem.to_html()
    problem.worksheet("dJ/dw1[1,1]").key.to_text()
    problem.hint("J")
    problem.explore(mistake="step-added").problem = fresh("squared_error")
    (
        str(problem.derive(view="index"))
        + str(problem.solve(view="matrix"))
        + problem.solve(notation="nielsen").to_html()
    )
    hn.grade(PROBLEM, write(tmp_path / "a.csv", "name,z1[1]\nAda,0.3\n"), tmp_path / "report.csv")
    hn.Activation("swish", "z*sigma(z)")
    hn.Notation("mine", z="u^{<l>}_{<j>}", a="h^{<l>}_{<j>}", w="v^{<l>}_{<kj>}", J="E")
    assert {name: written(value) for name, value in containers().items()} == before


def test_what_is_remembered_depends_on_nothing_but_its_arguments():
    """Each function with a memory is on the list above with its reason, and no module rebinds a name."""
    remembering = set()
    for module in modules():
        text = Path(module.__file__).read_text(encoding="utf-8")
        assert not re.search(r"^\s*(global|nonlocal) ", text, re.MULTILINE), module.__name__
        for name in re.findall(r"@(?:functools\.)?(?:lru_)?cache\b.*\n(?:@.*\n)*\s*def (\w+)", text):
            remembering.add(f"{module.__name__.removeprefix('handnet.')}.{name}")
    assert remembering == set(CACHED)
