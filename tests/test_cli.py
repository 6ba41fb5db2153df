"""The command line: what is printed, where errors go, and with which exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest

import handnet as hn
from handnet import cli


@pytest.fixture(autouse=True)
def _width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_show_handwriting_works_the_article_through(capsys):
    code, out, err = run(capsys, "show", "handwriting")
    assert (code, err) == (0, "")
    headings = ["Alejandra (sample 1)", "Forward pass", "Backward pass", "Update", "34 printed numbers",
                "What is wrong in the article", "Did it learn?"]  # fmt: skip
    places = [out.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "w2[1,1]+ = w2[1,1] - eta * dJ/dw2[1,1] = 0.5 - 1*(-0.17454075) = 0.67454075" in out
    assert "34 printed numbers: 13 right, 21 explained, 0 unexplained" in out
    assert max(map(len, out.splitlines())) <= 120


def test_show_a_file_for_one_derivative(capsys, tmp_path):
    path = tmp_path / "homework.toml"
    hn.articles.handwriting.problem.save(path)
    code, out, _ = run(
        capsys, "show", str(path), "--for", "dJ/dw1[1,2]", "--style", "delta", "--decimals", "8"
    )
    assert code == 0
    assert out.rstrip().endswith("= -0.01211299")
    assert "w1[1,2]+" not in out
    assert "J =" in out  # the loss is stated in full even where its value is not needed


def test_show_an_article_for_one_derivative_with_a_mistake(capsys):
    code, out, _ = run(capsys, "show", "handwriting", "--for", "dJ/dw2[1,1]", "--mistake", "slope-of-activation",
                       "--decimals", "8")  # fmt: skip
    assert code == 0
    assert "WITH A MISTAKE" in out
    assert "-0.16591155" in out


@pytest.mark.parametrize("name", sorted(hn.notations()))
def test_show_in_every_form_and_notation(capsys, name):
    """The same calculation: the right new weight stands in all of them, in its letters."""
    letters = {"standard": "w2[1,1]+", "crash_course": "w^3_11+", "nielsen": "w^3_11+", "rohan_lenny": "W^2_11+",
               "handwriting": "W2+", "back_propagation": "W2[1,1]+", "mazur": "w5+"}  # fmt: skip
    code, text, err = run(capsys, "show", "handwriting", "--notation", name)
    assert (code, err) == (0, "")
    assert f"  {letters[name]} = " in text
    assert "0.67454075" in text
    markdown = run(capsys, "show", "handwriting", "--notation", name, "--as", "markdown")[1]
    assert "= 0.67454075" in markdown
    assert "13 right, 21 explained" in markdown
    latex = run(capsys, "show", "handwriting", "--notation", name, "--as", "latex")[1]
    assert "= 0.67454075" in latex
    assert latex.count("\\begin{align*}") == latex.count("\\end{align*}") > 3


def test_letters_of_the_sheet_are_understood(capsys):
    code, out, _ = run(capsys, "show", "tests/published/mazur.toml", "--notation", "mazur", "--for", "dE_total/dw5",
                       "--decimals", "9")  # fmt: skip
    assert code == 0
    assert "dE_total/dw5 = dE_total/dnet_o1 * dnet_o1/dw5" in out
    assert out.rstrip().endswith("= 0.138498562*0.593269992\n               = 0.082167041")


def test_lists(capsys):
    listed = run(capsys, "articles")[1]
    assert listed.startswith("rohan_lenny       Rohan & Lenny #1")
    assert "\nhandwriting       Handwriting a neural net, part 8" in listed
    listed = run(capsys, "mistakes")[1]
    assert all(code in listed for code in hn.MISTAKES)
    assert [line for line in listed.splitlines() if line.isupper()] == [
        "FORWARD", "LOSS", "SUMS AND SAMPLES", "SLOPE", "GOING BACK", "UPDATE", "WHOLE ARRAYS", "WRITING"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["show", "handwritten"],
            "no article and no problem file 'handwritten'; did you mean 'handwriting'?",
        ),
        (["show", "missing.toml"], "'missing.toml': cannot be read"),
        (["show", "handwriting", "--for", "dJ/dw9[1,1]"], "no quantity 'w9[1,1]'"),
        (["show", "handwriting", "--style", "matrix"], "unknown style 'matrix'"),
        (["show", "handwriting", "--mistake", "none"], "unknown mistake 'none'"),
        (["show", "handwriting", "--decimals", "40"], "decimals is 40"),
        (["show", "handwriting", "--notation", "mazer"], "unknown notation 'mazer'; did you mean 'mazur'"),
    ],
)
def test_errors_are_one_line(capsys, arguments, said):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("handnet: ")
    assert said in err
    assert err.count("\n") == 1


def test_as_a_process():
    """The installed command runs, and a reader that stops early is no error."""
    shown = subprocess.run(
        f"{sys.executable} -m handnet.cli show handwriting | head -n 1",
        shell=True, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout == "Handwriting a neural net, part 8\n"
    assert shown.stderr == ""
    version = subprocess.run(
        [sys.executable, "-m", "handnet.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert version.stdout == f"handnet {hn.__version__}\n"


def test_a_page_that_lives_leaves_the_answers_to_its_sliders(capsys, tmp_path):
    """The answers by the given numbers would stay when a slider moves, and stand below the boxes for them."""
    problem = hn.Problem(hn.Network([1, 1]), ["0.3"], ["1"], [[["2"]]], [["-1"]], ask=["a1[1]"])
    problem.save(tmp_path / "sheet.toml")
    answer = f"{problem.solve()['a1[1]']:.6f}"
    for suffix in ("txt", "tex", "html"):
        run(capsys, "show", str(tmp_path / "sheet.toml"), "-o", str(tmp_path / f"sheet.{suffix}"))
    assert (tmp_path / "sheet.txt").read_text().rstrip().endswith(f"a1[1] = {answer}")
    assert rf"\item {{}}$a^{{[1]}}_{{1}} = {answer}$" in (tmp_path / "sheet.tex").read_text()
    assert (tmp_path / "sheet.html").read_text().count("<h2>Asked</h2>") == 1  # the question alone
