"""Lays a small release of Pyodide out, for the test of notebooks that compute in the browser.

python3 -m venv tests/browser/.venv
tests/browser/.venv/bin/pip install '.[site]'
tests/browser/.venv/bin/python tests/browser/fetch_pyodide.py

Called by the Python that has JupyterLite, which says which Pyodide it needs. The core comes from npm, the
few packages without which no notebook runs from pip; the hashes of the lock file are made those of these
files. What is there already is kept.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from handnet.site.pyodide import CORE, FOR_THE_KERNEL, LOCK

FOLDER = Path(__file__).parent / "node_modules" / ".pyodide"


def main() -> int:
    """Fill the folder; 0 if all is there."""
    needed = importlib.import_module("jupyterlite_pyodide_kernel.constants").PYODIDE_VERSION
    stamp = FOLDER / f"version-{needed}"
    if not stamp.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        fetch_core(needed)
        fetch_packages()
        stamp.touch()
    print(f"Pyodide {needed}: {len(list(FOLDER.glob('*.whl')))} packages")
    return 0


def fetch_core(version: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(
            ["npm", "pack", "--silent", f"pyodide@{version}"], cwd=name, check=True, stdout=subprocess.PIPE
        )
        (packed,) = Path(name).glob("*.tgz")
        with tarfile.open(packed) as archive:
            for file in (*CORE, LOCK):
                (FOLDER / file).write_bytes(archive.extractfile(f"package/{file}").read())


def fetch_packages() -> None:
    """The packages that the kernel needs, in the versions of the lock file."""
    lock = json.loads((FOLDER / LOCK).read_text(encoding="utf-8"))
    packages = {re.sub("[-_.]+", "-", name).lower(): entry for name, entry in lock["packages"].items()}
    wanted, found = list(FOR_THE_KERNEL), []
    while wanted:
        name = re.sub("[-_.]+", "-", wanted.pop()).lower()
        if name not in found:
            found.append(name)
            wanted += packages[name]["depends"]
    entries = [packages[name] for name in found]
    python = ".".join(lock["info"]["python"].split(".")[:2])
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--only-binary=:all:", f"--python-version={python}", f"--dest={FOLDER}",
         *(f"{each['name']}=={each['version']}" for each in entries)], check=True,
    )  # fmt: skip
    for each in entries:
        each["sha256"] = hashlib.sha256((FOLDER / each["file_name"]).read_bytes()).hexdigest()
    (FOLDER / LOCK).write_text(json.dumps(lock), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
