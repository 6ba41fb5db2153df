"""Watches handnet while it reads what a stranger typed: what it must never do is noted, and raised.

    with watched(folder) as found:      in here nothing of a text is run, no process or connection is
        hn.read(path)                   begun, no new module loaded, nothing written outside of `folder`
    assert not found                    what was done all the same, in words

    measured(work)                      what `work` does in seconds of the processor, and in bytes of memory

handnet runs code of its own making: the lines of a calculation, as Python. Such a text is looked through
name by name; it can do nothing but calculate.
"""

from __future__ import annotations

import ast
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1] / "handnet"
OWN_LINES = "<steps>"
"""What `numeric` calls the source that it writes."""
_NEVER = re.compile(
    r"subprocess\.|os\.(system|exec|fork|forkpty|posix_spawn|spawn|startfile|putenv|unsetenv|kill|killpg)|"
    r"socket\.|urllib\.|http\.|ftplib|smtplib|webbrowser|ctypes\.|pty\.|pickle\."
)
_CHANGES = re.compile(r"os\.(remove|rename|mkdir|rmdir|link|symlink|truncate|chmod|chown)|shutil\.")
_LOADED_LATE = {
    "handnet", "encodings", "numpy", "sympy", "mpmath", "matplotlib", "csv", "sqlite3", "difflib", "hashlib", "tomllib",
    "unicodedata", "pickle", "_pickle", "concurrent", "multiprocessing", "html", "inspect", "random", "fractions",
    "decimal", "statistics", "secrets", "textwrap", "ast", "json", "base64", "zlib", "tempfile", "shutil", "fcntl",
    "argparse", "gettext", "locale", "xml", "queue", "signal", "threading", "bisect", "heapq", "platform", "stat",
}  # fmt: skip
"""The modules that handnet itself loads when they are needed."""
_watching: list[tuple[str, list[str]]] = []
_hooked: list[bool] = []


@contextmanager
def watched(folder: Path) -> Iterator[list[str]]:
    """What is done inside of this that must not be done, in words; `folder` may be written in."""
    if not _hooked:  # a hook stays for good
        sys.addaudithook(_hook)
        _hooked.append(True)
    found: list[str] = []
    _watching.append((str(folder.resolve()), found))
    try:
        yield found
    finally:
        _watching.pop()


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching:
        folder, found = _watching.pop()  # what is done in here is our own doing
        try:
            if said := _forbidden(event, arguments, folder):
                found.append(said)
        finally:
            _watching.append((folder, found))


def _forbidden(event: str, arguments: tuple[Any, ...], folder: str) -> str:
    """What is wrong with an event; "" if nothing is."""
    if _NEVER.match(event) and not _loading():
        return f"{event} {arguments!r:.200}"
    if event == "import" and str(arguments[0]).partition(".")[0] not in _LOADED_LATE and not _loading():
        return f"import of {arguments[0]}"
    if event == "compile" and not _is_own(*arguments):
        return f"compile of {arguments[0]!r:.200}"
    if event == "exec" and not _comes_from_a_file(arguments[0]):
        return f"exec of {arguments[0]!r:.200}"
    if event == "open" and _writes(*arguments[1:]) and not _inside(arguments[0], folder):
        return f"open of {arguments[0]!r} to write"
    if _CHANGES.match(event) and not all(
        _inside(each, folder) for each in arguments if isinstance(each, str)
    ):
        return f"{event} {arguments!r:.200}"
    return ""


def _writes(mode: Any, flags: Any) -> bool:
    return isinstance(flags, int) and bool(flags & 0o103)  # O_WRONLY, O_RDWR, O_CREAT


def _inside(path: Any, folder: str) -> bool:
    """Whether a file is in the folder, or is where everything is lost or nothing can be, or is open already."""
    if isinstance(path, int):
        return True
    whole = str(Path(path if isinstance(path, str) else path.decode()).resolve())
    return whole in ("/dev/null", folder) or whole.startswith((f"{folder}/", "/proc/1/"))


def _comes_from_a_file(code: Any) -> bool:
    """Whether code is a module that is being loaded, or what belongs to one, or ours."""
    name = getattr(code, "co_filename", "")
    return name == OWN_LINES or name.startswith("<frozen") or Path(name).is_file() or _loading()


def _loading() -> bool:
    """Whether a module is being loaded: dataclasses are put together as text then."""
    frame: Any = sys._getframe()
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None


def _is_own(source: Any, name: Any) -> bool:
    """Whether source is lines of a calculation, or what is compiled while a module is loaded."""
    if name != OWN_LINES:
        return _loading() or _is_ours(source)
    text = source if isinstance(source, str) else bytes(source).decode()
    return all(not isinstance(node, _ACTING) for node in ast.walk(ast.parse(text)))


def _is_ours(source: Any) -> bool:
    """Whether source is a module of handnet, or a function's head, which `reference` reads and never runs."""
    text = source.decode() if isinstance(source, bytes) else source
    return text is None or text in _OURS or (text.startswith("def foo(") and text.endswith(": pass"))


_OURS = frozenset(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
_ACTING = (ast.Import, ast.ImportFrom, ast.Attribute, ast.JoinedStr, ast.ClassDef, ast.Lambda, ast.Global)
"""What lines of a calculation never have."""


def peak() -> int:
    """The most memory that this process had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(work: Callable[[], object]) -> tuple[float, int]:
    """Do the work; seconds of the processor, and by how many bytes the peak of memory grew."""
    memory, started = peak(), time.process_time()
    work()
    return time.process_time() - started, peak() - memory
