"""What a site brings into a browser: wheels that hold what was installed, notebooks, a copy of Pyodide."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import subprocess
import sys
import zipfile
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
from handnet.site.wheels import needed_by, packed

ROOT = Path(__file__).parents[1]
WIDGETS = ("anywidget", "ipywidgets", "jupyterlab_widgets", "comm", "psygnal", "typing_extensions")


# --- wheels -------------------------------------------------------------------------------------------


def installed(wheel: Path, target: Path) -> Path:
    """What an installer does: check every hash of the record, and put the files there."""
    with zipfile.ZipFile(wheel) as archive:
        (record,) = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
        rows = list(csv.reader(archive.read(record).decode().splitlines()))
        assert [row[0] for row in rows] == archive.namelist()
        for name, hashed, size in rows:
            if name != record:
                content = archive.read(name)
                digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
                assert (hashed, int(size)) == (f"sha256={digest}", len(content))
        archive.extractall(target)
    return target


def test_our_wheel_is_handnet(tmp_path):
    """Without NumPy, SymPy and all else it solves, checks and makes a panel, as here."""
    wheel = packed("handnet", tmp_path)
    assert wheel.name == f"handnet-{hn.__version__}-py3-none-any.whl"
    code = """
import sys
for name in ("numpy", "sympy", "mpmath", "matplotlib", "ipywidgets", "IPython"):
    sys.modules[name] = None
sys.path.insert(0, sys.argv[1])
import handnet as hn
problem = hn.articles.handwriting.problem
print(hn.__file__, problem.solve()["dJ/dw2[1,1]"], problem.check({"a2[1](1)": "0.597"})["a2[1](1)"].status)
print(len(problem.to_html()))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code, installed(wheel, tmp_path / "there")], text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    file, value, status, size = done.stdout.split()
    problem = hn.articles.handwriting.problem
    assert Path(file) == tmp_path / "there" / "handnet" / "__init__.py"
    assert (float(value), status) == (problem.solve()["dJ/dw2[1,1]"], "right")
    assert int(size) == len(problem.to_html())


def test_every_file_of_the_package_is_in_our_wheel(tmp_path):
    there = installed(packed("handnet", tmp_path), tmp_path / "there") / "handnet"
    for path in (ROOT / "handnet").rglob("*"):
        if path.suffix in (".py", ".js", ".css", ".json", ".typed"):
            assert (there / path.relative_to(ROOT / "handnet")).read_bytes() == path.read_bytes()


def test_wheels_of_the_widgets_hold_what_is_installed(tmp_path):
    """They can be imported from the wheels alone, and hold no path of this machine and no compiled code."""
    names = needed_by(["anywidget"], lite.BROUGHT)
    assert {name.replace("-", "_") for name in names} >= set(WIDGETS)
    assert not set(names) & {"ipython", "traitlets", "numpy", "pexpect", "psutil"}
    for name in names:
        wheel = packed(name, tmp_path)
        installed(wheel, tmp_path / "there")
        with zipfile.ZipFile(wheel) as archive:
            listed = archive.namelist()
            assert not [each for each in listed if each.endswith((".so", ".pyd")) or ".." in each], wheel
            assert not [each for each in listed if "direct_url" in each or "__pycache__" in each], wheel
            assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())
    code = """
import sys
sys.path.insert(0, sys.argv[1])
import anywidget, ipywidgets, psygnal
print(anywidget.__file__, ipywidgets.__file__, psygnal.__file__, psygnal.Signal().__class__.__name__)
"""
    done = subprocess.run([sys.executable, "-I", "-c", code, tmp_path / "there"], text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(str(tmp_path / "there")) == 3


def test_the_same_package_is_the_same_wheel(tmp_path):
    (tmp_path / "other").mkdir()
    for name in ("handnet", "comm"):
        assert packed(name, tmp_path).read_bytes() == packed(name, tmp_path / "other").read_bytes()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Installs a package of the given files, and makes it known."""

    def install(name: str, files: dict[str, str], needs: tuple[str, ...] = ()) -> None:
        about = f"{name}-1.0.dist-info"
        metadata = "".join(f"Requires-Dist: {need}\n" for need in needs)
        whole = {
            **files,
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{metadata}",
        }
        for path, text in whole.items():
            (tmp_path / "lib" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "lib" / path).write_text(text, encoding="utf-8")
        record = "".join(f"{path},,\n" for path in (*whole, f"{about}/RECORD"))
        (tmp_path / "lib" / about / "RECORD").write_text(record, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path / "lib")

    return install


def test_compiled_modules_are_left_out_where_python_is_there(package, tmp_path):
    package("fast", {"fast/__init__.py": "", "fast/core.py": "x = 1", "fast/core.cpython-311.so": "",
                     "abc__mypyc.cpython-311.so": "", "../../bin/fast": ""})  # fmt: skip
    with zipfile.ZipFile(packed("fast", tmp_path)) as archive:
        assert {name for name in archive.namelist() if "dist-info" not in name} == {
            "fast/__init__.py",
            "fast/core.py",
        }


def test_compiled_modules_that_stand_alone_are_refused(package, tmp_path):
    package("slow", {"slow/__init__.py": "", "slow/core.cpython-311.so": ""})
    with pytest.raises(HandnetError, match=r"'slow' needs core\.cpython-311\.so, which no browser can run"):
        packed("slow", tmp_path)
    with pytest.raises(HandnetError, match="'no-such-package' is not installed"):
        packed("no-such-package", tmp_path)


def test_needs_are_followed_and_extras_are_not(package):
    package("one", {"one.py": ""}, ("Two-b>=1", "three; extra == 'docs'", "absent ; sys_platform == 'win32'"))
    package("two_b", {"two_b.py": ""}, ("one", "stopped"))
    package("three", {"three.py": ""})
    package("stopped", {"stopped.py": ""})
    assert needed_by(["one"], stop=["stopped"]) == ["one", "two-b"]


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
