"""A mutation run: change an operator or a constant somewhere, and some test must fail; not collected by pytest.

    nice python tests/mutations.py rules chain --jobs 2 --tests tests/test_rules.py tests/test_chain.py …
    nice python tests/mutations.py rules chain --again --most 60 --anew

makes every mutant of these modules (see `mutants`; a folder stands for all in it), runs the tests
that reach its line, quickest first, and says which none of them noticed:

1. A process that has collected the tests runs each once and notes which lines it reaches and how
   long it takes. The notes are kept (`--map`); after lines have moved, throw them away.
2. For every mutant inside a function, a fork of that process exchanges the function's code and runs
   the tests until one fails. One that takes ten times as long as before has failed too ("slow").
3. A change outside functions, and with `--anew` all that survived, is tried in a process that
   imports the changed module as if it stood in the file.

Outcomes are added to a file (`--results`), and what stands there is not tried again, but for what
survived, with `--again`; `--report` only reads it. `--most` bounds the seconds of tests for each
mutant: few for a first run, more for what survived. Tests in other processes and the slowest
(`--slowest`) do not take part, so more may be noticed than is said here. What is known to change no
result stands, with its reason, in `mutations_without_effect.txt`. Needs a system that can fork.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from mutants import Mutant, mutants
from mutated import QUIETLY, Exchange, Outcome, by_import, without_shrinking
from reached import PACKAGE, ROOT, Order, forked, mapped, noted

TESTS = ROOT / "tests"
BUILD = ROOT / "build"
WITHOUT_EFFECT = TESTS / "mutations_without_effect.txt"
HEAVY = ("numpy", "sympy", "mpmath", "hypothesis", "coverage")
GONE = ("killed", "slow")


class Run:
    """The tests collected in this process, and what they say of each mutant."""

    def __init__(self, wanted: list[Mutant], asked: argparse.Namespace) -> None:
        self.wanted, self.asked = wanted, asked

    def pytest_sessionstart(self) -> None:
        """Before the tests are read."""
        without_shrinking()

    def pytest_runtestloop(self, session: Any) -> bool:
        """In the place of running them once."""
        asked = self.asked
        items = {item.nodeid: item for item in session.items}
        tests = mapped(session.items, Path(asked.map), asked.slowest)
        say(f"{sum(bool(tests[name]) for name in items)} of {len(items)} tests take part")
        order = Order({name: test for name, test in tests.items() if name in items}, asked.most)
        inside = [mutant for mutant in self.wanted if mutant.inside]
        exchange = Exchange(sorted({mutant.path for mutant in inside}), order, items)
        gc.freeze()
        work = ((mutant, functools.partial(exchange.judge, mutant)) for mutant in inside)
        judge(work, order, len(inside), asked)
        return True


def judge(work: Any, order: Order, count: int, asked: argparse.Namespace) -> None:
    """Do the work, and write each outcome down as it comes."""
    ends: Counter[str] = Counter()
    with open(asked.results, "a", encoding="utf-8") as results:
        for mutant, outcome in forked(work, asked.jobs):
            outcome = outcome or {"end": "slow"}
            ends[outcome["end"]] += 1
            if outcome.get("by"):
                order.killers[mutant.function][outcome["by"]] += 1
            results.write(json.dumps({"name": mutant.name, **outcome}, ensure_ascii=False) + "\n")
            results.flush()
            if ends.total() % 100 == 0:
                say(f"   {ends.total()} of {count}: {dict(ends)}")


def outcomes(results: Path) -> dict[str, Outcome]:
    """The last outcome of each mutant by its name."""
    if not results.exists():
        return {}
    lines = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return {each["name"]: each for each in lines}


def without_effect() -> dict[str, str]:
    """The mutants that are known to change no result, each with its reason."""
    found, reason = {}, ""
    text = WITHOUT_EFFECT.read_text(encoding="utf-8") if WITHOUT_EFFECT.exists() else ""
    for line in filter(str.strip, text.splitlines()):
        if line.startswith("#"):
            reason = line.removeprefix("# ")
        else:
            found[line.strip()] = reason
    return found


def report(wanted: list[Mutant], results: Path) -> int:
    """One line for each module, then what survived; how many those are."""
    said, equal = outcomes(results), without_effect()
    table: dict[str, Counter[str]] = {}
    left = []
    for mutant in wanted:
        counts = table.setdefault(str(mutant.path.relative_to(PACKAGE)), Counter())
        end = said.get(mutant.name, {"end": "not tried"})["end"]
        if end not in GONE and mutant.name in equal:
            end = "no effect"
        counts[end] += 1
        if end not in (*GONE, "no effect", "not tried"):
            left.append((mutant, end))
    for mutant, end in left:
        say(f"{mutant.path.relative_to(ROOT)}:{mutant.lines.start}: {end}: {mutant.name}")
    table["together"] = sum(table.values(), Counter())
    for name, counts in table.items():
        gone = sum(counts[each] for each in GONE)
        could = counts.total() - counts["no effect"] - counts["not tried"]
        share = f"{100 * gone / could:.1f} %" if could else "-"
        say(f"{name:28} {counts.total():5} mutants, killed {gone:5} ({share}): {dict(counts)}")
    return len(left)


def say(text: str) -> None:
    """A line that pytest does not keep."""
    os.write(STDOUT, f"{text}\n".encode())


STDOUT = os.dup(1)


def files_of(names: list[str]) -> list[Path]:
    """The modules that were asked for; a folder stands for all in it."""
    found = []
    for name in names:
        folder, file = PACKAGE / name, PACKAGE / f"{name.removesuffix('.py')}.py"
        found += sorted(folder.glob("*.py")) if folder.is_dir() else [file]
    return found


def main() -> int:
    """Read the command line, run, and say what survived."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reader.add_argument("modules", nargs="+", help="rules, chain, check, explain/search, …")
    reader.add_argument("--tests", nargs="*", default=[str(TESTS)], help="files of tests (default: all)")
    reader.add_argument(
        "--map", default=str(BUILD / "mutations_map.jsonl"), help="where what each test reaches is kept"
    )
    reader.add_argument("--results", default=str(BUILD / "mutations.jsonl"), help="where outcomes are added")
    reader.add_argument("--only", default="", help="mutants whose name contains this")
    reader.add_argument("--every", type=int, default=1, help="one in so many of them")
    reader.add_argument("--again", action="store_true", help="those again that survived before")
    reader.add_argument(
        "--anew", action="store_true", help="what survived is tried once more by importing it"
    )
    reader.add_argument("--report", action="store_true", help="run nothing, say what is known")
    reader.add_argument("--jobs", type=int, default=1)
    reader.add_argument(
        "--slowest", type=float, default=5.0, help="seconds; a slower test does not take part"
    )
    reader.add_argument("--most", type=float, default=5.0, help="seconds of tests for each mutant")
    asked = reader.parse_args()
    wanted = [each for path in files_of(asked.modules) for each in mutants(path) if asked.only in each.name]
    wanted = wanted[:: asked.every]
    results, equal = Path(asked.results), without_effect()
    if not asked.report:
        results.parent.mkdir(parents=True, exist_ok=True)
        Path(asked.map).parent.mkdir(parents=True, exist_ok=True)
        ended = {name: each["end"] for name, each in outcomes(results).items()}
        now = [each for each in wanted if each.name not in equal and (
            each.name not in ended or (asked.again and ended[each.name] not in GONE))]  # fmt: skip
        say(f"{len(now)} mutants to try, {len(wanted)} in all")
        for name in HEAVY:
            importlib.import_module(name)
        in_forks(now, asked)
    return min(report(wanted, results), 1)


def in_forks(now: list[Mutant], asked: argparse.Namespace) -> None:
    """First the quick way for what stands inside functions, then the honest one for the rest."""
    process = os.fork()
    if not process:
        pytest.main([*asked.tests, *QUIETLY], plugins=[Run(now, asked)])
        os._exit(0)
    os.waitpid(process, 0)
    ended = {name: each["end"] for name, each in outcomes(Path(asked.results)).items()}
    rest = [
        mutant for mutant in now if not mutant.inside or (asked.anew and ended.get(mutant.name) not in GONE)
    ]
    order = Order(noted(Path(asked.map)), asked.most)
    say(f"{len(rest)} mutants to try by importing them")
    judge(((each, functools.partial(by_import, each, order)) for each in rest), order, len(rest), asked)


if __name__ == "__main__":
    sys.exit(main())
