"""Runs notebooks and stores them so that running them again gives the same bytes.

python tests/execute_notebooks.py              all of them
python tests/execute_notebooks.py start        some of them

What changes from run to run or from machine to machine is left out or put into one form: timings,
the version of Python, the ids of cells and widgets. The state of the widgets is stored, so that
pages show them where no kernel runs. A notebook with an error is reported and left as it was.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from notebook_compare import executed, named

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
KEPT = {"tags", "alt", "jupyter"}  # of a cell's metadata: marks, the words for a picture, hidden sources
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def main(names: Sequence[str]) -> int:
    """Execute the named notebooks in place; returns how many failed."""
    failed = 0
    for path in [Path(name).resolve() for name in names if Path(name).is_file()] or chosen(names):
        try:
            fresh = executed(nbformat.read(path, as_version=4), path.parent)
        except CellExecutionError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            failed += 1
            continue
        text = written(fresh)
        changed = text != path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'stored anew' if changed else 'as it was'}")
    return failed


def chosen(names: Sequence[str]) -> list[Path]:
    """The notebooks of the project with these names, or all."""
    paths = {path.stem: path for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    unknown = [name for name in names if Path(name).stem not in paths]
    if unknown:
        raise SystemExit(f"no notebook {unknown[0]!r}; there are {', '.join(paths)}")
    return [paths[Path(name).stem] for name in names] or list(paths.values())


def written(notebook: NotebookNode) -> str:
    """The one form in which a notebook is stored."""
    notebook = named(notebook)
    title = {key: each for key, each in notebook.metadata.items() if key in ("title", "widgets")}
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE, **title})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    ran = 0
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
        cell.metadata = nbformat.from_dict({key: cell.metadata[key] for key in KEPT & cell.metadata.keys()})
        if cell.cell_type == "code":
            ran += bool(cell.source)
            cell.execution_count = ran if cell.source else None
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = ran
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
