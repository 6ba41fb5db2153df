"""The wheels of a site: they hold what was installed, and run without anything else."""

from __future__ import annotations

import base64
import csv
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import handnet as hn
from handnet import HandnetError
from handnet.site import lite
from handnet.site.wheels import needed_by, packed

ROOT = Path(__file__).parents[1]
WIDGETS = ("anywidget", "ipywidgets", "jupyterlab_widgets", "comm", "psygnal", "typing_extensions")


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
