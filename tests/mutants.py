"""Mutants: one module, changed at one place.

`mutants(path)` finds every place where a small slip could stand: another comparison, operator,
constant or key, a condition that always or never holds, a dropped `not`, statement, case or
value, another bound. In handnet the operators of a formula are terms, so a sum turned into a
product, a dropped sign and another rule count too. What cannot change a result is left alone:
docstrings, sentences, annotations, decorators, the texts of errors. `Mutant.code()` compiles the
changed module. Who runs the tests against them: `mutations`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLS = {
    "min": "max", "max": "min", "any": "all", "all": "any", "reversed": "list", "sorted": "list",
    "floor": "ceil", "ceil": "floor",
}  # fmt: skip
TERMS = {
    "Sum": "Product", "Product": "Sum", "Difference": "Quotient", "Quotient": "Difference",
    "times": "total", "total": "times", "ONE": "ZERO", "ZERO": "ONE",
}  # fmt: skip
DROPPED = {"negated", "abs"}  # f(x) becomes x
NEVER = {
    "annotation",
    "returns",
    "decorator_list",
    "bases",
    "keywords_of_class",
    "type_comment",
    "ctx",
    "type_params",
}
QUIET = {"strict", "maxsize", "repr", "slots", "frozen", "stacklevel"}  # keywords that change no result
KEY = re.compile(r"[A-Za-z_+@][\w+@.-]*")
NAMES = {"__repr__", "__all__", "__slots__", "__hash__"}
Place = tuple[ast.AST, str, int | None]


@dataclass(frozen=True)
class Mutant:
    """A change of one node: where, of which kind, from what to what."""

    path: Path
    name: str  # stays the same where other lines of the module move
    lines: range  # of the statement that it stands in
    inside: bool  # a function, so that its code can be exchanged
    kind: str
    before: str
    after: str
    tree: ast.Module
    place: Place
    node: ast.AST

    @property
    def function(self) -> str:
        """The module and function that it stands in."""
        return self.name.partition(":")[0]

    def code(self) -> CodeType:
        """The module with this change, compiled; raises SyntaxError for a change that is none."""
        with self._made():
            return compile(ast.fix_missing_locations(self.tree), str(self.path), "exec", dont_inherit=True)

    @contextmanager
    def _made(self) -> Iterator[None]:
        parent, name, index = self.place
        old = getattr(parent, name) if index is None else getattr(parent, name)[index]
        _put(self.place, self.node)
        try:
            yield
        finally:
            _put(self.place, old)


def mutants(path: Path) -> list[Mutant]:
    """All mutants of one module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.with_suffix("").parts[len(path.parts) - path.parts[::-1].index("handnet") :])
    counted: Counter[str] = Counter()
    found = []
    for place, old, new, kind, where in _changes(tree, _Where("", range(0), False)):
        before, after = _text(old), _text(new)
        plain = f"{module}.{where.name}: {kind}: {before} -> {after}"
        counted[plain] += 1
        name = plain if counted[plain] == 1 else f"{plain} #{counted[plain]}"
        found.append(Mutant(path, name, where.lines, where.inside, kind, before, after, tree, place, new))
    return found


@dataclass(frozen=True)
class _Where:
    name: str
    lines: range
    inside: bool


def _changes(node: ast.AST, where: _Where) -> Iterator[tuple[Place, ast.AST, ast.AST, str, _Where]]:
    for field, value in ast.iter_fields(node):
        if field in NEVER:
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _left_alone(node, field, child):
                continue
            here = _narrowed(where, node, child)
            for kind, new in _instead(child, node, field):
                yield (node, field, index), child, ast.copy_location(new, child), kind, here
            if not isinstance(child, ast.Raise):  # the text of an error
                yield from _changes(child, here)


def _narrowed(where: _Where, parent: ast.AST, child: ast.AST) -> _Where:
    """The name of the function, and the lines of the statement (of a compound one, of its head)."""
    lines, name, inside = where.lines, where.name, where.inside
    if isinstance(child, ast.stmt):
        last = child.end_lineno or child.lineno
        body = getattr(child, "body", None) or getattr(child, "cases", None)
        if body:
            last = max(child.lineno, getattr(body[0], "lineno", child.lineno + 1) - 1)
        lines = range(child.lineno, last + 1)
    elif isinstance(child, ast.match_case):
        lines = range(child.pattern.lineno, max(child.pattern.lineno, child.body[0].lineno - 1) + 1)
    if isinstance(child, ast.FunctionDef | ast.ClassDef):
        name = f"{name}.{child.name}".strip(".")
    if isinstance(parent, ast.FunctionDef) and isinstance(child, ast.stmt):
        inside = True
    return _Where(name, lines, inside)


def _left_alone(parent: ast.AST, field: str, child: ast.AST) -> bool:
    match child:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr() | ast.Assert():
            return True
        case ast.Expr(ast.Constant()):
            return True
        case ast.If(ast.Name("TYPE_CHECKING")):
            return True
        case ast.FunctionDef(name) | ast.Assign([ast.Name(name)]) if name in NAMES:
            return True
        case ast.Assign(_, ast.Call(ast.Name("TypeVar"))):
            return True
        case ast.keyword(str(name)) if name in QUIET:
            return True
        case ast.Call(ast.Name("cast")):
            return True
        case ast.BinOp(_, ast.BitOr()) if _only_names(child):  # int | float is a type
            return True
    return isinstance(parent, ast.ClassDef) and field == "keywords"


def _only_names(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(left, ast.BitOr(), right):
            return _only_names(left) and _only_names(right)
        case ast.Name(name):
            return name[:1].isupper() or name in ("int", "float", "str", "bool")
        case ast.Attribute(_, name):
            return name[:1].isupper()
    return isinstance(node, ast.Constant) and node.value is None


def _instead(node: ast.AST, parent: ast.AST, field: str) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in the place of a node, with the kind of the change."""
    if field in ("test", "ifs", "guard") and not isinstance(node, ast.Constant):
        if not isinstance(parent, ast.While):
            yield "condition", ast.Constant(True)
        if field != "guard":
            yield "condition", ast.Constant(False)
    match node:
        case ast.Compare(left, ops, others):
            for number, op in enumerate(ops):
                for other in COMPARISONS[type(op)]:
                    yield (
                        "comparison",
                        ast.Compare(left, [*ops[:number], other(), *ops[number + 1 :]], others),
                    )
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            yield "arithmetic", ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.AugAssign(target, op, value):
            if type(op) in ARITHMETIC:
                yield "arithmetic", ast.AugAssign(target, ARITHMETIC[type(op)](), value)
            yield "statement", ast.Pass()
        case ast.BoolOp(op, values):
            yield "and/or", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for number in range(len(values)):
                rest = [*values[:number], *values[number + 1 :]]
                yield "and/or", rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield "sign", operand
        case ast.Constant(value):
            yield from (("constant", ast.Constant(other)) for other in _other_values(value))
        case ast.Return(ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return", ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise() | ast.Delete():
            yield "statement", ast.Pass()
        case ast.Assign([ast.Attribute() | ast.Subscript()]):
            yield "statement", ast.Pass()
        case ast.Continue():
            yield "loop", ast.Break()
            yield "loop", ast.Pass()
        case ast.Break():
            yield "loop", ast.Pass()
        case ast.Slice(lower, upper, step):
            if lower:
                yield "slice", ast.Slice(None, upper, step)
            if upper:
                yield "slice", ast.Slice(lower, None, step)
        case ast.match_case(pattern, guard, body) if not isinstance(guard, ast.Constant):
            yield "case", ast.match_case(pattern, ast.Constant(False), body)
        case ast.Attribute(ast.Name("Rule"), name) if name.isupper():
            yield (
                "rule",
                ast.Attribute(node.value, "FROZEN" if name != "FROZEN" else "DEFINITION", ast.Load()),
            )
        case ast.Name("ONE" | "ZERO" as name, ast.Load()):
            yield "term", _term(TERMS[name])
        case ast.Call(ast.Name(name), arguments, keywords):
            if name in CALLS:
                also = [] if CALLS[name] == "list" else keywords
                yield "call", ast.Call(ast.Name(CALLS[name], ast.Load()), arguments, also)
            elif name in TERMS:
                yield "term", ast.Call(_term(TERMS[name]), arguments, keywords)
            elif name in DROPPED:
                yield "term", arguments[0]


def _other_values(value: object) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1]
    return [f"{value}_"] if isinstance(value, str) and KEY.fullmatch(value) else []


def _term(name: str) -> ast.expr:
    """The term of this name, whether or not the module imports it."""
    return ast.parse(f"__import__('handnet.terms', fromlist=['x']).{name}", mode="eval").body


def _put(place: Place, node: ast.AST) -> None:
    parent, field, index = place
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.match_case):
        node = ast.Match(ast.Name("…"), [ast.match_case(node.pattern, node.guard, [ast.Pass()])])
        return ast.unparse(ast.fix_missing_locations(node)).splitlines()[1].strip()
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return re.sub(r"__import__\('handnet.terms', fromlist=\['x'\]\)\.", "", text)
