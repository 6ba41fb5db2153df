"""What people make themselves, stated as text: activations, losses, mistakes, notations.

What cannot be stated so (a mistake whose change is a Python function) is refused when it is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from ..errors import HandnetError
from ..functions import ACTIVATIONS, LOSSES, Activation, Loss
from ..mistakes import ARRAY_MISTAKES, MISTAKES, Mistake, mistake
from ..notation import KINDS, Notation, Template, notations
from ..quantity import Quantity, Variable, parse_address
from ..render.text import formula_text
from ..terms import Term
from .entries import Entries, refuse, shown
from .terms import term_form, term_in

Function = TypeVar("Function", Activation, Loss)
A = Variable("a")
_FUNCTION = ("name", "title", "formula", "term", "slope")
_MISTAKE = ("code", "layer", "line", "choice")
_OWN_MISTAKE = ("title", "hint", "explanation", "formulas")
_NOTATION = ("name", "title", "first_layer", "product", "latex", "text")


# --- activations and losses ----------------------------------------------------------------------------


def function_form(function: Activation | Loss) -> Any:
    """The name of a built-in function; one's own with its formula, and its slope if that was given."""
    if function.built_in:
        return function.name
    slope = function.given_slope
    return {
        "name": str(function.name),
        "title": str(function.title),
        "formula": formula_text(function.formula),
        "term": term_form(function.formula),
        "slope": None if slope is None else term_form(slope),
    }


def activation_in(found: Any, where: str) -> Activation:
    """An activation: a name, or one's own."""
    if isinstance(found, str) and found in ACTIVATIONS:
        return ACTIVATIONS[found]
    return _function_in(found, where, Activation, Activation.letters, ACTIVATIONS)


def loss_in(found: Any, where: str) -> Loss | str:
    """A loss: a name, "none", or one's own."""
    if isinstance(found, str) and (found in LOSSES or found == "none"):
        return LOSSES.get(found, "none")
    return _function_in(found, where, Loss, Loss.letters, [*LOSSES, "none"])


def _function_in(
    found: Any, where: str, kind: type[Function], letters: tuple[Variable, ...], known: Iterable[str]
) -> Function:
    if isinstance(found, str):
        refuse(where, f"unknown name {shown(found)}; choose from {', '.join(known)}")
    entries = Entries(found, where)
    entries.only(*_FUNCTION)
    formula = _formula_in(entries, "term", letters)
    slope = entries.optional("slope", lambda name: _formula_in(entries, name, (*letters, A)))
    try:
        own = kind(entries.text("name"), formula, slope or "", entries.text("title"))
    except HandnetError as error:
        refuse(where, str(error))
    _same_text(entries, formula)
    return own


def _same_text(entries: Entries, formula: Term) -> None:
    if entries.text("formula") != formula_text(formula):
        refuse(entries.where, f"the formula {shown(entries.text('formula'))} and its tree are not the same")


def _formula_in(entries: Entries, name: str, letters: tuple[Variable, ...]) -> Term:
    def find(address: str, where: str) -> Quantity:
        for letter in letters:
            if address == str(letter):
                return letter
        refuse(where, f"found {shown(address)}; the letters are {' '.join(map(str, letters))}")

    return term_in(entries.any(name), find, entries.at(name))


# --- mistakes ------------------------------------------------------------------------------------------


def mistake_form(made: Mistake) -> dict[str, Any]:
    """A known mistake by its code, one's own with its formulas; and where it is made."""
    known = made.code in MISTAKES or made.code in ARRAY_MISTAKES
    form: dict[str, Any] = {"code": made.code, "layer": made.layer, "line": made.line, "choice": made.choice}
    if known:
        return form
    if not made.formulas:
        raise HandnetError(
            f"JSON: the mistake {made.code!r} changes lines by a Python function, which cannot be kept; "
            "Mistake.writing states one as formulas"
        )
    return form | {
        "title": made.title,
        "hint": made.hint,
        "explanation": made.explanation,
        "formulas": dict(made.formulas),
    }


def mistake_in(entries: Entries) -> Mistake:
    """A mistake of either kind."""
    code = entries.text("code")
    own = "formulas" in entries.found
    entries.only(*_MISTAKE, *(_OWN_MISTAKE if own else ()))
    line = entries.optional("line", entries.text)
    layer = entries.optional("layer", entries.whole)
    try:
        if own:
            formulas = entries.entries("formulas")
            lines = {address: formulas.text(address) for address in formulas.found}
            words = {name: entries.text(name) for name in ("title", "hint", "explanation")}
            made = Mistake.writing(code, lines, **words)
        else:
            made = mistake(code)
        if line is not None:
            parse_address(line)
        return made.at(line, layer=layer, choice=entries.whole("choice"))
    except HandnetError as error:
        refuse(entries.where, str(error)[:200])


# --- notations -----------------------------------------------------------------------------------------


def notation_form(letters: Notation) -> Any:
    """The name of a book's notation; one's own with all its templates."""
    if notations().get(letters.name) == letters:
        return letters.name
    form = {
        "name": letters.name,
        "title": letters.title,
        "first_layer": letters.first_layer,
        "product": letters.product,
        "latex": {} if letters.addresses else {kind: _joined(each) for kind, each in letters.latex.items()},
        "text": {} if letters.addresses else {kind: _joined(each) for kind, each in letters.text.items()},
    }
    if notation_in(form, "JSON") != letters:
        raise HandnetError(
            f"JSON: the notation {letters.name} is not read back as the same, so it cannot be kept"
        )
    return form


def _joined(template: Template) -> str:
    base, above, below = template
    return base + (f"^{{{above}}}" if above else "") + (f"_{{{below}}}" if below else "")


def notation_in(found: Any, where: str) -> Notation:
    """A notation: a name, or one's own."""
    if isinstance(found, str):
        known = notations()
        if found not in known:
            refuse(where, f"unknown notation {shown(found)}; choose from {', '.join(known)}")
        return known[found]
    entries = Entries(found, where)
    entries.only(*_NOTATION)
    latex, text = (_templates(entries.entries(name)) for name in ("latex", "text"))
    try:
        return Notation(
            entries.text("name"),
            title=entries.text("title"),
            first_layer=entries.whole("first_layer", least=-1000),
            product=entries.text("product"),
            text=text,
            **latex,
        )
    except HandnetError as error:
        refuse(where, str(error)[:200])


def _templates(entries: Entries) -> dict[str, str]:
    for kind in entries.found:
        if kind not in KINDS:
            refuse(entries.where, f"found {shown(kind)}; the kinds are {', '.join(KINDS)}")
    return {kind: entries.text(kind) for kind in entries.found}
