"""`handnet lab`: what is copied where, what is never lost, what JupyterLab is told, and the errors."""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook, new_output

from handnet import cli, lab
from handnet.lab import State


def plan(shipped: str, present: str | None, copied: str | None, **others: State) -> dict[str, str]:
    """The plan for one notebook; a text like "source/outputs" says what is in it."""

    def state_of(text: str | None) -> State | None:
        return None if text is None else State(text, text.split("/")[0])

    def known(text: str | None) -> dict[str, State]:
        state = state_of(text)
        return {} if state is None else {"start.ipynb": state}

    here = {**known(present), **{f"{name.replace('_', '-')}.ipynb": each for name, each in others.items()}}
    return lab.plan(known(shipped), here.get, known(copied), "2")


NOTHING: dict[str, str] = {}
WRITE = {"start.ipynb": "start.ipynb"}
BESIDE = {"start-2.ipynb": "start.ipynb"}


@pytest.mark.parametrize(
    ("shipped", "present", "copied", "files"),
    [
        ("new", None, None, WRITE),  # the first time
        ("old", "old", "old", NOTHING),  # the second time
        ("old", "old", None, NOTHING),  # it is what we would write, and nobody remembers that we did
        ("old", None, "old", WRITE),  # deleted, to get a fresh one
        ("new", "old", "old", WRITE),  # a newer handnet, and nobody wrote in the copy
        ("old/new outputs", "old/outputs", "old/outputs", WRITE),
        ("new", "old/outputs of today", "old", WRITE),  # run, but not written in
        ("old", "old/outputs of today", "old", NOTHING),  # what was run stays
        ("old", "mine", "old", NOTHING),  # written in, and there is nothing newer
        ("new", "mine", "old", BESIDE),  # written in: both are wanted
        ("new", "mine", None, BESIDE),  # a file that was there before, by chance of this name
        ("new", "mine", "new", NOTHING),
        ("new", "new/outputs of today", "old", NOTHING),
    ],
)
def test_plan(shipped, present, copied, files):
    assert plan(shipped, present, copied) == files


def test_plan_beside_a_changed_notebook():
    assert plan("new", "mine", "old", start_2=State("new", "new")) == NOTHING
    assert plan("new", "mine", "old", start_2=State("too", "mine")) == {"start-2-2.ipynb": "start.ipynb"}
    copied = {"start.ipynb": State("old", "old"), "start-2.ipynb": State("new", "new")}
    deleted = lab.plan(
        {"start.ipynb": State("new", "new")}, {"start.ipynb": State("mine", "mine")}.get, copied, "2"
    )
    assert deleted == NOTHING  # who deleted the newer one does not want it


def notebook(*sources: str, output: str = "2") -> bytes:
    result = new_output("execute_result", data={"text/html": output}, execution_count=1)
    cells = [
        new_code_cell(source, outputs=[result], execution_count=1, id=f"c{n}")
        for n, source in enumerate(sources)
    ]
    return nbformat.writes(new_notebook(cells=cells)).encode()  # fmt: skip


def test_state_tells_running_from_writing():
    old, ran, wrote = notebook("1 + 1"), notebook("1 + 1", output="3"), notebook("1 + 2")
    states = [lab.state("start.ipynb", content) for content in (old, ran, wrote)]
    assert states[0].written == states[1].written != states[2].written
    assert len({each.whole for each in states}) == 3
    for name, content in (("net.svg", b"<svg/>"), ("start.ipynb", b"{half a notebo"), ("start.ipynb", b"[]")):
        assert lab.state(name, content).whole == lab.state(name, content).written


# --- copying ------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _own_signatures(tmp_path, monkeypatch):
    """Signatures go to a folder of the test, not to the user's own."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "signatures"))


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "handnet-notebooks"


def trusted(path: Path) -> bool:
    notary = NotebookNotary()
    try:
        return notary.check_signature(nbformat.read(path, as_version=4))
    finally:
        notary.store.close()


def test_copies_are_updated_kept_and_trusted(folder):
    first = {"start.ipynb": notebook("1"), "more.ipynb": notebook("2"), "pictures/net.svg": b"<svg/>"}
    assert lab.copy(first, folder, "1") == [f"3 files copied to {str(folder)!r}"]
    assert {name: (folder / name).read_bytes() for name in first} == first
    assert trusted(folder / "start.ipynb")
    assert lab.copy(first, folder, "1") == []

    mine = notebook("1 # mine")
    (folder / "start.ipynb").write_bytes(mine)
    assert lab.copy(first, folder, "1") == []
    assert not trusted(folder / "start.ipynb")  # only what came with handnet is vouched for

    second = {"start.ipynb": notebook("11"), "more.ipynb": notebook("22")}
    assert lab.copy(second, folder, "2") == [
        f"2 files copied to {str(folder)!r}",
        "'start.ipynb' was changed here and is kept; what handnet 2 brings is 'start-2.ipynb'",
    ]
    assert (folder / "start.ipynb").read_bytes() == mine
    assert (folder / "start-2.ipynb").read_bytes() == second["start.ipynb"]
    assert (folder / "more.ipynb").read_bytes() == second["more.ipynb"]
    assert trusted(folder / "start-2.ipynb")
    assert trusted(folder / "more.ipynb")
    assert lab.copy(second, folder, "2") == []
    assert sorted(path.name for path in folder.iterdir()) == [
        ".handnet.json", "more.ipynb", "pictures", "start-2.ipynb", "start.ipynb"]  # fmt: skip


@pytest.mark.parametrize("memory", [None, "", "[1]", '{"start.ipynb": 3}', '{"start.ipynb": ["a"]}'])
def test_where_the_memory_is_lost_everything_counts_as_changed(folder, memory):
    lab.copy({"start.ipynb": notebook("1")}, folder, "1")
    if memory is None:
        (folder / ".handnet.json").unlink()
    else:
        (folder / ".handnet.json").write_text(memory)
    lab.copy({"start.ipynb": notebook("2")}, folder, "2")
    assert (folder / "start.ipynb").read_bytes() == notebook("1")
    assert (folder / "start-2.ipynb").read_bytes() == notebook("2")
    assert set(json.loads((folder / ".handnet.json").read_text())) == {"start-2.ipynb"}


def test_signatures_that_cannot_be_kept_are_done_without(folder, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "file" / "signatures"))
    assert lab.copy({"start.ipynb": notebook("1"), "broken.ipynb": b"{"}, folder)
    assert (folder / "start.ipynb").exists()


# --- from where, and what JupyterLab is told ----------------------------------------------------------


@pytest.fixture
def package(tmp_path) -> Path:
    """An installed package, with its notebooks inside."""
    path = tmp_path / "site-packages" / "handnet"
    (path / "notebooks").mkdir(parents=True)
    for name in ("start", "handwriting"):
        (path / "notebooks" / f"{name}.ipynb").write_bytes(notebook(name))
    (path / "notebooks" / ".ipynb_checkpoints").mkdir()
    (path / "notebooks" / ".ipynb_checkpoints" / "start.ipynb").write_bytes(notebook("old"))
    return path


def test_an_installed_package_brings_copies(package, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site-packages" / "notebooks").mkdir()  # of somebody else
    folder, _ = lab.in_reach(package)
    assert folder == tmp_path / "handnet-notebooks"
    assert sorted(path.name for path in folder.iterdir()) == [
        ".handnet.json",
        "handwriting.ipynb",
        "start.ipynb",
    ]
    monkeypatch.chdir(folder)  # called once more inside of them: no copies inside of copies
    assert lab.in_reach(package) == (folder, [])


def test_a_clone_opens_its_own_notebooks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clone" / "handnet").mkdir(parents=True)
    with pytest.raises(lab.HandnetError, match="install it again"):
        lab.in_reach(tmp_path / "clone" / "handnet")
    (tmp_path / "clone" / "notebooks").mkdir()
    start = tmp_path / "clone" / "notebooks" / "start.ipynb"
    start.write_bytes(notebook("1"))
    assert lab.in_reach(tmp_path / "clone" / "handnet") == (start.parent, [])
    assert trusted(start)
    assert not (tmp_path / "handnet-notebooks").exists()


def test_what_jupyterlab_is_told():
    told = lab.arguments(Path("/there"), "two words.ipynb", browser=True, port=None, root=False)
    assert "--ServerApp.root_dir=/there" in told
    assert "--LabApp.default_url=/lab/tree/two%20words.ipynb" in told
    assert not {"--no-browser", "--allow-root"} & set(told)
    told = lab.arguments(Path("/there"), "start.ipynb", browser=False, port=9000, root=True)
    assert {"--no-browser", "--allow-root", "--port=9000"} <= set(told)


# --- the command --------------------------------------------------------------------------------------


@pytest.fixture
def jupyterlab(package, tmp_path, monkeypatch) -> list[list[str]]:
    """A JupyterLab that only remembers what it was told."""
    calls: list[list[str]] = []
    monkeypatch.setitem(sys.modules, "jupyterlab", types.ModuleType("jupyterlab"))
    fake = types.ModuleType("jupyterlab.labapp")
    fake.main = calls.append
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", fake)
    monkeypatch.setattr(lab, "PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    return calls


def run(capsys, *arguments: str) -> tuple[int, str]:
    code = cli.main(["lab", *arguments])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("word", ["handwriting", "handwriting.ipynb", "handnet-notebooks/handwriting.ipynb"])
def test_the_named_notebook_is_opened(jupyterlab, capsys, word):
    code, err = run(capsys, word, "--no-browser", "--port", "9000")
    assert code == 0
    assert "2 files copied to" in err
    assert "Ctrl-C ends it" in err
    (told,) = jupyterlab
    assert "--LabApp.default_url=/lab/tree/handwriting.ipynb" in told
    assert ("--allow-root" in told) == (hasattr(os, "geteuid") and os.geteuid() == 0)


def test_without_a_name_the_start_page_is_opened(jupyterlab, capsys):
    assert run(capsys)[0] == 0
    assert "--LabApp.default_url=/lab/tree/start.ipynb" in jupyterlab[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["handwritten"], "no notebook 'handwritten'; did you mean 'handwriting'?"),
        (["x.ipynb"], "no notebook 'x.ipynb'; choose from handwriting, start"),
        (["--port", "99999"], "there is no port 99999: choose one from 1024 to 65535"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(jupyterlab, capsys, arguments, said):
    assert run(capsys, *arguments) == (2, f"handnet: {said}\n")
    assert not jupyterlab


def test_without_jupyterlab_it_says_what_to_install(jupyterlab, capsys, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)
    assert run(capsys) == (
        2,
        "handnet: JupyterLab is not installed; get it with: pip install 'handnet[lab]'\n",
    )
    assert not (tmp_path / "handnet-notebooks").exists()


def test_a_folder_that_cannot_be_written(jupyterlab, capsys, tmp_path, monkeypatch):
    (tmp_path / "handnet-notebooks").write_text("a file in the way")
    code, err = run(capsys)
    assert code == 2
    assert err.startswith(
        "handnet: cannot put the notebooks into 'handnet-notebooks' here: File exists; go to"
    )
    assert err.count("\n") == 1
    monkeypatch.setattr(Path, "mkdir", refuse)
    (tmp_path / "handnet-notebooks").unlink()
    assert "here: Read-only file system; go to a folder of your own" in run(capsys)[1]
    assert not jupyterlab


def refuse(*_: object, **__: object) -> None:
    raise OSError(30, "Read-only file system")
