"""How code that is taken away reads: its names, its lines, its comments, whatever people called things."""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import sys
import tokenize
from contextlib import redirect_stdout

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taken_away import assert_agrees, close, edge, run_javascript, run_python, same

import handnet as hn
from handnet.code import javascript_code, python_code
from handnet.code.names import RESERVED

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"""\nimport os',
    "*/ process.exit(1) /*",
    "coding: utf-7",
    "\u202eltr\u2028next line\u2029\r\n\tdel everything()",
    "${x} `x` \\ %s {x} # // '",
)
LONG = "0.1000000000000000055511151231257827"
WORDS = ["lambda", "class", "in", "None", "let", "var", "arguments", "constructor", "toString", "math", "Math", "sigma",
         "exp", "divide", "square", "calculate", "abs", "value", "address", "__proto__", "__debug__", "__name__",
         "part", "x_1", "x1_2", "new_x", "J_s1", "print", "NaN", "await", "match", "eval", "_", "__"]  # fmt: skip


def test_the_readme_s_problem_reads_like_the_working():
    solution = hn.articles.handwriting.problem.solve("dJ/dw1[1,1]", style="delta")
    lines = [line.split("#")[0].strip() for line in solution.to_python().splitlines()]
    assert "z2_1_s1 = w2_1_1*a1_1_s1" in lines
    assert "delta1_1_s3 = delta2_1_s3*w2_1_1*a1_1_s3*(1 - a1_1_s3)" in lines
    problem = edge(activation="sigmoid", loss="squared_error")
    chain = problem.solve("dJ/dw1[1,1]").to_python()
    assert "    a1_1_s1 = sigma(z1_1_s1)                              # activation\n" in chain
    assert "\n    # Forward pass\n" in chain
    assert "\n    # Backward pass\n" in chain
    assert "    w1_1_1=0.15, w1_1_2=-0.20,\n" in chain
    assert "    dJ_da2_1_s1 = 2*(a2_1_s1 - y1_s1) " in chain


def test_numbers_are_written_as_they_were_given():
    problem = hn.Problem(
        hn.Network([3, 3], "identity"), ["0.10", ".5", "1."], ["007.50", "1e-5", "-3.0E-3"],
        [[["1/3", "1/2", "-2/3"], ["12345678901234567890", "-4", "+5"], [LONG, "0", "-0.0"]]],
        [["1.50", "2e3", "9007199254740993"]],
    )  # fmt: skip
    solution = problem.solve()
    code = solution.to_python()
    for shown in ("x1=0.10, x2=0.5, x3=1.0,", "y1=7.5, y2=1e-5, y3=-3.0E-3,", "w1_1_1=1/3, w1_1_2=0.5, w1_1_3=-2/3,",
                  "w1_2_2=-4.0, w1_2_3=5.0", "b1_1=1.50", "b1_2=2e3"):  # fmt: skip
        assert shown in code
    assert_agrees(run_python(code), solution, same)
    assert_agrees(run_javascript(solution.to_javascript())[0], solution, same)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8, unique=True), st.data())
def test_names_from_people_are_safe_and_none_is_lost(names, data):
    """Words of the languages, names of our own functions, names that would come out alike."""
    *given_names, last = names
    formulas = {last: " + ".join([f"sigma({each})*{each}^3" for each in given_names]) + "/(1 - 2)"}
    graph = hn.Graph(formulas)
    numbers = {str(each): data.draw(st.integers(-3, 3)) for each in graph.definitions().given}
    solution = graph.solve(numbers)
    found = run_python(python_code(solution))
    assert_agrees(found, solution, same)


def test_every_name_at_once_also_in_javascript():
    solutions = []
    for name in WORDS:
        other = "q" if name != "q" else "r"
        graph = hn.Graph({name: f"2*{other} + exp({other})", f"f_{name}": f"{name}^2 - {other}"})
        solutions.append(graph.solve({other: "0.5"}))
        solutions.append(hn.Graph({"q": f"tanh({name}) + {name}*{name}"}).solve({name: "0.25"}))
    for solution, found in zip(solutions, run_javascript(*map(javascript_code, solutions)), strict=True):
        assert_agrees(found, solution, close)
        assert_agrees(run_python(python_code(solution)), solution, same)


def test_names_that_would_come_out_alike_stay_apart():
    graph = hn.Graph({"q": "x1_2 + x1[2] + x1_s2 + x1(2) + new_x + dq_dx"})
    solution = graph.solve(
        {"x1_2": 1, "x1[2]": 2, "x1_s2": 4, "x1(2)": 8, "new_x": 16, "dq_dx": 32}, "q", "dq/dx1[2]"
    )
    assert run_python(solution.to_python())["q"] == 63
    names = [each.arg for each in ast.parse(solution.to_python()).body[-2].args.args]
    assert len(set(names)) == 6
    assert not set(names) & RESERVED


@pytest.mark.parametrize("text", HOSTILE)
def test_words_from_people_stay_in_their_comment(text):
    """A title, the title of an activation, the letters of a notation: nothing of them acts."""
    graph = hn.Graph({"f": "x*y"}, title=text).solve({"x": 2, "y": 3})
    mine = hn.Activation("mine", "z^3", title=text)
    notation = hn.Notation("mine", title=text, z="u^{<l>}_{<j>}")
    problem = hn.Problem(hn.Network([1, 1], mine), [1], [0], [[["0.5"]]], [[1]], title=text)
    for solution in (graph, problem.solve(notation=notation)):
        code = solution.to_python()
        assert_agrees(run_python(code), solution, same)
        read = list(tokenize.tokenize(io.BytesIO(code.encode()).readline))
        assert read[0].string == "utf-8"
        plain = ast.dump(ast.parse(solution.to_python()))
        without = "".join(line for line in code.splitlines(True) if not line.startswith("#"))
        assert ast.dump(ast.parse(without)) == plain
        script = solution.to_javascript()
        assert_agrees(run_javascript(script)[0], solution, close)
        assert not any(sign in code + script for sign in "\u202e\u2028\u2029\r\t")


def test_a_sum_of_very_many_terms_is_added_up_in_the_same_order():
    """Longer than a compiler likes: in pieces, to the same last bit."""
    count = 1200
    problem = hn.Problem(
        hn.Network([count, 1], "tanh", l2="0.001", reduction="mean"),
        [[f"{k % 7 - 3}.{k % 89}" for k in range(count)] for _ in range(2)], [["0.5"], ["0.25"]],
        [[[f"0.00{k % 97 + 1}" for k in range(count)]]], [["0.1"]],
    )  # fmt: skip
    solution = problem.solve("J", f"dJ/dw1[1,{count}]")
    code = solution.to_python()
    assert_agrees(run_python(code), solution, same)
    script = solution.to_javascript()
    assert_agrees(run_javascript(script)[0], solution, close)
    assert max(map(len, [*code.splitlines(), *script.splitlines()])) <= 120


def test_deep_formulas_fit_the_compilers():
    deep = "x" + "/(1 + x" * 50 + ")" * 50
    solution = hn.Graph({"f": deep, "g": "(" * 50 + "f" + " + 1)^2" * 50}).solve({"x": "0.5"}, "f", "df/dx")
    assert_agrees(run_python(solution.to_python()), solution, same)
    assert_agrees(run_javascript(solution.to_javascript())[0], solution, close)


@pytest.mark.parametrize(
    "name", ["", "2x", "a b", "class", "math", "sigma(", "é", "x" * 61, "__init__", None, "await", 5]
)
def test_a_name_that_no_function_can_have_is_refused_in_one_line(name):
    solution = hn.Graph({"f": "x*y"}).solve({"x": 2, "y": 3})
    for write in (python_code, javascript_code):
        with pytest.raises(hn.HandnetError) as error:
            write(solution, name)
        assert "cannot be the name of a function" in str(error.value)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 160


def test_another_name_and_what_is_no_calculation():
    solution = hn.Graph({"f": "worked*y"}).solve({"worked": 2, "y": 3})
    assert "def worked(\n    worked_=2.0," in solution.to_python("worked")
    assert "export function worked({\n  worked_ = 2.0," in solution.to_javascript("worked")
    with pytest.raises(hn.HandnetError, match="found Network; code is written of a derivation or a solution"):
        python_code(hn.Network([1, 1]))


def test_run_as_a_program_it_prints_every_value():
    solution = hn.Graph({"q": "x + y", "f": "q*z"}).solve({"x": -2, "y": 5, "z": -4}, "f", "df/dx")
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(solution.to_python(), {"__name__": "__main__"})
    assert "df/dx -4.0\n" in printed.getvalue()
    assert len(printed.getvalue().splitlines()) == len(solution.derivation)
    assert "__main__" not in python_code(solution.derivation)


def test_goals_that_are_given_are_in_the_result():
    problem = edge(activation="tanh", loss="none")
    solution = problem.solve("w1[1,1]", "a1[1](1)")
    assert run_python(solution.to_python())["w1[1,1]"] == 0.15
    assert hn.Graph({"f": "2*3"}).derive("f").to_python().count("def calculate():") == 1
    assert run_python(hn.Graph({"f": "2*3"}).solve({}, "f").to_python()) == {"f": 6}


def test_a_linter_finds_nothing(tmp_path):
    """Unused names, missing ones, lines that are too long: ruff's E and F rules, of Python as it is written."""
    program = shutil.which("ruff") or shutil.which("ruff", path=str(sys.prefix) + "/bin")
    if program is None:
        pytest.skip("ruff is not installed, so the style of the code is not looked at")
    wide = hn.Network([12, 12, 12], ["tanh", "softmax"], "cross_entropy", reduction="mean", momentum="0.9")
    several = [
        wide.derive(style="delta", samples=2), wide.derive("dJ/dw1[1,1]"), edge(activation="relu", l2="0.1").solve(),
        hn.articles.handwriting.problem.solve(notation="handwriting"),
        edge(activation=["tanh", "softmax"], loss="cross_entropy", b2=["800", "-800"]).solve(notation="nielsen"),
    ]  # fmt: skip
    for number, calculation in enumerate(several):
        (tmp_path / f"taken_away_{number}.py").write_text(python_code(calculation), encoding="utf-8")
    (tmp_path / "arrays.py").write_text(
        hn.articles.handwriting.problem.solve(view="matrix").to_numpy(as_function=True)
    )
    options = ["check", "--isolated", "--no-cache", "--select", "E,F,B,PLE", "--line-length", "120"]
    done = subprocess.run([program, *options, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
