"""JupyterLab with the notebooks of handnet.

In a clone that is installed with `pip install -e` the notebooks are opened where they are. Any
other installation carries them inside the package; they are copied into the current folder:

    state, plan          what belongs where, decided from hashes alone: nothing a person wrote is lost
    in_reach             the notebooks as files of a folder, copied there if need be, and trusted
    trust                signs notebooks, so that JupyterLab shows the widgets stored in them
    arguments, launch    JupyterLab itself, started in this process

The folder remembers in `.handnet.json` what was copied. A copy that nobody wrote in is replaced by
the notebook of a newer handnet; a copy somebody wrote in is kept, and the newer notebook is put
beside it under a name with the version. Running a notebook is not writing in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from . import __version__
from .disk import write_whole
from .errors import HandnetError, counted, suggestion

FOLDER = "handnet-notebooks"
MEMORY = ".handnet.json"
START = "start.ipynb"
PACKAGE = Path(__file__).parent


class State(NamedTuple):
    """Two hashes of a file: of every byte, and of what a person wrote (cells, without their outputs)."""

    whole: str
    written: str


def state(name: str, content: bytes) -> State:
    """The state of a file called `name`; what cannot be read as a notebook is all written."""
    whole = written = hashlib.sha256(content).hexdigest()
    if name.endswith(".ipynb"):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            cells = [[cell["cell_type"], "".join(cell["source"]), cell.get("attachments")]
                     for cell in json.loads(content)["cells"]]  # fmt: skip
            written = hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    return State(whole, written)


def plan(
    shipped: Mapping[str, State],
    look: Callable[[str], State | None],
    copied: Mapping[str, State],
    version: str,
) -> dict[str, str]:
    """Which files to write: the name each gets, and the shipped file that it is.

    `look` tells the state of a file of the folder now, `copied` what was once put there.
    """
    files = {}
    for name, new in shipped.items():
        for target in _names(name, version):
            here, before = look(target), copied.get(target)
            if here is None and before == new and target != name:
                break  # it stood beside a changed one, and was deleted
            unwritten = here is not None and before is not None and here.written == before.written
            if here is None or here == before != new or (unwritten and here.written != new.written):
                files[target] = name
                break
            if here.written == new.written or (before is not None and before.written == new.written):
                break  # there is nothing newer to bring
    return files


def _names(name: str, version: str) -> Iterator[str]:
    """start.ipynb, start-0.2.0.ipynb, start-0.2.0-2.ipynb, and so on."""
    path = PurePosixPath(name)
    yield name
    yield str(path.with_stem(f"{path.stem}-{version}"))
    for number in count(2):
        yield str(path.with_stem(f"{path.stem}-{version}-{number}"))


def in_reach(package: Path) -> tuple[Path, list[str]]:
    """The folder whose notebooks are to be opened, copied if need be; and what there is to say about it."""
    inside, beside = package / "notebooks", package.parent / "notebooks"
    if not inside.is_dir():
        if not (beside / START).is_file():
            raise HandnetError("the notebooks are not in this installation of handnet; install it again")
        trust(beside.glob("*.ipynb"))
        return beside, []
    try:
        here = Path.cwd()
        folder = here if (here / MEMORY).is_file() else here / FOLDER
        return folder, copy(_files(inside), folder)
    except OSError as error:
        raise HandnetError(
            f"cannot put the notebooks into {FOLDER!r} here: {error.strerror or error}; "
            "go to a folder of your own and call `handnet lab` there"
        ) from None


def _files(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their names; hidden ones and checkpoints are no part of it."""
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in names
        if not any(part.startswith(".") for part in name.parts)
    }


def copy(contents: Mapping[str, bytes], folder: Path, version: str = __version__) -> list[str]:
    """Put `contents` into the folder as `plan` says; returns a line for each thing worth knowing."""

    def look(name: str) -> State | None:
        path = folder / name
        return state(name, path.read_bytes()) if path.is_file() else None

    folder.mkdir(exist_ok=True)
    shipped = {name: state(name, content) for name, content in contents.items()}
    remembered = _remembered(folder / MEMORY)
    files = plan(shipped, look, remembered, version)
    for target, name in files.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        write_whole(contents[name], folder / target)
    as_shipped = {name: new for name, new in shipped.items() if look(name) == new}
    copied = remembered | as_shipped | {target: shipped[name] for target, name in files.items()}
    if copied != remembered:
        write_whole(json.dumps(copied, indent=1, sort_keys=True), folder / MEMORY)
    trust(folder / name for name in sorted({*as_shipped, *files}) if name.endswith(".ipynb"))
    beside = [(name, target) for target, name in files.items() if target != name]
    said = [f"{counted(len(files), 'file')} copied to {str(folder)!r}"] if files else []
    return said + [
        f"{name!r} was changed here and is kept; what handnet {version} brings is {target!r}"
        for name, target in beside
    ]


def _remembered(path: Path) -> dict[str, State]:
    try:
        return {str(name): State(*map(str, each)) for name, each in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # nothing was copied yet, or nobody can tell: then every file there counts as changed


def trust(notebooks: Iterable[Path]) -> None:
    """Sign notebooks that came with handnet; where no signature can be kept, they just stay untrusted."""
    try:
        import nbformat
        from jupyter_core.paths import jupyter_data_dir
        from nbformat.sign import NotebookNotary
    except ImportError:
        return
    with contextlib.suppress(OSError, sqlite3.Error):
        Path(jupyter_data_dir()).mkdir(mode=0o700, parents=True, exist_ok=True)  # nbformat 5.10.0 does not
        notary = NotebookNotary()
        for path in notebooks:
            with contextlib.suppress(ValueError, nbformat.ValidationError):
                notary.sign(nbformat.read(path, nbformat.NO_CONVERT))
        notary.store.close()


def chosen(word: str, folder: Path) -> str:
    """The notebook that `word` names: start, start.ipynb or handnet-notebooks/start.ipynb."""
    known = sorted(path.stem for path in folder.glob("*.ipynb"))
    name = word.removeprefix(f"{FOLDER}/").removesuffix(".ipynb")
    if name not in known:
        raise HandnetError(f"no notebook {word!r}; {suggestion(name, known)}")
    return f"{name}.ipynb"


def arguments(folder: Path, notebook: str, *, browser: bool, port: int | None, root: bool) -> list[str]:
    """What JupyterLab is told: quiet, looks for no update of itself, ended by one Ctrl-C."""
    if port is not None and not 0 <= port <= 65535:
        raise HandnetError(f"there is no port {port}: choose one from 1024 to 65535")
    from urllib.parse import quote

    told = [
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{quote(notebook)}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--ServerApp.log_level=ERROR",
        "--LabApp.log_level=ERROR",
        "-y",
    ]
    if not browser:
        told.append("--no-browser")
    if port is not None:
        told.append(f"--port={port}")
    return [*told, "--allow-root"] if root else told


def launch(notebook: str = START, *, browser: bool = True, port: int | None = None) -> str:
    """Open a notebook in JupyterLab, and come back when that has ended."""
    try:
        from jupyterlab.labapp import main
    except ImportError:
        raise HandnetError("JupyterLab is not installed; get it with: pip install 'handnet[lab]'") from None
    folder, said = in_reach(PACKAGE)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    notebook = chosen(notebook, folder)
    told = arguments(folder, notebook, browser=browser, port=port, root=root)
    for line in (*said, f"opening {str(folder / notebook)!r} in JupyterLab; Ctrl-C ends it"):
        print(f"handnet: {line}", file=sys.stderr, flush=True)
    main(told)
    return "JupyterLab has ended"
