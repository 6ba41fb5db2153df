"""The same bytes, and the suite, with the oldest and the newest of everything: makes environments and compares.

    python tests/same_everywhere.py                             makes four environments, compares same_bytes
    python tests/same_everywhere.py --suite                     runs the test suite in the oldest and the newest
    python tests/same_everywhere.py --only oldest newest        only these
    python tests/same_everywhere.py --python 3.11=/opt/py311/bin/python …     where each Python is

The environments stand in --folder (default: build/environments), are kept, and are made with `uv` if it is
on the path, otherwise with venv and pip:

    oldest     Python 3.11 and the lowest versions that pyproject.toml names
    newest     the newest Python that is here, and the newest of everything
    3.11, 3.12, 3.13, …   that Python, and the newest of everything it takes

In the oldest, ipywidgets 8.1.0 calls what today's traitlets has deprecated. That works; but the suite
takes a warning for an error, so there warnings are only shown. Below Matplotlib 3.11 texts have other sizes, so
that labels of a drawn network cover each other.

Every environment writes the digests with another hash seed. SVG is compared where Matplotlib is the same,
and the help of commands where Python is: see same_bytes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = {"3.11": "python3.11", "3.12": "python3.12", "3.13": "python3.13", "3.14": "python3.14"}
WRITTEN_BY = {"svg:": re.compile(r"matplotlib [0-9.]+"), "help:": re.compile(r"Python [0-9]+\.[0-9]+")}
"""What a version of another package, or Python's argparse, writes in its own way."""
VERSIONS = """
import sys
from importlib.metadata import version
names = ("sympy", "mpmath", "numpy", "matplotlib", "ipywidgets", "anywidget")
print("Python " + sys.version.split()[0], *(f"{name} {version(name)}" for name in names), sep=", ")
"""


def requirements(lowest: bool) -> list[str]:
    """What the package and its tests need, at the lowest versions that are named or at any."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {*project["dependencies"], *project["optional-dependencies"]["test"]}
    if not lowest:
        return sorted(named)
    return [re.sub(r">=(.*)", r"==\1", each) for each in sorted(named)]


def environment(folder: Path, python: str, lowest: bool) -> Path:
    """The Python of an environment, made if it is not there."""
    own = folder / "bin" / "python"
    done = folder / "made"
    if done.exists():
        return own
    wanted = requirements(lowest)
    if shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--clear", "--python", python, str(folder)])
        run(["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(own), *wanted])
    else:
        run([python, "-m", "venv", "--clear", str(folder)])
        run([str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])
    done.touch()
    return own


def run(command: list[str], **options: str) -> str:
    """What a command prints; it ends this one if it fails."""
    done = subprocess.run(command, env={**os.environ, **options}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-4000:]}")
    return done.stdout


def digests(python: Path, seed: str) -> dict[str, str]:
    """The digest of each thing of each kind, by its name."""
    lines = run(
        [str(python), "-W", "ignore", str(ROOT / "tests" / "same_bytes.py"), "--each"],
        PYTHONHASHSEED=seed, MPLCONFIGDIR=str(python.parents[1] / "matplotlib"),
    ).splitlines()  # fmt: skip
    return dict(line.split("  ", 1)[::-1] for line in lines)


def compared(found: dict[str, dict[str, str]], versions: dict[str, str]) -> int:
    """Tell what differs from the first environment; how many things that should not."""
    (first, wanted), *others = found.items()
    wrong = 0
    for name, own in others:
        differ = [each for each in wanted | own if wanted.get(each) != own.get(each)]
        free = [
            each
            for each in differ
            for kind, by in WRITTEN_BY.items()
            if each.startswith(kind) and by.findall(versions[name]) != by.findall(versions[first])
        ]
        bad = [each for each in differ if each not in free]
        wrong += len(bad)
        told = f"; {len(free)} by another Matplotlib or argparse" if free else ""
        print(
            f"{name} and {first}: {len(own)} things, {len(bad)} differ{told}",
            *bad[:20],
            sep="\n  ",
            flush=True,
        )
    return wrong


def suite(python: Path, oldest: bool) -> bool:
    """Run the suite; whether it passes."""
    packages = [str(python), "-m", "pytest", "-p", "no:cacheprovider", "-n", "logical", "tests"]
    if oldest:
        packages += ["-o", "filterwarnings=default"]
    env = {**os.environ, "HANDNET_BROWSER": "off", "PYTHONPATH": str(ROOT)}
    return subprocess.run(packages, cwd=ROOT, env=env, check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "environments")
    parser.add_argument("--python", nargs="+", default=[], metavar="3.12=PATH")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--suite", action="store_true")
    options = parser.parse_args()
    pythons = PYTHONS | dict(each.split("=", 1) for each in options.python)
    here = {name: python for name, python in pythons.items() if shutil.which(python)}
    missing = ", ".join(name for name in pythons if name not in here)
    print(f"Pythons: {', '.join(here)}{'; not here: ' + missing if missing else ''}", flush=True)
    plan = {"oldest": here["3.11"], **here, "newest": list(here.values())[-1]}
    if wanted := options.only or (["oldest", "newest"] if options.suite else []):
        plan = {name: plan[name] for name in wanted}
    found, versions, ok = {}, {}, True
    for seed, (name, python) in enumerate(plan.items()):
        own = environment(options.folder / name, python, name == "oldest")
        versions[name] = run([str(own), "-c", VERSIONS]).strip()
        print(f"{name}: {versions[name]}", flush=True)
        if options.suite:
            ok = suite(own, name == "oldest") and ok
        else:
            found[name] = digests(own, str(seed))
    if found:
        ok = compared(found, versions) == 0
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
