"""Tests against mutants, one fork for each mutant.

A fork of a process that has collected the tests takes the changed code of one function
(`Exchange`) and runs what reaches the changed line until a test fails. What cannot be done so, a
change of a table or of a default, is done by a process that imports the changed module in the
place of the real one (`by_import`). Who asks for it: `mutations`.
"""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.util
import sys
from collections import defaultdict
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from mutants import Mutant
from reached import ROOT, Order, at_most, kept_results, run_items

QUIETLY = ["-p", "no:cacheprovider", "-p", "no:faulthandler", f"--rootdir={ROOT}"]
QUIETLY += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # what is heavy was imported before
Outcome = dict[str, Any]  # "end": killed, slow, survived, unreached, unchanged, error; "by": the test

# --- a mutant inside a function: its code is exchanged ---------------------------------------------------


def module_name(path: Path) -> str:
    """The name by which a file of the package is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def codes(code: CodeType) -> list[CodeType]:
    """All code objects inside one."""
    inside = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [*inside, *(deeper for each in inside for deeper in codes(each))]


def living(paths: list[Path]) -> dict[CodeType, list[FunctionType]]:
    """The functions that are there now, by their code, of these files."""
    for path in paths:
        importlib.import_module(module_name(path))
    found: dict[CodeType, list[FunctionType]] = defaultdict(list)
    wanted = {str(path) for path in paths}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename in wanted:
            found[each.__code__].append(each)
    return found


def _compiled(path: Path) -> CodeType:
    return compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True)


class Exchange:
    """The living functions of some modules, and what they worked out before with the right code."""

    def __init__(self, paths: list[Path], order: Order, items: dict[str, Any]) -> None:
        self.functions, self.order, self.items = living(paths), order, items
        self.plain = {path: codes(_compiled(path)) for path in paths}
        self.caches = kept_results()

    def make(self, mutant: Mutant) -> bool:
        """Give the functions the mutant's code; False where there is none to give."""
        named: dict[tuple[str, int], list[CodeType]] = defaultdict(list)
        for code in codes(mutant.code()):
            named[code.co_qualname, code.co_firstlineno].append(code)
        done = False
        for code in self.plain[mutant.path]:
            others = named[code.co_qualname, code.co_firstlineno]
            other = others.pop(0) if others else None
            if other is None or other == code:
                continue
            for function in self.functions.get(code, ()):
                if function.__code__.co_freevars != other.co_freevars:
                    return False
                function.__code__, done = other, True
        for each in self.caches:
            each.cache_clear()
        return done

    def judge(self, mutant: Mutant) -> Outcome:
        """What the tests say of a mutant, in this process, which is of no use afterwards."""
        tests = self.order.of(mutant)
        if not tests:
            return {"end": "unreached"}
        if not self.make(mutant):
            return {"end": "unchanged"}
        by = run_items([self.items[name] for name in tests], self.order.limit)
        return {"end": "killed", "by": by} if by else {"end": "survived", "tests": len(tests)}


# --- any mutant: the module is imported anew --------------------------------------------------------------


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.code, self.path, self.name = mutant.code(), mutant.path, module_name(mutant.path)

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        inside = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            fullname, self.path, loader=self, submodule_search_locations=inside
        )

    def exec_module(self, module: Any) -> None:
        exec(self.code, module.__dict__)


class _InOrder:
    """Runs what was collected in the order asked for; the first that fails ends it."""

    def __init__(self, tests: list[str], order: Order) -> None:
        self.tests, self.order, self.failed = tests, order, None

    def pytest_sessionstart(self) -> None:
        without_shrinking()

    def pytest_runtestloop(self, session: Any) -> bool:
        place = {name: number for number, name in enumerate(self.tests)}
        known = [item for item in session.items if item.nodeid in place]
        new = [item for item in session.items if item.nodeid not in place]
        known.sort(key=lambda item: place[item.nodeid])
        self.failed = run_items([*known, *new], self.order.limit)
        return True


def by_import(mutant: Mutant, order: Order) -> Outcome:
    """What the tests say of a mutant that is imported, in a process that has not imported handnet."""
    tests = order.of(mutant)
    if not tests:
        return {"end": "unreached"}
    sys.meta_path.insert(0, _Instead(mutant))
    at_most(300)
    plugin = _InOrder(tests, order)
    ids = dict.fromkeys(name.partition("[")[0] for name in tests)
    status = pytest.main([*ids, *QUIETLY], plugins=[plugin])
    if status in (0, 1) and plugin.failed is None:
        return {"end": "survived", "tests": len(tests)}
    return {"end": "killed", "by": plugin.failed or "the tests cannot be read"}


def without_shrinking() -> None:
    """Let property tests stop at the first example that fails."""
    from hypothesis import Phase, settings

    plain = settings.get_profile("handnet")
    settings.register_profile("mutants", plain, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")
