"""Worksheets of a class, and the command: everyone's own numbers, files, keys in the order of the roster."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from html_reader import sound
from worksheets import HOMEWORK, NASTY, answers, holds

import handnet as hn
from handnet import cli
from handnet.errors import HandnetError

PEOPLE = ["Ada", "Emil Østergård", "李", *NASTY[:3]]
VARIANTS = hn.variants(HOMEWORK, PEOPLE, seed="spring", mistakes=["slope-of-activation", "step-added"])
FEW = ("J", "dJ/dw1[2,1]")


def test_each_sheet_is_that_of_the_persons_own_problem():
    sheets = VARIANTS.worksheets()
    assert len(sheets) == len(PEOPLE)
    for person, sheet in zip(PEOPLE, sheets, strict=True):
        assert sheet.person == person
        assert sheet.to_text() == sheets[person].to_text() == VARIANTS[person].worksheet().to_text()
        for number in VARIANTS[person].problem.values.values():
            assert number.text in sheet.to_text()
    assert len({sheet.to_text() for sheet in sheets}) == len(PEOPLE)


def test_keys_worked_out_together_are_those_worked_out_alone():
    """Arrays for many, plain floats for one: the same answers, limits and mistakes, to the last sign."""
    for person, key in list(zip(PEOPLE, VARIANTS.worksheets().key, strict=True))[::3]:
        alone = VARIANTS[person].worksheet().key
        assert key.marking == alone.marking
        assert key.to_text() == alone.to_text()


def test_everyones_key_holds():
    for person in PEOPLE[:2]:
        assert holds(VARIANTS[person].problem, FEW)["named"] >= 2


def test_nobodys_sheet_has_anybodys_answers():
    sheets = VARIANTS.worksheets()
    texts = {each.text for key in sheets.key for each in answers(key).values()}
    assert len(texts) > len(PEOPLE)
    assert not texts & set(re.findall(r"[-0-9.]+", sheets.to_text()))


def test_varied_targets_and_several_samples():
    net = hn.Network([2, 2], activation="softmax", loss="cross_entropy")
    problem = hn.Problem(
        net, [["0.1", "0.2"], ["0.3", "0.5"]], [["1", "0"], ["0", "1"]],
        [[["0.1", "0.2"], ["0.3", "0.4"]]], [["0.1", "0.2"]], "0.1",
    )  # fmt: skip
    found = hn.variants(
        problem, ["Ada", "Bo", "Cy"], vary=["X", "W1"], mistakes=["step-added"], gradients=(0, 5)
    )
    sheets = found.worksheets("J", "dJ/dW1")
    for person, key in zip(["Ada", "Bo", "Cy"], sheets.key, strict=True):
        assert key.marking == found[person].worksheet("J", "dJ/dW1").key.marking


# --- one document ---------------------------------------------------------------------------------------


def test_a_document_has_everybody_from_a_page_1_of_their_own():
    sheets = VARIANTS.worksheets(*FEW)
    for shown in (sheets, sheets.key):
        latex = shown.to_latex(document=True)
        assert latex.count(r"\newpage\setcounter{page}{1}") == len(PEOPLE)
        assert latex.count(r"\begin{document}") == 1
        heads = re.findall(r"\\markright\{(.*)\}$", latex, re.MULTILINE)
        assert heads[:2] == ["Ada", r"Emil \O{}sterg\aa{}rd"]
        assert len(heads) == len(PEOPLE)
        page = sound(shown.to_html())
        assert page.tags.count("h1") == len(PEOPLE)
        assert page.attributes.count(("div", "class", "new-page")) == len(PEOPLE)
        assert (
            shown.to_markdown().count("\n---\n") == len(PEOPLE) - 1
        )  # the first stands at the very beginning
    assert [each.sheet.person for each in sheets.key] == PEOPLE
    assert repr(sheets) == f"<Worksheets of Homework 3 for {len(PEOPLE)} people: 2 questions, 4.5 points>"
    with pytest.raises(HandnetError, match="nobody called 'Adda'"):
        sheets["Adda"]


# --- files ------------------------------------------------------------------------------------------------


def test_a_file_each_no_two_alike(tmp_path):
    paths = VARIANTS.worksheets(*FEW).save(tmp_path / "sheets", "markdown")
    assert [path.name for path in paths[:3]] == ["1-ada.md", "2-emil-stergard.md", "3.md"]
    assert len(set(paths)) == len(PEOPLE)
    assert sorted(tmp_path.joinpath("sheets").iterdir()) == sorted(paths)
    assert paths[0].read_text(encoding="utf-8").startswith("### Homework 3\n\nName: Ada")
    with pytest.raises(HandnetError, match="unknown form 'latx'; did you mean 'latex'"):
        VARIANTS.worksheets(*FEW).save(tmp_path, "latx")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    HOMEWORK.save("homework.toml")
    Path("roster.csv").write_text("name\nAda\nGrace\n=cmd\n".replace("=cmd", "Bo & Co"), encoding="utf-8")
    return tmp_path


def run(capsys, *arguments):
    code = cli.main(["worksheet", *arguments])
    seen = capsys.readouterr()
    return code, seen.out, seen.err


@pytest.mark.usefixtures("folder")
def test_the_command_prints_the_sheet_or_the_key(capsys):
    assert run(capsys, "homework.toml") == (0, HOMEWORK.worksheet().to_text() + "\n", "")
    code, out, _ = run(capsys, "homework.toml", "--key", "--as", "markdown", "--style", "delta")
    assert (code, out) == (0, HOMEWORK.worksheet(style="delta").key.to_markdown() + "\n")
    code, out, _ = run(
        capsys, "homework.toml", "--for", "dE_total/dw3", "--notation", "mazur", "--figures", "3",
        "--person", "Ada", "--title", "Test", "--space", "0",
    )  # fmt: skip
    asked = HOMEWORK.worksheet(
        "dE_total/dw3", notation="mazur", digits=hn.Digits(significant=3), person="Ada", title="Test", space=0
    )
    assert out == asked.to_text() + "\n"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("s.tex", r"\documentclass"),
        ("s.md", "### Homework 3"),
        ("s.html", "<!doctype html>"),
        ("s.txt", "Homework 3"),
    ],
)
def test_the_form_follows_from_the_end_of_the_name(capsys, name, begins):
    code, out, _ = run(capsys, "homework.toml", "--key", "-o", name)
    key = Path(name).with_name(f"s-key{Path(name).suffix}")
    assert (code, out) == (0, f"{name}: 4 questions\n{key}: the key\n")
    assert Path(name).read_text(encoding="utf-8").startswith(begins)
    assert "answer key" in key.read_text(encoding="utf-8")
    assert "answer key" not in Path(name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_the_command_for_a_class(capsys):
    drawn = ("--seed", "spring", "--without", "slope-left-out", "--for", "J")
    code, out, err = run(capsys, "homework.toml", "--roster", "roster.csv", *drawn, "--key", "-o", "sheets")
    assert (code, err) == (0, "")
    assert out == "sheets: a sheet for each of 3 people, 1 question\nsheets/key.tex: all keys\n"
    assert sorted(path.name for path in Path("sheets").iterdir()) == [
        "1-ada.tex",
        "2-grace.tex",
        "3-bo-co.tex",
        "key.tex",
    ]
    key = Path("sheets/key.tex").read_text(encoding="utf-8")
    found = hn.variants(hn.read("homework.toml"), "roster.csv", seed="spring", without=["slope-left-out"])
    assert key == found.worksheets("J").key.to_latex(document=True)
    assert key.index("Name: Ada") < key.index("Name: Grace") < key.index(r"Name: Bo \& Co")
    code, out, _ = run(capsys, "homework.toml", "--roster", "roster.csv", *drawn, "-o", "all.html")
    assert (code, out) == (0, "all.html: the sheets of 3 people, 1 question\n")
    assert (
        Path("all.html").read_text(encoding="utf-8").rstrip() == str(found.worksheets("J").to_html()).rstrip()
    )
    code, out, _ = run(capsys, "homework.toml", "--roster", "roster.csv", *drawn, "--key")
    assert out == found.worksheets("J").key.to_text() + "\n"


@pytest.mark.usefixtures("folder")
def test_what_does_not_fit_is_one_line_and_writes_nothing(capsys):
    before = sorted(Path().iterdir())
    for arguments, words in [
        (("homework.toml", "-o", "homework.toml"), "is read, too"),
        (("homework.toml", "--roster", "roster.csv", "-o", "roster.csv"), "is read, too"),
        (("homework.toml", "--roster", "roster.csv", "--person", "Ada"), "--person is for one sheet"),
        (("homework.toml", "--for", "z9[1]"), "no quantity"),
        (("homework.toml", "--space", "-1"), "space is -1"),
        (("homework.toml", "--decimals", "99"), "decimals is 99"),
        (("homework.toml", "-o", "no/such/folder.tex"), "cannot be written"),
        (("homework.toml", "-o", "sheet.pdf"), "does not say in which form; end it in one of .txt"),
        (("homework.toml", "--notation", "mazurr"), "did you mean"),
    ]:
        code, out, err = run(capsys, *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1), arguments
        assert words in err
    assert sorted(Path().iterdir()) == before


def test_one_sheet_and_its_key_need_no_numpy():
    code = """
import sys
for name in ("numpy", "sympy", "mpmath", "matplotlib", "ipywidgets"):
    sys.modules[name] = None
from worksheets import HOMEWORK
sheet = HOMEWORK.worksheet()
print(len(sheet.to_latex(document=True)), len(sheet.to_html()), len(sheet.key.to_markdown()), sheet.key.marking.answers)
"""
    here = Path(__file__).parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=here)
    assert done.returncode == 0, done.stderr
    assert "0.5933" in done.stdout


def test_a_line_says_how_far_it_is_where_there_is_a_terminal(monkeypatch):
    from dataclasses import replace

    seen: list[int] = []
    sheets = replace(VARIANTS.worksheets(*FEW), told=seen.append)
    sheets.to_text()
    assert seen == list(range(1, len(PEOPLE) + 1))
    sheets.key.to_text()
    assert seen[len(PEOPLE) :] == list(range(1, len(PEOPLE) + 1))
