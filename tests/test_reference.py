"""The reference: every public name is in it and says something, links lead somewhere, and it reads well."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys

import pytest
from html_reader import sound

import handnet as hn
from handnet.cli import main
from handnet.quantity import parse_address
from handnet.reference import Reference, reference_html
from handnet.reference.addresses import ADDRESSES
from handnet.reference.docstrings import docstring_blocks, said
from handnet.reference.page import command_helps
from handnet.reference.public import entry, groups
from handnet.render.page import Code, Items, Paragraph, Table, Typed

GROUPS = groups()
TOPS = [top for group in GROUPS for top in group.entries]
EVERY = [each for top in TOPS for each in (top, *top.members)]


def test_every_public_name_is_there_once():
    names = [top.name for top in TOPS]
    assert len(set(names)) == len(names)
    assert set(hn.__all__) <= set(names)
    assert not [each.name for each in EVERY if any(part.startswith("_") for part in each.name.split("."))]


def test_every_public_member_of_a_class_is_there():
    """Found here by looking at classes themselves, not at the reference."""
    listed = {each.name for each in EVERY}
    shown = {name for name in dir(hn.Network) if name.startswith("to_")}
    for name in hn.__all__:
        value = getattr(hn, name)
        if inspect.isclass(value) and not issubclass(value, Exception):
            own = {
                each for each in dir(value)
                if not each.startswith("_") and (callable(made := inspect.getattr_static(value, each))
                                                 or isinstance(made, property | classmethod))
                and getattr(made, "__module__", "handnet").startswith("handnet")
                and not hasattr(tuple, each)
            }  # fmt: skip
            plain = {
                each for each in own if isinstance(inspect.getattr_static(value, each), int | str | float)
            }
            missing = {f"{name}.{each}" for each in own - plain - shown} - listed
            assert not {each for each in missing if not each.endswith("with_digits")}


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_every_name_says_something(each):
    words = re.findall(r"[A-Za-z]+", each.doc)
    assert len(words) >= 3, each.doc
    assert each.doc[:1].isupper() or each.doc[:1] in "`'+"
    assert " at 0x" not in each.signature
    assert not re.search(r"\b_\w", each.signature.replace("__", ""))


def test_the_page_links_to_every_name_and_every_link_leads_somewhere():
    page = reference_html()
    found = sound(page)
    anchors = [value for _, name, value in found.attributes if name == "id"]
    links = {value for tag, name, value in found.attributes if (tag, name) == ("a", "href")}
    assert len(set(anchors)) == len(anchors)
    assert all(link.startswith("#") and link[1:] in anchors for link in links)
    assert {f"#{top.name}" for top in TOPS} <= links
    assert {each.name for each in EVERY} <= set(anchors)
    assert "script" not in found.tags
    assert all(each.name.rpartition(".")[2] in found.text["code"] for each in EVERY)
    assert page == reference_html()


def test_commands_and_addresses_are_there():
    helps = dict(command_helps())
    assert {"handnet show", "handnet grade", "handnet reference"} <= set(helps)
    assert all(len(line) <= 100 for text in helps.values() for line in text.splitlines())
    for address, _ in ADDRESSES:
        assert address == "W1" or str(parse_address(address)) == address
    text = Reference().to_text()
    assert all(f"usage: {name}" in text for name in helps)
    assert all(address in text for address, _ in ADDRESSES)


@pytest.mark.parametrize("form", ["text", "markdown", "latex"])
def test_every_form_has_every_name(form):
    written = re.sub(r"\\(?=[_*\[\]])|\\allowbreak *", "", getattr(Reference(), f"to_{form}")())
    assert not [each.name for each in EVERY if each.name not in written]


DOC = """Layer sizes, and which
biases exist, as in `x[1]`.

layers    sizes from the input
          to the output
bias, b   "unit" or "none"; see `Loss`

    net = Network([2, 1])
        indented

- one
- two
  more

Raises HandnetError.
    problem.solve()
"""


def test_a_docstring_is_read_as_it_is_meant():
    assert docstring_blocks(DOC) == [
        Paragraph(("Layer sizes, and which biases exist, as in ", Typed("x[1]"), ".")),
        Table(("name", "what it is"), [
            (Typed("layers"), ("sizes from the input to the output",)),
            (Typed("bias, b"), ('"unit" or "none"; see ', Typed("Loss"))),
        ]),
        Code("net = Network([2, 1])\n    indented"),
        Items([("one",), ("two more",)]),
        Paragraph(("Raises HandnetError.",)),
        Code("problem.solve()"),
    ]  # fmt: skip
    assert isinstance(said("see `x`")[1], Typed)


def test_one_name_is_found_and_an_unknown_one_is_told_in_one_line():
    assert entry("hn.Problem.check()").name == "Problem.check"
    assert entry("gradient_check").name == "Problem.gradient_check"
    with pytest.raises(hn.HandnetError, match=r"no name 'Problm' in the reference; .*Problem"):
        entry("Problm")
    with pytest.raises(hn.HandnetError, match=r"it is one of .*Network\.derive"):
        entry("derive")


def test_the_command(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["reference", "Problem.check"]) == 0
    assert capsys.readouterr().out.startswith("Problem.check\n\n    check(\n        answers: ")
    for name, start in (("r.html", "<!doctype html>"), ("r.md", "### handnet"), ("r.tex", r"\documentclass")):
        assert main(["reference", "Digits", "-o", name]) == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start.replace("handnet", "Digits"))
    assert main(["reference", "-o", "r.pdf"]) == 2
    assert "end it in one of .txt" in capsys.readouterr().err


def test_the_reference_works_where_nothing_else_is_installed():
    """Neither NumPy nor Matplotlib: what needs them is told from its source."""
    code = """
import sys
for name in ("numpy", "sympy", "mpmath", "matplotlib", "ipywidgets", "anywidget"):
    sys.modules[name] = None
from handnet.reference import Reference, reference_html
assert "Problem.check" in reference_html()
print(Reference("plot").to_text()[-60:])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "need Matplotlib" in done.stdout
