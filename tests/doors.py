"""The doors through which text from people comes in: what to try at each, and what opens it.

    DOORS["addresses"]       a `Door`: `texts`, a strategy for what is typed, and `open_`, which takes it

`open_(given, folder)` hands what was typed to everything that reads such a text, as a person would. What
is refused is refused by HandnetError or, on the command line, with an exit code; anything else comes out.
The folder is empty, and may be written in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from commands_tried import run_command, tried_commands
from hypothesis import strategies as st
from near_misses import anything, as_bytes

import handnet as hn
from handnet.answer import read_answer
from handnet.files import from_toml, read_text, to_toml
from handnet.grading.one_sheet import read_sheet
from handnet.json_form import from_json
from handnet.parse import parse_formula
from handnet.quantity import is_address, parse_address
from handnet.setting import Setting
from handnet.variation.roster import read_roster


class Door(NamedTuple):
    """What is typed there, who reads it, and seconds for each line of it beyond those for any input."""

    texts: st.SearchStrategy[Any]
    open_: Callable[[Any, Path], object]
    a_line: float = 0.0


def refused(work: Callable[[], Any]) -> Any:
    """What the work gives; the HandnetError that it raised, which has one line."""
    try:
        return work()
    except hn.HandnetError as error:
        said = error
    assert str(said), "says nothing"
    assert len(str(said)) < 5000, f"says too much: {str(said)[:300]}"
    return said


@cache
def small(samples: int = 1, rate: str | None = "0.5", **options: Any) -> hn.Problem:
    """A small problem with one, or with several samples; with a learning rate or without one."""
    x, y = (
        (["0.05", "0.10"], ["0.01"]) if samples == 1 else ([["0.05", "0.10"]] * samples, [["0.01"]] * samples)
    )
    return hn.Problem(
        hn.Network([2, 2, 1], **options), x, y, [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        [["0.35", "0.35"], ["0.60"]], rate, title="Homework 3",
        ask=["z1[1]" if samples == 1 else "z1[1](1)", "dJ/dw1[2,1]"],
    )  # fmt: skip


# --- addresses -----------------------------------------------------------------------------------------

ADDRESSES = (
    "x[1]", "w1[2,1]", "b1[2]", "z1[2]", "a1[2]", "J", "J(3)", "dJ/dw1[2,1]", "da2[1]/dz2[1]", "w1[2,1]+", "J@100",
    "delta1[2]", "change_w1[2,1]", "velocity_w1[2,1]+", "z1[2](3)", "dJ/dz1[2](3)", "W1", "dJ/dW1", "W1+", "dZ2", "X",
    "a0[1]", "theta1[2]", "dE_total/dw5", "w5+", "net_h1", "out_o1", "w^3_11+", r"\frac{\partial J}{\partial w_{1}}",
    r"\delta^{2}_{1}", "w^{+}_{5}", "dJ[1]/da1[1]", "da2[1](3)/dz1[2]", "eta", "mu", "dJ/dx[1]@7",
)  # fmt: skip
PIECES = ("d", "/d", "J", "w", "W1", "[1]", "[2,1]", "[0]", "(1)", "(0)", "+", "@1", "@0", "@999", "_", "^", "{", "}",
          "delta", "change_", "velocity_", "\\partial", "\\frac", "[1,1,1]", "(99999999999999999999)")  # fmt: skip


FAR = re.compile("@[0-9]{4}")
"""So many updates are asked for that they are worked out for more than a second, as they should."""


@cache
def settings_() -> list[Setting]:
    """A network with one sample and with three, in every notation; and a graph."""
    sources = [small().forward_pass(), small(3, momentum="0.9").forward_pass()]
    graph = hn.Graph({"q": "x + y", "f": "q*z"})
    every = [Setting(source, notation=each) for source in sources for each in hn.notations().values()]
    return [*every, Setting(graph)]


def addressed(typed: tuple[str, int], folder: Path) -> None:
    """Find it in one of the settings, and what leads to it; reading what is written gives it back."""
    text, place = typed
    quantity = refused(lambda: parse_address(text))
    assert is_address(text) or isinstance(quantity, hn.HandnetError)
    if not isinstance(quantity, hn.HandnetError):
        assert parse_address(str(quantity)) == quantity
    setting = settings_()[place % len(settings_())]
    found = refused(lambda: setting.find(text))
    if not isinstance(found, hn.HandnetError):
        assert setting.find(setting.spelling.text(found)) == found
    refused(lambda: setting.members(text))
    refused(lambda: small().derive(text))
    refused(lambda: None if FAR.search(text) else small().solve()[text])
    refused(lambda: small().hint(text))


# --- answers and formulas ------------------------------------------------------------------------------

ANSWERS = (
    "0.3775", "-0.3775", "0,3775", "8.22e-2", "1/3", ".5", "5.", "+0.5", "3.7 * 10^-4", "8.22×10⁻²", "z = 0.3775",
    "≈ 0.38", "0.15*0.05 + 0.35", "1,500", "about 3", "0.377500000000", "−0.2", "1e-7", "a1[1]*(1-a1[1])",
    "y1[1]*(1-a1[1])", "J@7 + 2", "eta*w1[1,1]+",
)  # fmt: skip
FORMULAS = (
    "a1[1]*(1-a1[1])", "(a2[1] - y[1])*a2[1]*(1 - a2[1])*w2[1,1]*x[1]", "exp(-z1[1])/(1 + exp(-z1[1]))^2", "2 x[1]",
    "sigma(z1[1])", "new(w1[2,1]) - eta*dJ/dw1[2,1]", "-x[1]^2", "ln(1 - a2[1])", "w1[2,1]*x[1] + b1[2]", "1/3 + 2**3",
    "dJ/dw1[2,1]", "max(0, z1[1])", "tanh(z1[1])^-1", "x^2*3*z + 2*x*z^2", "exp(exp(exp(x)))", "1/(1+e^(-z))",
)  # fmt: skip
LETTERS = ("x", "z", "a", "y", "x[1]", "z1[1]", "a1[1]", "exp(", "ln(", "sigma(", "new(", "sqrt(", "max(", "^", "/",
           "*", "+", "-", ")", "e", "pi", "σ", "·", "×", "**", "dJ/dz1[1]", "weighted_ln(")  # fmt: skip


def answered(typed: str, folder: Path) -> None:
    """Read it as an answer, judge it in a check and in the grading of a class."""
    assert read_answer(typed).kind in ("number", "formula", "blank", "unreadable")
    for problem in (small(), small(rate=None)):  # whatever is typed, there is a report
        problem.check({"a1[1]": typed, "J": typed}, rounding=hn.Rounding(decimals=4)).to_text()
    refused(lambda: small().hint("dJ/dw1[2,1]", given={"z1[1]": typed}))
    refused(lambda: hn.Problem(hn.Network([1, 1]), [typed], [typed], [[[typed]]], [[typed]], typed))


def formulated(typed: str, folder: Path) -> None:
    """Read it as a formula of our own, of a graph, a function, a line to differentiate, an answer."""
    refused(lambda: parse_formula(typed))
    refused(lambda: small().solve().evaluate(typed))
    refused(lambda: str(hn.Graph({"f": typed})))
    refused(lambda: hn.Activation("mine", typed))
    refused(lambda: str(hn.differentiate(typed, "x")))
    refused(lambda: small().check({"z1[1]": typed}).to_text())


# --- files ---------------------------------------------------------------------------------------------


@cache
def problem_files() -> tuple[str, ...]:
    """Texts of problem files with everything that may stand in them."""
    many = small(3, momentum="0.9", l2="0.01", reduction="mean", frozen=("b1[1]",), updates="each")
    convention = hn.Convention(error_sign=-1, gradient_factor=0.5)
    return (
        to_toml(small()),
        to_toml(many),
        to_toml(small(convention=convention, activation=("tanh", "sigmoid"))),
    )


TOML = ("[network]", "[numbers]", "[[ask]]", "layers", "activation", "loss", "x", "y", "weights", "biases", "handnet",
        "quantity", "digits", "points", "[", "]", '"', "'''", "= ", "true", "1979-05-27", "{a = 1}", "9999999",
        "layers = [1000, 1000]", "layers = [99999999, 99999999]", "nan", "0x1F", "\n", "l2 = '0.1'")  # fmt: skip


def problem_read(content: bytes, folder: Path) -> None:
    """Read it from a file and from text; what was read is written, and read back the same."""
    path = folder / "homework.toml"
    path.write_bytes(content)
    found = refused(lambda: hn.read(path))
    again = refused(lambda: from_toml(read_text(path)))
    assert isinstance(found, hn.HandnetError) == isinstance(again, hn.HandnetError)
    if not isinstance(found, hn.HandnetError):
        assert from_toml(to_toml(found)) == found
        refused(lambda: str(found.describe()))


CLASS = (
    'person,"z1[1]","dJ/dw1[2,1]"\nAda,0.3775,0.0004\nBob,0.38,\n"Eve, E.",x,1/3\n',
    "person;z1[1];a1[1]\nAda;0,3775;0,5933\n",
    "name\tz1[1]\tw1[2,1]+\nÉmile\t0.3775\t0.25\n=1+1\t+1\t-1\n",
    "sep=;\nname;z1[1]\nAda;1\n",
    "person,quantity,answer\nAda,z1[1],0.3775\nAda,dJ/dw1[2,1],0.1\nBob,J,\n",
    'person,w1[2,1],z1[1]\n"Ada\nL",1,2\n"unclosed,1,2\nBob,3,4\n',
    '{"person": "Ada", "answers": {"z1[1]": "0.3775", "a1[1]": 0.5933}}\n{"name": "Bob", "z1[1]": null}\n',
)
SHEETS = ("z1[1] = 0.3775\na1[1]: 0.5933 # mine\n", "quantity,answer\nz1[1],0.3775\n", "z1[1]\t0.3775\nJ\t1\n",
          '{"z1[1]": "0.3775", "answers": {"J": 1e3}}', '[answers]\n"z1[1]" = "0.3775"\nJ = 1e3\n')  # fmt: skip
CSV = ('"', '""', ",", ";", "\t", "\n", "\r\n", "person", "quantity", "answer", "z1[1]", "Ada", "=cmd|' /c'!A1", "@x",
       "sep=,", "\n" * 50, "," * 3000, "x," * 2500, "w1[2", "1]", '"\n', "answers", "0,5")  # fmt: skip


def graded(content: bytes, folder: Path) -> None:
    """Grade it as a class, with and without a report, and as everyone's own numbers; read it as a sheet."""
    path, own = folder / "class.csv", folder / "own.csv"
    path.write_bytes(content)
    own.write_text('person,x[1]\nAda,0.5\nBob,"0.25"\n', encoding="utf-8")
    found = refused(lambda: hn.grade(small(), path, folder / "report.csv"))
    if not isinstance(found, hn.HandnetError):
        found.to_text()
        json.loads(found.to_json())
        assert _runs_nothing(folder / "report.csv")
    refused(lambda: hn.grade(small(), own, variants=path))
    sheet = refused(lambda: read_sheet(path))
    if isinstance(sheet, dict) and len(sheet) < 20:
        refused(lambda: hn.grade(small(), path, variants=own))
    refused(lambda: read_roster(path))
    assert {each.name for each in folder.iterdir()} <= {"class.csv", "own.csv", "report.csv"}


def _runs_nothing(report: Path) -> bool:
    import csv
    import re

    text = report.read_text(encoding="utf-8-sig")
    sign = next(each for each in (",", ";", "\t") if f"person{each}row" in text)
    rows = csv.reader(text.splitlines(), delimiter=sign, strict=True)
    return not any(
        cell[:1] in "=+-@\t\r" and not re.fullmatch(r"[-+](?:[\d.,]+(?:[eE][+-]?\d+)?(?:/\d+)?|inf|nan)", cell)
        for row in rows for cell in row if cell
    )  # fmt: skip


@cache
def calculations() -> tuple[str, ...]:
    """Texts of derivations and of solutions."""
    graph = hn.Graph({"q": "x + y", "f": "q*z"}).solve({"x": "-2", "y": 5, "z": -4}, "df/dx")
    own = hn.Problem(
        hn.Network([1, 1], hn.Activation("mine", "z^2 + z")), ["0.5"], ["1"], [[["2"]]], [["-1"]]
    )
    every = (hn.Network([1, 1]).derive(), small().solve("dJ/dw1[2,1]"), graph, own.solve("J", mistakes=["sign-of-error"]
             if "sign-of-error" in hn.MISTAKES else []))  # fmt: skip
    return tuple(json.dumps(json.loads(each.to_json())) for each in every)


JSON = ('"', "{", "}", "[", "]", ":", ",", "null", "true", "1e999", "-0", "NaN", '"steps"', '"term"', '"value"',
        '"sum"', '"number"', '"source"', '"layers"', "[1000, 1000]", "[99999999, 9]", "\\u0000", "\\ud800")  # fmt: skip


def calculation_read(content: bytes, folder: Path) -> None:
    """Read it as a calculation, from text and from a file; as a sheet of answers, and as lines of a class."""
    path = folder / "worked.json"
    path.write_bytes(content)
    found = refused(lambda: from_json(path))
    if not isinstance(found, hn.HandnetError):
        assert repr(from_json(found.to_json())) == repr(found)
    refused(lambda: from_json(content.decode("utf-8", "surrogateescape")))
    refused(lambda: read_sheet(path))
    refused(lambda: hn.grade(small(), path))


A_PERSON = 0.0005
"""Seconds for a line that may be somebody in a class."""


@cache
def doors() -> dict[str, Door]:
    """All doors by their names."""
    sheets = (*CLASS, *SHEETS)
    return {
        "addresses": Door(st.tuples(anything(ADDRESSES, PIECES), st.integers(0, 20)), addressed),
        "answers": Door(anything(ANSWERS, LETTERS), answered),
        "formulas": Door(anything(FORMULAS, LETTERS), formulated),
        "toml": Door(as_bytes(anything(problem_files(), TOML)), problem_read),
        "csv": Door(as_bytes(anything(sheets, CSV)), graded, A_PERSON),
        "json": Door(
            as_bytes(anything((*calculations(), *CLASS[-1:], SHEETS[3]), JSON)), calculation_read, A_PERSON
        ),
        "commands": Door(tried_commands(problem_files(), sheets, ADDRESSES), run_command),
    }
