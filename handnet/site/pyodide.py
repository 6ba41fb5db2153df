"""A copy of Pyodide, the Python of the browser, inside of a site: what is in a release of it, unpacked.

    copied    the core and every package whose file is there, with a lock file that names just these

The kernel of JupyterLite asks for a few packages by name before a notebook can run; a copy without them is
refused here and not in somebody's browser.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from ..errors import HandnetError
from .wheels import plain_name

LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
FOR_THE_KERNEL = ("micropip", "packaging", "ipython", "jedi", "traitlets")
"""What is installed before a notebook can run."""
LARGEST_LOCK = 20_000_000


def copied(source: Path, target: Path, python: str) -> list[str]:
    """Copy a Pyodide with a Python of the version `python`, as in "3.14"; the packages that are in it.

    Raises HandnetError, with nothing copied, if something that is needed is not there.
    """
    try:
        lock = _lock(source)
        absent = [name for name in CORE if not (source / name).is_file()]
        if absent:
            raise HandnetError(
                f"site: {str(source)!r} has no {', '.join(absent)}; unpack a release of Pyodide"
            )
        found = str(lock["info"]["python"])
        if not f"{found}.".startswith(f"{python}."):
            raise HandnetError(f"site: {str(source)!r} is a Pyodide with Python {found}; "
                               f"this JupyterLite needs one with Python {python}")  # fmt: skip
        packages = lock["packages"] = _there(source, lock["packages"])
        target.mkdir(parents=True)
        for name in (*CORE, *(entry["file_name"] for entry in packages.values())):
            shutil.copyfile(source / name, target / name)
        (target / LOCK).write_text(json.dumps(lock), encoding="utf-8", newline="\n")
    except OSError as error:
        raise HandnetError(f"site: {str(source)!r} cannot be read ({error.strerror or error})") from None
    return sorted(map(plain_name, packages))


def _lock(source: Path) -> dict[str, Any]:
    path = source / LOCK
    if not path.is_file():
        raise HandnetError(f"site: {str(source)!r} has no {LOCK}; unpack a release of Pyodide")
    try:
        if path.stat().st_size > LARGEST_LOCK:
            raise ValueError
        lock = json.loads(path.read_text(encoding="utf-8"))
        for entry in lock["packages"].values():
            name, depends = entry["file_name"], entry["depends"]
            if not isinstance(depends, list) or Path(name).name != name or name in ("", ".", ".."):
                raise ValueError
        str(lock["info"]["python"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise HandnetError(f"site: {str(path)!r} is no lock file of Pyodide") from None
    return dict(lock)


def _there(source: Path, packages: dict[str, Any]) -> dict[str, Any]:
    """The packages whose file, and that of all that they need, is there."""
    by_name = {plain_name(name): name for name in packages}
    there: dict[str, bool] = {}

    def complete(name: str) -> bool:
        if name not in there:
            entry: dict[str, Any] = packages.get(by_name.get(name, ""), {})
            there[name] = bool(entry) and (source / entry["file_name"]).is_file()
            there[name] = there[name] and all(complete(plain_name(each)) for each in entry["depends"])
        return there[name]

    lacking = [name for name in FOR_THE_KERNEL if not complete(name)]
    if lacking:
        raise HandnetError(f"site: the Pyodide in {str(source)!r} lacks {', '.join(lacking)} or what "
                           "they need; take the full release")  # fmt: skip
    return {name: entry for name, entry in packages.items() if complete(plain_name(name))}
