r"""Documents of LaTeX compiled by pdflatex, and what its log complains of.

compiled    one document as it is
together    many documents that have the same preamble as one, which takes a fraction of the time

Without pdflatex a test that needs it is skipped with a reason; HANDNET_TEX=required makes that a failure,
HANDNET_TEX=off skips it always.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PDFLATEX = shutil.which("pdflatex")
WISH = os.environ.get("HANDNET_TEX", "")
MOST_OVERFULL = 2.0
"""Points by which a box may be too wide or too high."""
_COMPLAINTS = re.compile(
    r"!.*|Missing character.*|.*[Uu]ndefined.*|.*Warning.*|Overfull \\[hv]box \((?P<points>[0-9.]+)pt too.*",
)
_BEGIN, _END = "\\begin{document}\n", "\n\\end{document}\n"

needs_tex = pytest.mark.skipif(
    WISH == "off" or (PDFLATEX is None and WISH != "required"),
    reason="HANDNET_TEX=off" if WISH == "off" else "not installed: pdflatex",
)


def compiled(latex: str, folder: Path, name: str = "document") -> list[str]:
    """What is wrong with a document; nothing, if it compiles and all of it fits."""
    (folder / f"{name}.tex").write_text(latex, encoding="utf-8")
    command = [PDFLATEX or "pdflatex", "-halt-on-error", "-interaction=nonstopmode", f"{name}.tex"]
    wide = {**os.environ, "max_print_line": "1000"}
    done = subprocess.run(command, cwd=folder, env=wide, capture_output=True, check=False, timeout=600)
    found = list(_complaints((folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")))
    return found if found or done.returncode == 0 else [f"pdflatex ended with {done.returncode}"]


def together(documents: Mapping[str, str]) -> str:
    """The documents one after the other, each announced in the log; raises ValueError for another preamble."""
    preambles, bodies = set(), []
    for name, latex in documents.items():
        preamble, _, body = latex.partition(_BEGIN)
        preambles.add(preamble)
        bodies.append(f"\\immediate\\write-1{{DOCUMENT {name}}}\n{body.removesuffix(_END)}\n\\clearpage")
    if len(preambles) != 1:
        raise ValueError(f"{len(preambles)} preambles")
    return preambles.pop() + _BEGIN + "\n".join(bodies) + _END


def _complaints(log: str) -> Iterator[str]:
    where = ""
    for line in log.splitlines():
        if line.startswith("DOCUMENT "):
            where = f"{line.removeprefix('DOCUMENT ')}: "
        found = _COMPLAINTS.fullmatch(line)
        if found and float(found["points"] or "inf") > MOST_OVERFULL:
            yield f"{where}{line}"
