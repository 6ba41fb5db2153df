"""Formulas from text that people type; nothing is ever evaluated as code.

`parse_formula` reads a formula into a term, in the order in which it is written:

    sum      = ["-"] product { ("+" | "-") product }
    product  = factor { ["*" | "/"] factor }            a factor may follow directly: 2 x
    factor   = item [ "^" factor ]                      -x^2 is -(x^2)
    item     = number | address | function "(" sum { "," sum } ")" | "(" sum ")"

Addresses are those of `quantity`; the value after an update is written `new(w1[2,1])`, because
`w1[2,1]+` could also begin a sum. `sigmoid`, `log`, `σ`, `·`, `×`, `−` and `**` are understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from .elementary import ANY_NUMBER, ELEMENTARY, FUNCTION_NAMES
from .errors import HandnetError, UnreadableText, suggestion
from .number import DECIMAL, read_number
from .quantity import NAME, PLACE, Derivative, Quantity, Variable, is_address, parse_address
from .terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term, negated

LONGEST_FORMULA, DEEPEST_FORMULA = 10_000, 60

_SPELLINGS = str.maketrans({"−": "-", "·": "*", "×": "*", "σ": "sigma ", "–": "-"})
_KNOWN = "|".join([*FUNCTION_NAMES, "new"])
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<derivative>d{NAME}{PLACE}(?:@[0-9]+)?/d{NAME}{PLACE}(?:@[0-9]+)?)
    | (?P<function>(?:{_KNOWN})(?=\s*\()|{NAME}(?=\s*\()(?!\([0-9]+\)))
    | (?P<address>{NAME}{PLACE}(?:@[0-9]+)?)
    | (?P<number>{DECIMAL})
    | (?P<sign>\*\*|[-+*/^(),])
    )""",
    re.VERBOSE,
)

Lookup = Callable[[Quantity], Quantity]


def parse_formula(text: str, lookup: Lookup | None = None) -> Term:
    """Read a formula; `lookup` turns each address into the quantity meant, or raises.

    Raises UnreadableText for what is not a formula, and whatever `lookup` raises.
    """
    if len(text) > LONGEST_FORMULA:
        raise UnreadableText(f"this formula has {len(text)} characters; {LONGEST_FORMULA} are the most")
    lookup = lookup or _as_typed
    if text.rstrip().endswith("+") and is_address(text):  # no formula ends in a sign, but an address may
        return lookup(parse_address(text))
    return _Reader(text, lookup).whole()


def _as_typed(quantity: Quantity) -> Quantity:
    return quantity


class _Reader:
    """Reads one formula from left to right; each method reads one line of the grammar above."""

    def __init__(self, text: str, lookup: Lookup) -> None:
        self.text, self.lookup = text, lookup
        self.tokens = self._tokens(text.replace("**", "^").translate(_SPELLINGS))
        self.at = 0
        self.depth = 0

    def _tokens(self, text: str) -> list[tuple[str, str]]:
        tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                self.fail(f"{text[at:].strip()[:12]!r} is not part of a formula")
            kind, token = str(found.lastgroup), str(found[str(found.lastgroup)])
            tokens += (self.quotient(token) if kind == "derivative" else None) or [(kind, token)]
            at = found.end()
        return [*tokens, ("end", "")]

    def fail(self, why: str) -> NoReturn:
        shown = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        if re.search(r"[])]\+", self.text):
            why += "; the value after an update is written new(w1[2,1]) inside a formula"
        raise UnreadableText(f"cannot read the formula {shown!r}: {why}")

    def take(self, *signs: str) -> str | None:
        """The next sign, if it is one of these."""
        kind, token = self.tokens[self.at]
        if kind == "sign" and token in signs:
            self.at += 1
            return token
        return None

    def whole(self) -> Term:
        term = self.sum()
        kind, token = self.tokens[self.at]
        if kind != "end":
            self.fail(f"{token!r} is not expected there")
        return term

    def sum(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST_FORMULA:
            self.fail(f"brackets more than {DEEPEST_FORMULA} deep")
        negative = self.take("-", "+") == "-"
        term = self.product()
        if negative:
            term = negated(term) if isinstance(term, Number) and term.value > 0 else Negative(term)
        parts, sign_of_second = [term], None
        while sign := self.take("+", "-"):
            sign_of_second = sign_of_second or sign
            part = self.product()
            parts.append(part if sign == "+" else Negative(part))
        self.depth -= 1
        if len(parts) == 2 and sign_of_second == "-":
            return Difference(term, part)
        return Sum(tuple(parts)) if len(parts) > 1 else parts[0]

    def product(self) -> Term:
        parts, divisions = [self.factor()], 0
        while True:
            sign = self.take("*", "/")
            if not sign and not self._another_factor():
                break
            part = self.factor()
            divisions += sign == "/"
            if divisions > DEEPEST_FORMULA:
                self.fail(f"more than {DEEPEST_FORMULA} divisions in a row")
            if sign == "/":
                parts = [_quotient(_product(parts), part)]
            else:
                parts.append(part)
        return _product(parts)

    def _another_factor(self) -> bool:
        kind, token = self.tokens[self.at]
        return kind in ("derivative", "function", "address", "number") or (kind, token) == ("sign", "(")

    def factor(self) -> Term:
        base = self.item()
        if self.take("^"):
            negative = self.take("-", "+") == "-"
            self.depth += 1
            if self.depth > DEEPEST_FORMULA:
                self.fail(f"powers more than {DEEPEST_FORMULA} deep")
            exponent = self.factor()
            self.depth -= 1
            if negative:
                exponent = negated(exponent) if isinstance(exponent, Number) else Negative(exponent)
            return Power(base, exponent)
        return base

    def item(self) -> Term:
        kind, token = self.tokens[self.at]
        self.at += 1
        match kind:
            case "number":
                return read_number(token, "formula")
            case "function":
                return self.function(token)
            case "address" | "derivative":
                return self.lookup(parse_address(token))
            case "sign" if token == "(":
                term = self.sum()
                if not self.take(")"):
                    self.fail("a closing bracket is missing")
                return term
            case "sign" if token == "-" and self.tokens[self.at][0] == "number":
                return Negative(self.item())
        self.fail(f"{token!r} is not expected there" if token else "it ends too early")

    def quotient(self, token: str) -> list[tuple[str, str]] | None:
        """What looks like a derivative as three tokens, where it is a quotient of names that begin with d."""
        top, _, bottom = token.partition("/")
        if self.lookup is _as_typed:
            return None
        try:
            self.lookup(parse_address(top))
            self.lookup(parse_address(bottom))
        except HandnetError:
            return None
        return [("address", top), ("sign", "/"), ("address", bottom)]

    def function(self, name: str) -> Term:
        self.take("(")
        if name == "new":
            return self.new_value()
        known = FUNCTION_NAMES.get(name)
        if known is None:
            if len(name) < 3 or re.search(r"\d", name):
                self.fail(f"{name!r} is no function; a product is written {name}*( … )")
            self.fail(f"unknown function {name!r}; {suggestion(name, sorted(FUNCTION_NAMES))}")
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        if not self.take(")"):
            self.fail("a closing bracket is missing")
        arity = ELEMENTARY[known].arity
        if arity not in (len(arguments), ANY_NUMBER):
            self.fail(f"{name} takes {arity} argument{'s' * (arity > 1)}, not {len(arguments)}")
        return Apply(known, tuple(arguments))

    def new_value(self) -> Term:
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind not in ("address", "derivative") or not self.take(")"):
            self.fail("new( ) takes one address, as in new(w1[2,1])")
        quantity = parse_address(token)
        return self.lookup(quantity.at(quantity.time + 1))


def _quotient(top: Term, bottom: Term) -> Term:
    """The quotient; of two whole numbers, the fraction as one number."""
    whole = all(isinstance(each, Number) and each.text.isdigit() for each in (top, bottom))
    if whole and isinstance(top, Number) and isinstance(bottom, Number) and bottom.value:
        return Number(f"{top.text}/{bottom.text}", top.value / bottom.value)
    return Quotient(top, bottom)


def _product(parts: list[Term]) -> Term:
    if len(parts) == 1:
        return parts[0]
    *weights, last = parts
    if isinstance(last, Apply) and last.function == "ln":
        return Apply("weighted_ln", (_product(weights), *last.arguments))  # 0 ln 0 counts as 0
    return Product(tuple(parts))


def variable(text: str) -> Variable:
    """The variable with this address; for names in our own code and in problem files."""
    quantity = parse_address(text)
    if isinstance(quantity, Derivative):
        raise UnreadableText(f"{text!r} is a derivative; a plain quantity is needed here")
    return quantity
