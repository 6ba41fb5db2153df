"""Which tests reach which lines of the package, each tried once; and forks, in which this is tried.

`mapped` runs each collected test once and notes what it reaches and how long it takes; `Order`
says from that which tests to run against a change of some lines, and in which order. `forked`
does pieces of work each in a fork of this process, so that nothing they break stays broken.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import pickle
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mutants import Mutant

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handnet"
sys.path.insert(0, str(ROOT))  # this package, whichever is installed; so too in processes that tests start
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
os.environ |= {"HANDNET_BROWSER": "off", "MPLBACKEND": "agg"}

MEMORY = 4 << 30
Test = dict[str, Any]  # "seconds", "lines": module -> lines
Outcome = dict[str, Any]  # "end": killed, slow, survived, impossible; "by": the test

# --- forks ----------------------------------------------------------------------------------------


def forked(work: Iterable[tuple[Any, Callable[[], Any]]], jobs: int) -> Iterator[tuple[Any, Any]]:
    """Do each piece of work in a fork of this process; its name and what it returned, or None."""
    running: dict[int, tuple[Any, int]] = {}
    for name, do in work:
        if len(running) == jobs:
            yield _ended(running)
        reads, writes = os.pipe()
        process = os.fork()
        if not process:
            _child(do, writes)
        os.close(writes)
        running[process] = name, reads
    while running:
        yield _ended(running)


def _child(do: Callable[[], Any], writes: int) -> None:
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.write(writes, pickle.dumps(do()))  # a pipe holds 64 kB: an outcome is short
    except BaseException as error:
        os.write(writes, pickle.dumps({"end": "error", "by": repr(error)}))
    finally:
        os._exit(0)


def _ended(running: dict[int, tuple[Any, int]]) -> tuple[Any, Any]:
    process, _ = os.wait()
    name, reads = running.pop(process)
    with open(reads, "rb") as pipe:
        said = pipe.read()
    return name, pickle.loads(said) if said else None


def at_most(seconds: float) -> None:
    """End this process after so many seconds of its own working time."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


# --- the tests, once --------------------------------------------------------------------------------


def run_items(items: list[Any], limit: Callable[[str], float]) -> str | None:
    """Run collected tests in this order; the first that fails. No report is written: that takes longer."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        at_most(limit(item.nodeid))
        if not _passes(item, following):
            return str(item.nodeid)
    return None


def _passes(item: Any, following: Any) -> bool:
    passed = True
    item._initrequest()
    try:
        item.ihook.pytest_runtest_setup(item=item)
        item.ihook.pytest_runtest_call(item=item)
    except (Exception, SystemExit, pytest.fail.Exception):
        passed = False
    except pytest.skip.Exception:
        pass
    item.ihook.pytest_runtest_teardown(item=item, nextitem=following)
    return passed


def kept_results() -> list[Any]:
    """The functions of the package that keep what they worked out before."""
    kept = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    return [each for each in kept if (each.__module__ or "").startswith("handnet")]


def note_reached(items: list[Any], notes: Path, slowest: float) -> None:
    """Run tests and note, one line each, which lines of the package each reaches and how long it runs."""
    from coverage import Coverage

    caches = kept_results()
    watch = Coverage(data_file=None, config_file=False, include=[str(PACKAGE / "*")])
    watch.start()
    with notes.open("a", encoding="utf-8") as out:
        for item in items:
            for each in caches:
                each.cache_clear()
            watch.switch_context(item.nodeid)
            began = time.process_time()
            failed = run_items([item], lambda _: slowest)
            seconds = time.process_time() - began
            found = watch.get_data()
            found.set_query_context(item.nodeid)
            lines = {str(Path(file).relative_to(PACKAGE)): sorted(found.lines(file) or ())
                     for file in found.measured_files()}  # fmt: skip
            test = (
                {}
                if failed
                else {"seconds": seconds, "lines": {name: each for name, each in lines.items() if each}}
            )
            out.write(json.dumps([item.nodeid, test]) + "\n")
            out.flush()


def noted(notes: Path) -> dict[str, Test]:
    """What each test reaches, as noted."""
    return dict(map(json.loads, notes.read_text("utf-8").splitlines())) if notes.exists() else {}


def mapped(items: list[Any], notes: Path, slowest: float) -> dict[str, Test]:
    """What each test reaches: as noted, or tried now. Tests that fail or are too slow are left empty."""
    known = noted(notes)
    new = [item for item in items if item.nodeid not in known]
    while new:
        list(forked([("", functools.partial(note_reached, new, notes, slowest))], 1))
        known = noted(notes)
        new = [item for item in new if item.nodeid not in known]
        if new:  # it went on for too long
            known[new[0].nodeid] = {}
            with notes.open("a", encoding="utf-8") as out:
                out.write(json.dumps([new.pop(0).nodeid, {}]) + "\n")
    return known


class Order:
    """Which tests to run against a mutant: those that reach it, the last killers first, then the quickest."""

    def __init__(self, tests: dict[str, Test], most: float) -> None:
        self.tests, self.most = {name: test for name, test in tests.items() if test}, most
        self.reaching: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, test in self.tests.items():
            for module, lines in test["lines"].items():
                for line in [0, *lines]:
                    self.reaching[module][line].append(name)
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)

    def of(self, mutant: Mutant) -> list[str]:
        """The names of the tests, at most so many seconds of them."""
        module = str(mutant.path.relative_to(PACKAGE))
        lines = self.reaching[module]
        reach = list(
            dict.fromkeys(name for line in (mutant.lines if mutant.inside else [0]) for name in lines[line])
        )
        reach.sort(key=lambda name: self.tests[name]["seconds"])
        alike: Counter[str] = Counter()  # other cases of the same test come later
        rank = {}
        for name in reach:
            function = name.partition("[")[0]
            rank[name] = -self.killers[mutant.function][name], alike[function]
            alike[function] += 1
        reach.sort(key=rank.__getitem__)
        spent, chosen = 0.0, []
        for name in reach:
            spent += self.tests[name]["seconds"]
            if spent > self.most and chosen:
                break
            chosen.append(name)
        return chosen

    def limit(self, name: str) -> float:
        """The working time after which a test counts as failed."""
        return 10 * float(self.tests[name]["seconds"]) + 0.5 if self.tests.get(name) else 120
