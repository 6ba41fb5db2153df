"""Notebooks run anew, and compared with what is stored in them.

    executed        the notebook after running every cell in a fresh kernel
    named           the same notebook with its widgets called 1, 2, 3 in order of appearance
    differences     what is stored and what came, where these are not the same

Compared is every output as text, of every MIME type, and the state of every widget. Characters have
to be the same. Only numbers with `FULL` significant digits or more, floats printed in full, may
differ behind the ninth digit, where another processor or another NumPy may round otherwise: a
number that somebody chose to print with fewer digits is a result to hold on to. Of pictures it is
only compared that they are there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import nbclient
import nbformat
from nbformat import NotebookNode

WIDGETS = "application/vnd.jupyter.widget-state+json"
PICTURES = {"image/png", "image/jpeg", "image/svg+xml"}
VERSIONS = {"_model_module_version", "_view_module_version", "version_minor"}
"""What a widget says of the package that it is from."""
MODEL = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
NUMBER = re.compile(r"(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)")
FULL = 12
CLOSE = 1e-9


def executed(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """A copy of the notebook, run from top to bottom in a kernel that was started for it."""
    fresh = nbformat.from_dict(json.loads(json.dumps(notebook)))
    fresh.metadata.pop("widgets", None)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbclient.NotebookClient(
        fresh,
        kernel_name="python3",
        timeout=300,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return named(fresh)


def models(notebook: NotebookNode) -> dict[str, Any]:
    """The stored widgets of a notebook by model id."""
    return notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})


def named(notebook: NotebookNode) -> NotebookNode:
    """The notebook with new model ids: in order of appearance, then by reference, then the rest."""
    stored = {name: json.dumps(each, sort_keys=True) for name, each in models(notebook).items()}
    shown = json.dumps([cell.get("outputs") for cell in notebook.cells], sort_keys=True)
    waiting = MODEL.findall(shown) + sorted(stored, key=lambda name: MODEL.sub("", stored[name]))
    order: dict[str, str] = {}
    while waiting:
        name = waiting.pop(0)
        if name in stored and name not in order:
            order[name] = f"{len(order) + 1:032x}"
            waiting = [*MODEL.findall(stored[name]), *waiting]
    text = MODEL.sub(lambda found: order.get(found[0], found[0]), json.dumps(notebook))
    return nbformat.from_dict(json.loads(text))


def differences(stored: NotebookNode, fresh: NotebookNode, title: str) -> list[str]:
    """A message for each place where what came is not what is stored."""
    stored, fresh = named(stored), named(fresh)
    found = []
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), start=1):
        if old.cell_type == "code":
            pairs = _pairs(_outputs(old), _outputs(new))
            found += [f"{title}, cell {number}, {what}" for what in pairs]
    states = ({name: each["state"] for name, each in models(each).items()} for each in (stored, fresh))
    return found + [f"{title}, widget {what}" for what in _pairs(*states)]


def _outputs(cell: NotebookNode) -> list[dict[str, Any]]:
    """What a cell put out: results and pictures in order, then each stream as one text."""
    streams: dict[str, str] = {}
    others = []
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        elif output.output_type == "error":
            others.append({"error": f"{output.ename}: {output.evalue}"})
        else:
            others.append({mime: mime in PICTURES or each for mime, each in output.data.items()})
    return [*others, *({name: streams[name]} for name in sorted(streams))]


def _pairs(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Every leaf of two trees of lists and dicts that differs, with the way to it."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new} - VERSIONS):
            if key in old or new[key] is not None:  # a newer library may add a trait that is not set
                yield from _pairs(old.get(key, "nothing"), new.get(key, "nothing"), f"{where} {key}".strip())
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            pair = (each[index] if index < len(each) else "nothing" for each in (old, new))
            yield from _pairs(*pair, f"{where} {index + 1}".strip())
    elif not same(old, new):
        yield f"{where}: stored {_shortened(old, new)}, but now {_shortened(new, old)}"


def same(old: Any, new: Any) -> bool:
    """Two leaves: the same characters, apart from the last digits of floats printed in full."""
    if isinstance(old, str) and isinstance(new, str):
        left, right = NUMBER.split(old), NUMBER.split(new)
        return len(left) == len(right) and all(map(_same_piece, left, right))
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=CLOSE, abs_tol=1e-12)
    return type(old) is type(new) and bool(old == new)


def _same_piece(old: str, new: str) -> bool:
    if old == new:
        return True
    full = all(NUMBER.fullmatch(each) and len(_digits(each)) >= FULL for each in (old, new))
    return full and math.isclose(float(old), float(new), rel_tol=CLOSE, abs_tol=1e-12)


def _digits(number: str) -> str:
    return re.sub(r"[eE].*|\.", "", number).lstrip("0")


def _shortened(value: Any, other: Any) -> str:
    """The value, of long texts only the part around the first character that differs."""
    text, beside = (each if isinstance(each, str) else json.dumps(each) for each in (value, other))
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(text, beside, strict=False))
    start = max(0, len(list(alike)) - 40)
    return repr(("…" if start else "") + text[start : start + 100])
