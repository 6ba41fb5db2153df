"""What a site brings into a browser: notebooks, a copy of Pyodide, JupyterLite."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from notebook_rules import MOST_LINES

import handnet as hn
from handnet import HandnetError
from handnet.errors import counted
from handnet.site import lite
from handnet.site.entry import Entry, entries
from handnet.site.notebook import INSTALL_ALL, notebook, own_notebooks
from handnet.site.pyodide import CORE, FOR_THE_KERNEL, LOCK, copied

ROOT = Path(__file__).parents[1]
WIDGETS = ("anywidget", "ipywidgets", "jupyterlab_widgets", "comm", "psygnal", "typing_extensions")


# --- notebooks ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("problems")
    problem = hn.Problem(hn.Network([2, 2, 1]), x=["0.05", "0.10"], y=["0.01"],
                         weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
                         biases=[["0.35", "0.35"], ["0.60"]], learning_rate="0.5", title="A `b` *c* <d> $e$",
                         ask=["A1", "dJ/dw1[2,1]"])  # fmt: skip
    problem.save(folder / "homework.toml")
    return entries(
        [folder / "homework.toml", *sorted((ROOT / "tests" / "published").glob("[a-h]*[a-z].toml"))[:0]]
    )


def test_notebooks_are_notebooks(shown):
    for entry in shown:
        read = nbformat.reads(notebook(entry), 4)
        nbformat.validate(read)
        for cell in read.cells:
            if cell.cell_type == "code":
                lines = cell.source.splitlines()
                assert len(lines) <= MOST_LINES
                assert not any(line.startswith(("def ", "class ")) for line in lines)
                assert not cell.outputs


def test_a_title_in_a_notebook_is_text(shown):
    first = nbformat.reads(notebook(shown[0]), 4).cells[0].source.splitlines()[0]
    assert first.startswith("# A \\`b\\` \\*c\\* &lt;d&gt; ")
    assert "$e$" not in first


def test_every_cell_runs_where_there_is_no_numpy(shown, tmp_path):
    """All but the first code cell, which installs, in a process of its own; the first problem's and one article's."""
    hn.files.save(shown[0].problem, tmp_path / "homework.toml")
    for entry in (shown[0], next(each for each in shown if each.name == "back_propagation")):
        cells = [cell.source for cell in nbformat.reads(notebook(entry), 4).cells if cell.cell_type == "code"]
        assert cells[0].startswith("%pip install")
        without = (
            "import sys\nfor name in ('numpy', 'sympy', 'mpmath', 'matplotlib'): sys.modules[name] = None"
        )
        code = "\n".join([without, *cells[1:], "print(solution, problem.check(answers))"])
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert str(entry.problem.solve(notation=entry.notation)) in done.stdout
        asked = len(re.findall(r'": ""', cells[3]))
        assert f"{counted(asked, 'answer')}" in done.stdout.replace("All ", "")


def test_a_notebook_asks_what_the_problem_asks(shown):
    cells = [cell.source for cell in nbformat.reads(notebook(shown[0]), 4).cells if cell.cell_type == "code"]
    assert re.findall(r'"(.*)": ""', cells[3]) == ["a1[1]", "a1[2]", "dJ/dw1[2,1]"]
    assert 'hn.read("homework.toml")' in cells[1]


def test_a_notebook_of_a_large_network_has_what_is_not_refused(monkeypatch):
    """225 weights and sums are too many for a sheet, and soon also for a panel."""
    large = hn.Problem(hn.Network([15, 14]), x=["0.1"] * 15, y=["0"] * 14, weights=[[["0.1"] * 15] * 14],
                       biases=[["0"] * 14], learning_rate="1")  # fmt: skip
    text = notebook(Entry("large", "Large", large))
    assert 'problem.answer_sheet(\\"z1[1]\\", \\"a1[1]\\", ' in text
    assert "problem.explore()" in text
    monkeypatch.setattr("handnet.page.data.MOST_LINES", 100)
    assert "explore" not in notebook(Entry("large", "Large", large))


def test_our_own_notebooks_begin_by_installing():
    found = dict(own_notebooks())
    assert set(found) == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    for name, text in found.items():
        read, stored = nbformat.reads(text, 4), nbformat.read(ROOT / "notebooks" / name, 4)
        nbformat.validate(read)
        assert read.cells[0].source == INSTALL_ALL
        assert read.cells[1:] == stored.cells


# --- Pyodide ------------------------------------------------------------------------------------------


@pytest.fixture
def release(tmp_path):
    """A folder like a release: the core, what the kernel needs, NumPy, and packages whose files are missing."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    packages = {
        name: entry(name) for name in (*FOR_THE_KERNEL, "numpy", "prompt_toolkit", "scipy", "statsmodels")
    }
    packages["ipython"]["depends"] = ["prompt-toolkit"]  # spelled the other way, as in real ones
    packages["statsmodels"]["depends"] = ["scipy"]
    for name in CORE:
        (folder / name).write_bytes(name.encode())
    for name in packages:
        if name != "scipy":
            (folder / f"{name}-1-py3-none-any.whl").write_bytes(name.encode())
    write_lock(folder, packages)
    return folder


def entry(name: str) -> dict[str, object]:
    return {
        "name": name,
        "depends": [],
        "file_name": f"{name}-1-py3-none-any.whl",
        "sha256": "",
        "imports": [name],
    }


def write_lock(folder: Path, packages: dict[str, object], python: str = "3.14.2") -> None:
    lock = {"info": {"python": python}, "packages": packages}
    (folder / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def lock_of(folder: Path) -> dict[str, dict[str, object]]:
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))["packages"]


def test_what_is_there_is_copied_and_the_lock_names_just_that(release, tmp_path):
    """SciPy's file is missing, so nothing that needs it is offered either."""
    names = copied(release, tmp_path / "copy", "3.14")
    assert set(names) == {*FOR_THE_KERNEL, "numpy", "prompt-toolkit"}
    assert set(lock_of(tmp_path / "copy")) == {*FOR_THE_KERNEL, "numpy", "prompt_toolkit"}
    files = {each["file_name"] for each in lock_of(tmp_path / "copy").values()}
    assert {path.name for path in (tmp_path / "copy").iterdir()} == {*CORE, LOCK, *files}
    for path in (tmp_path / "copy").iterdir():
        assert path.name == LOCK or path.read_bytes() == (release / path.name).read_bytes()


def test_a_release_that_could_not_run_is_refused(release, tmp_path):
    whole = lock_of(release)

    def refused(words: str, python: str = "3.14") -> None:
        with pytest.raises(HandnetError, match=words) as caught:
            copied(release, tmp_path / "copy", python)
        assert "\n" not in str(caught.value)
        assert not (tmp_path / "copy").exists()

    refused(r"is a Pyodide with Python 3\.14\.2; this JupyterLite needs one with Python 3\.1", "3.1")
    for path, kept in (("../secret", whole), ("/etc/passwd", whole), ("", whole), (7, whole)):
        write_lock(release, {**kept, "micropip": {**entry("micropip"), "file_name": path}})
        refused("is no lock file of Pyodide")
    write_lock(release, whole)
    (release / "prompt_toolkit-1-py3-none-any.whl").unlink()
    refused("lacks ipython or what they need; take the full release")
    (release / CORE[2]).unlink()
    refused(r"has no pyodide\.asm\.wasm; unpack a release of Pyodide")
    (release / LOCK).write_text("[]", encoding="utf-8")
    refused("is no lock file of Pyodide")
    (release / LOCK).unlink()
    refused("has no pyodide-lock.json; unpack a release")


# --- JupyterLite --------------------------------------------------------------------------------------


def test_what_is_missing_is_named_with_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(lite, "NEEDED", ("no_such_thing", "json"))
    with pytest.raises(
        HandnetError, match=r"no_such_thing not installed; get it with: pip install 'handnet\[site\]'"
    ):
        lite.build(tmp_path / "lab", {}, {}, "Course")


def test_what_jupyterlite_says_last_is_said(monkeypatch, tmp_path):
    """Its own errors end in a line that names them; that one is passed on."""
    monkeypatch.setattr(lite, "NEEDED", ())
    monkeypatch.setattr(lite, "_arguments", lambda here, built: ["no-such-command"])
    with pytest.raises(HandnetError, match="JupyterLite could not be built: ") as caught:
        lite.build(tmp_path / "lab", {}, {}, "Course")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
