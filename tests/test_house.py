"""The house itself: what importing loads, which way imports point, that the README is true."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from handnet import cli

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handnet"
README = (ROOT / "README.md").read_text(encoding="utf-8")

# A room imports only rooms of lines above its own, or the one before it on its own line.
FLOORS = """
errors  quantity  elementary  escape  disk  shown  taken
names  terms  notation
value
number  calculus  digits  expression  rounding
parse
answer
convention  functions
rules
graph  step
differentiation
addresses  update  mistakes  targets  shape
forward
chain
given  arrays  setting
solution  network  study  worked
problem  solve  columns  numeric  javascript
gradients  training  symbolic  witness  verify  files  written_as  render  code  json_form
page  explore
crosswalk  paths  moves  sliders  index_view  matrix_view  landscapes  gradient_check  plot
reach  explain  check  hints
answer_sheet  living  variation  worksheet  grading
articles
reference  show  site  lab  cli
__main__
"""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_at_load(path: Path) -> set[str]:
    """The rooms that a module imports when it is loaded: not for types, not inside functions."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            inside = node.level == 1 and path.parent != PACKAGE
            if not inside:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                found |= {name.split(".")[0] for name in names if (PACKAGE / name.split(".")[0]).exists()
                          or (PACKAGE / f"{name.split('.')[0]}.py").exists()}  # fmt: skip
    return found


def floor(name: str) -> tuple[int, int]:
    for level, line in enumerate(FLOORS.strip().splitlines()):
        if name in line.split():
            return level, line.split().index(name)
    raise AssertionError(f"{name} stands on no floor: add it to FLOORS")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    for other in imported_at_load(path):
        assert floor(other) < floor(room(path)), f"{room(path)} imports {other}, which stands above it"


def test_the_walk_sees_imports():
    assert {"graph", "rules", "terms"} <= imported_at_load(PACKAGE / "chain.py")
    assert "problem" in imported_at_load(PACKAGE / "articles" / "printed.py")


def test_importing_and_solving_loads_nothing_heavy():
    """`import handnet`, deriving, solving and showing work where NumPy and SymPy are not there."""
    code = """
import sys
for name in ("numpy", "sympy", "mpmath", "matplotlib", "ipywidgets"):
    sys.modules[name] = None   # importing it now fails
import handnet as hn
problem = hn.Problem(hn.Network([1, 1]), x=[1], y=[0], weights=[[[2]]], biases=[[0.5]], learning_rate=1)
print(problem.solve()["w1[1,1]+"], problem.train(10)[10]["J"], problem.describe()[:3], str(problem.solve())[:3])
print(hn.articles.handwriting.compare().count("right"), hn.articles.rohan_lenny.compare().count("right"))
print(problem.moves("dJ/dw1[1,1]"), problem.gradient_check(), hn.landscape(problem).descend([2, 0.5], 1, 5))
print(hn.landscape(problem).perturb([2, 0.5], 1, 5, seed=1))
print(problem.network.derive(view="index"), problem.derive(view="matrix"), problem.with_numbers({"eta": 2}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_has_a_map_and_fits_a_reader(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "the module docstring is missing"
    assert len(text.splitlines()) <= 300


# --- the README ---------------------------------------------------------------------------------------


def fenced(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_tour_runs(tmp_path, monkeypatch, capsys):
    """The python blocks run in order, in one namespace, as a reader types them."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = fenced("python")
    assert len(blocks) >= 7
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    printed = capsys.readouterr().out
    assert "dJ/dw1[2,1] = dJ/dz1[2] * dz1[2]/dw1[2,1]" in printed
    assert "all agree" in printed
    (toml,) = fenced("toml")
    Path("homework.toml").write_text(toml, encoding="utf-8")
    assert cli.main(["show", "homework.toml", "--for", "dJ/dw1[2,1]"]) == 0


def test_the_shown_output_is_the_real_output(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(ROOT)
    (block,) = fenced("console")
    command, _, shown = block.partition("\n")
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        assert cli.main(shlex.split(command.removeprefix("$ handnet "))) == 0
    real = [line.rstrip() for line in output.getvalue().splitlines()]
    wanted = [line.rstrip() for line in shown.splitlines()]
    assert wanted[0] == "..."  # the problem read back comes first
    assert real[-len(wanted[1:]) :] == wanted[1:]


def test_there_are_two_commands_and_ci_runs_them():
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("handnet lab")
    assert commands[1].endswith("-m pytest")
    assert "grep '^python3 -m venv' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
