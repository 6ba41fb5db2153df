"""The notebooks keep to the rules and hold what running them gives; and both checks see what is wrong."""

from __future__ import annotations

import copy

import nbformat
import pytest
from execute_notebooks import NOTEBOOKS, main, written
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebook_compare import differences, executed, models, named, same
from notebook_rules import faults

PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def test_there_are_notebooks():
    assert NOTEBOOKS / "start.ipynb" in PATHS


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_keeps_to_the_rules(path):
    text = path.read_text(encoding="utf-8")
    found = faults(nbformat.reads(text, as_version=4), text)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_holds_what_running_it_gives(path):
    stored = nbformat.read(path, as_version=4)
    found = differences(stored, executed(stored, path.parent), path.name)
    assert not found, "\n".join(found)


# --- the comparison sees every change -----------------------------------------------------------------

SOURCES = [
    "import ipywidgets\nfrom IPython.display import Markdown, display\n"
    "value = 0.5932699921071872\n"
    "print(value, '0.10')",
    "Markdown(f'z is ${value:.4f}$')",
    "display(Markdown('first'))\ndisplay({'text/plain': '1.25', 'text/html': '<b>1.25</b>'}, raw=True)",
    "slider = ipywidgets.FloatSlider(value=0.5, max=1, step=0.01, description='w')\n"
    "text = ipywidgets.HTML('w is 0.50')\n"
    "slider.observe(lambda change: setattr(text, 'value', f'w is {change.new:.2f}'), 'value')\n"
    "slider.value = 0.25\n"
    "ipywidgets.VBox([slider, text])",
]  # fmt: skip


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> NotebookNode:
    cells = [new_markdown_cell("# Small"), *map(new_code_cell, SOURCES)]
    return executed(new_notebook(cells=cells), tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def again(stored, tmp_path_factory) -> NotebookNode:
    return executed(stored, tmp_path_factory.mktemp("run"))


def widget(notebook: NotebookNode, model: str) -> dict[str, object]:
    (state,) = (each["state"] for each in models(notebook).values() if each["model_name"] == model)
    return state


def test_running_twice_gives_no_difference(stored, again):
    assert differences(stored, again, "small") == []
    assert widget(again, "HTMLModel")["value"] == "w is 0.25"  # what the slider told it
    assert len(models(again)) == 8


def stream(notebook):
    notebook.cells[1].outputs[0].text = "0.5932699921071872 0.11\n"


def last_digits(notebook):
    notebook.cells[1].outputs[0].text = "0.5932699031071872 0.10\n"


def trailing_zero(notebook):
    notebook.cells[1].outputs[0].text = "0.5932699921071872 0.1\n"


def markdown(notebook):
    notebook.cells[2].outputs[0].data["text/markdown"] = "z is $0.5934$"


def plain(notebook):
    notebook.cells[3].outputs[1].data["text/plain"] = "1.24"


def html(notebook):
    notebook.cells[3].outputs[1].data["text/html"] = "<i>1.25</i>"


def kind(notebook):
    del notebook.cells[3].outputs[1].data["text/html"]


def output(notebook):
    del notebook.cells[3].outputs[0]


def outputs(notebook):
    notebook.cells[2].outputs = []


def added(notebook):
    notebook.cells[2].outputs.append(new_output("stream", name="stderr", text="a warning"))


def error(notebook):
    notebook.cells[2].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=[])]


def widget_text(notebook):
    widget(notebook, "HTMLModel")["value"] = "w is 0.26"


def slider_value(notebook):
    widget(notebook, "FloatSliderModel")["value"] = 0.26


def slider_label(notebook):
    del widget(notebook, "FloatSliderModel")["description"]


def children(notebook):
    widget(notebook, "VBoxModel")["children"].reverse()


def widgets(notebook):
    del notebook.metadata["widgets"]


def view(notebook):
    del notebook.cells[4].outputs[0].data["application/vnd.jupyter.widget-view+json"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (stream, "cell 2, 1 stdout: stored '0.5932699921071872 0.11\\n', but now '0.5932699921071872 0.10\\n'"),
        (last_digits, "cell 2, 1 stdout"),
        (trailing_zero, "cell 2, 1 stdout"),
        (markdown, "cell 3, 1 text/markdown: stored 'z is $0.5934$', but now 'z is $0.5933$'"),
        (plain, "cell 4, 2 text/plain: stored '1.24', but now '1.25'"),
        (html, "cell 4, 2 text/html"),
        (kind, "cell 4, 2 text/html: stored 'nothing'"),
        (output, "cell 4, 1"),
        (outputs, "cell 3, 1: stored 'nothing'"),
        (added, "cell 3, 2: stored"),
        (error, "cell 3, 1 error: stored 'ValueError: no', but now 'nothing'"),
        (widget_text, "value: stored 'w is 0.26', but now 'w is 0.25'"),
        (slider_value, "value: stored '0.26', but now '0.25'"),
        (slider_label, "description: stored 'nothing', but now 'w'"),
        (children, "_model_name: stored 'HTMLModel', but now 'FloatSliderModel'"),
        (widgets, "widget 00000000000000000000000000000001: stored 'nothing'"),
        (view, "cell 5, 1 application/vnd.jupyter.widget-view+json"),
    ],
)  # fmt: skip
def test_every_change_is_reported(stored, again, change, said):
    changed = copy.deepcopy(stored)
    change(changed)
    found = differences(changed, again, "small")
    assert any(said in each for each in found), found
    assert all(each.startswith("small, ") for each in found)


def test_only_floats_printed_in_full_may_round_otherwise():
    assert same("a = 0.5932699921071872", "a = 0.5932699921071874")
    assert same(0.1 + 0.2, 0.3)
    assert same("0", "0")
    for old, new in [
        ("0.59326999210", "0.59326999211"), ("0.10", "0.1"), ("a = 0.5", "b = 0.5"), ("0.5932699921071872",
        "0.5932699031071872"), ("1.5e-17", "1.6e-17"), ("1", "1.0"), ("0.5", "-0.5"), (1, 1.0), (True, 1),
    ]:  # fmt: skip
        assert not same(old, new), (old, new)


def test_names_of_widgets_do_not_depend_on_the_run(stored):
    assert named(stored) == stored
    ids = sorted(models(stored))
    other = nbformat.writes(stored)
    for name in ids:
        other = other.replace(name, f"{int(name, 16) * 7919:032x}"[::-1])
    assert named(nbformat.reads(other, as_version=4)) == stored


# --- the rules see what is wrong ----------------------------------------------------------------------


def notebook_of(source: str = "1 + 1", prose: str = "text", **output: str) -> NotebookNode:
    data = {"text/plain": "2", **{mime.replace("_", "/"): text for mime, text in output.items()}}
    result = new_output("execute_result", data=data, execution_count=1)
    return new_notebook(
        cells=[new_markdown_cell(prose), new_code_cell(source, execution_count=1, outputs=[result])]
    )


def test_a_good_notebook_has_no_faults():
    good = notebook_of(
        prose="![the network](net.svg)", text_html="<svg><title>net</title></svg><img alt='net'>"
    )
    assert faults(good) == []
    assert faults(good, written(good)) == []


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        (notebook_of("def double(x):\n    return 2*x"), "cell 2 defines a function or a class"),
        (notebook_of("class Net:\n    pass"), "cell 2 defines a function or a class"),
        (notebook_of("1\n" * 11), "cell 2 has more than 10 lines"),
        (notebook_of("!ls"), "cell 2 is not plain Python"),
        (notebook_of(text_plain="<object at 0x7f3b2c1d>"), "cell 2 contains an address in memory: '0x7f3b2c1d'"),
        (notebook_of(text_plain="/home/anna/net.toml"), "cell 2 contains a path of one machine"),
        (notebook_of(text_html="at 12:30:59"), "cell 2 contains a time of day"),
        (notebook_of(text_html="on 2024-05-06"), "cell 2 contains a date"),
        (notebook_of(text_plain="took 12 ms"), "cell 2 contains a measured time"),
        (notebook_of(prose="![](net.svg)"), "cell 1 shows a picture without words for it"),
        (notebook_of(text_markdown="![ ](net.svg)"), "cell 2 shows a picture without words for it"),
        (notebook_of(text_html="<img src='net.svg' alt=''>"), "cell 2 shows a picture without words for it"),
        (notebook_of(text_html="<svg width='1'><path/></svg>"), "cell 2 shows a picture without words for it"),
        (notebook_of(image_png="iVBORw0KGgo="), "cell 2 shows a figure without words for it"),
    ],
)  # fmt: skip
def test_every_fault_is_reported(notebook, said):
    assert [each for each in faults(notebook) if each.startswith(said)]


def test_a_cell_that_was_not_run_is_reported(stored):
    stripped = copy.deepcopy(stored)
    for cell in stripped.cells[1:]:
        cell.outputs, cell.execution_count = [], None
    assert faults(stripped)[0] == "its outputs were stripped"
    jumbled = copy.deepcopy(stored)
    jumbled.cells[1].execution_count = 2
    assert faults(jumbled) == ["cell 2 was not run, or not in order: its number is 2, not 1"]
    failed = copy.deepcopy(stored)
    error(failed)
    assert faults(failed) == ["cell 3 ended in an error"]


def test_executing_twice_gives_the_same_bytes(tmp_path, capsys):
    path = tmp_path / "small.ipynb"
    nbformat.write(new_notebook(cells=[*map(new_code_cell, SOURCES)]), path)
    texts = []
    for said in ("stored anew", "as it was"):
        assert main([str(path)]) == 0
        assert said in capsys.readouterr().out
        texts.append(path.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert not faults(nbformat.reads(texts[1], as_version=4), texts[1])
    assert faults(nbformat.reads(texts[1], as_version=4), texts[1].replace('"cell-01"', '"a1b2c3d4"'))


def test_a_notebook_with_an_error_is_left_as_it_was(tmp_path, capsys):
    path = tmp_path / "small.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1/0")]), path)
    before = path.read_bytes()
    assert main([str(path)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert path.read_bytes() == before
