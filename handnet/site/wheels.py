"""Installed packages as wheels for the Python of a browser: pure Python, nothing fetched from anywhere.

    packed        one package as a wheel in a folder: handnet itself from its own files, however it was
                  installed, another one from what its installation lists
    needed_by     a package and all that it needs, as far as it is installed here

A module that was compiled for this machine is left out where the same module is there in Python too. The
same package gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from .. import __version__
from ..errors import HandnetError

PACKAGE = Path(__file__).parents[1]
OWN = "handnet"
_COMPILED = (".so", ".pyd", ".dylib")
_OF_THE_MACHINE = ("RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json")
_WHEEL = "Wheel-Version: 1.0\nGenerator: handnet\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file knows."""


def packed(name: str, folder: Path) -> Path:
    """Write the wheel of an installed package into `folder`, and return its path.

    Raises HandnetError for a package that is not installed, or that needs compiled code.
    """
    found = _installed(name)
    if found is None and name != OWN:
        raise HandnetError(f"the package {name!r} is not installed; get it with: pip install {name}")
    version = found.version if found else __version__
    contents = _own_files() if name == OWN else _listed(name, found)
    stem = f"{re.sub('[-_.]+', '_', name).lower()}-{version}"
    metadata = found.read_text("METADATA") if found else None
    about = {**dict(_about(found)), "METADATA": (metadata or _least(name, version)).encode(),
             "WHEEL": _WHEEL.encode()}  # fmt: skip
    files = dict(sorted(contents)) | {f"{stem}.dist-info/{each}": about[each] for each in sorted(about)}
    return _written(files, stem, folder)


def needed_by(names: Iterable[str], stop: Collection[str] = ()) -> list[str]:
    """These packages and what they need, each once, in order; none in `stop`, nor what is not installed.

    What a package needs only for an extra of its own is not followed.
    """
    wanted, found = [plain_name(name) for name in names], list[str]()
    while wanted:
        name = wanted.pop(0)
        package = _installed(name)
        if name in found or name in stop or package is None:
            continue
        found.append(name)
        needs = [need for need in package.requires or () if not re.search(r";.*\bextra\b", need)]
        wanted += [plain_name(match[0]) for need in needs if (match := re.match(r"[\w.-]+", need))]
    return found


def plain_name(name: str) -> str:
    """The name of a package as indexes know it: jupyterlab_widgets is jupyterlab-widgets."""
    return re.sub("[-_.]+", "-", name).lower()


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _own_files() -> Iterator[tuple[str, bytes]]:
    """handnet's own modules, scripts and styles; its notebooks travel by themselves."""
    for path in PACKAGE.rglob("*"):
        inside = path.relative_to(PACKAGE)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if path.is_file() and not hidden and inside.parts[0] != "notebooks":
            yield f"{OWN}/{inside.as_posix()}", path.read_bytes()


def _listed(name: str, package: Distribution | None) -> Iterator[tuple[str, bytes]]:
    """What the installation put among the modules; commands and data for JupyterLab stand elsewhere."""
    paths = {str(each): each for each in (package.files if package else None) or ()}
    for text, path in paths.items():
        inside = PurePosixPath(text)
        if ".." in inside.parts or inside.is_absolute() or "__pycache__" in inside.parts:
            continue
        if ".dist-info" in inside.parts[0] or text.endswith((".pth", ".pyc")):
            continue
        if not text.endswith(_COMPILED):
            yield text, path.locate().read_bytes()  # type: ignore[attr-defined]
        elif not _has_python(text, set(paths)):
            raise HandnetError(f"the package {name!r} needs {inside.name}, which no browser can run")


def _has_python(compiled: str, listed: Collection[str]) -> bool:
    """Whether the same module stands beside it in Python; or it only serves modules of which that is true."""
    path = PurePosixPath(compiled)
    module = path.name.split(".", 1)[0]
    return module.endswith("__mypyc") or str(path.with_name(f"{module}.py")) in listed


def _about(package: Distribution | None) -> Iterator[tuple[str, bytes]]:
    """The files about a package that say nothing of this machine, such as its licence."""
    for path in (package.files if package else None) or ():
        inside = PurePosixPath(str(path))
        if inside.parts[0].endswith(".dist-info") and inside.name not in _OF_THE_MACHINE:
            yield "/".join(inside.parts[1:]), path.locate().read_bytes()  # type: ignore[attr-defined]


def _least(name: str, version: str) -> str:
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"


def _written(files: dict[str, bytes], stem: str, folder: Path) -> Path:
    """The wheel, with the list of its files and their hashes in it."""
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={_hash(content)},{len(content)}" for name, content in files.items()]
    whole = {**files, record: "\n".join([*lines, f"{record},,", ""]).encode()}
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in whole.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            wheel.writestr(entry, content)
    os.utime(path, (0, 0))  # an index of wheels tells when each was made
    return path


def _hash(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
