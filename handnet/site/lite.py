"""JupyterLite with handnet in it: notebooks that compute in the browser of whoever opens them.

    missing    what has to be installed before this can be built: the extra `site`
    build      a folder with JupyterLite, files for its file browser, and wheels of handnet and the widgets

JupyterLite builds itself in a process of its own, from what is installed here; nothing is fetched. The
Python of the browser, Pyodide, comes from where JupyterLite takes it, or from a copy inside of the site;
then no page asks for anything outside.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import HandnetError
from .pyodide import copied
from .wheels import OWN, needed_by, packed

NEEDED = ("jupyterlite_core", "jupyter_server", "jupyterlite_pyodide_kernel", "ipywidgets", "anywidget")
EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager", "anywidget")
"""What runs Python and shows widgets in JupyterLite; whatever else is installed here stays outside."""
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
SETTINGS = {"@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False}}
"""The same site is the same bytes, so its files tell no time."""
BROUGHT = ("ipython", "traitlets", "widgetsnbextension")
"""What the kernel of the browser brings itself."""


def missing() -> list[str]:
    """The packages of the extra `site` that are not installed."""
    return [name for name in NEEDED if not find_spec(name)]


def build(
    target: Path,
    files: Mapping[str, str],
    with_numpy: Mapping[str, str],
    title: str,
    pyodide: Path | None = None,
) -> None:
    """Build JupyterLite in the folder `target`, with these files, by their names, in its file browser.

    `pyodide` is a folder with a release of Pyodide to copy into it; the files `with_numpy` are left out if
    that release has no NumPy or Matplotlib. Raises HandnetError if something of the extra is missing, or with
    what JupyterLite said last.
    """
    if lacking := missing():
        raise HandnetError(
            f"site: {', '.join(lacking)} not installed; get it with: pip install 'handnet[site]'"
        )
    with tempfile.TemporaryDirectory(prefix="handnet-site-") as name:
        here = Path(name)
        settings: dict[str, Any] = {"appName": title}
        files = {**files, **with_numpy}
        if pyodide:
            packages = copied(pyodide, here / "static" / "pyodide", _python_of_the_kernel())
            if not {"numpy", "matplotlib"} <= set(packages):
                files = {name: text for name, text in files.items() if name not in with_numpy}
            settings["litePluginSettings"] = {KERNEL: {"disablePyPIFallback": True}}
        for file, text in files.items():
            (here / "contents" / file).parent.mkdir(parents=True, exist_ok=True)
            (here / "contents" / file).write_text(text, encoding="utf-8", newline="\n")
        (here / "wheels").mkdir()
        for package in (OWN, *needed_by(["anywidget"], BROUGHT)):
            packed(package, here / "wheels")
        config = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
        (here / "jupyter-lite.json").write_text(json.dumps(config), encoding="utf-8")
        (here / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        built = here / "built-by-jupyterlite"
        _run(_arguments(here, built), here)
        _assert_whole(built, files)
        shutil.move(built, target)


def _python_of_the_kernel() -> str:
    return str(import_module("jupyterlite_pyodide_kernel.constants").PYODIDE_PYTHON_VERSION)


def _arguments(here: Path, built: Path) -> list[str]:
    """What JupyterLite is told: only what is named here, the same bytes every time, no source maps."""
    from jupyter_core.paths import jupyter_path

    folders = [Path(each) for each in jupyter_path("labextensions")]
    found = {name: next((each / name for each in folders if (each / name / "package.json").is_file()), None)
             for name in EXTENSIONS}  # fmt: skip
    if absent := [name for name, path in found.items() if path is None]:
        raise HandnetError(f"site: the JupyterLab extension {absent[0]!r} is not where Jupyter looks for it; "
                           "install handnet[site] in an environment of its own")  # fmt: skip
    return [
        "build", f"--lite-dir={here}", f"--output-dir={built}", f"--contents={here / 'contents'}",
        f"--piplite-wheels={here / 'wheels'}", "--apps=lab", "--no-unused-shared-packages",
        "--no-libarchive", "--no-sourcemaps", "--ignore-sys-prefix", "--source-date-epoch=315532800",
        "--LiteBuildConfig.ignore_contents=()", "--LiteBuildConfig.ignore_lite_config=()",
        *(f"--LiteBuildConfig.federated_extensions={path}" for path in found.values()),
    ]  # fmt: skip


def _run(arguments: list[str], here: Path) -> None:
    own = {f"JUPYTER_{what}_DIR": str(here / "jupyter") for what in ("CONFIG", "DATA", "RUNTIME")}
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", *arguments], cwd=here, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, **own}, encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode:
        said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        wrong = [line for line in said if re.match(r"\w*(Error|Exception)\b", line)] or said or ["no reason"]
        raise HandnetError(f"site: JupyterLite could not be built: {wrong[-1]}")


def _assert_whole(built: Path, files: Mapping[str, str]) -> None:
    """JupyterLite leaves out without a word what it takes for something of its own."""
    absent = [name for name in files if not (built / "files" / name).is_file()]
    wheels = list((built / "pypi").glob(f"{OWN}-*.whl"))
    if absent or not wheels or not (built / "index.html").is_file():
        raise HandnetError(f"site: JupyterLite left out {absent[0] if absent else 'handnet'!r}; "
                           "build with another version of it")  # fmt: skip
