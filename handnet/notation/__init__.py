r"""Notations: how the quantities of a network are spelled in the letters of a book.

A notation only spells; it never changes what is worked out. It is a table of templates, one for
each kind of quantity, written as the LaTeX of the book with marks where the numbers go:

    Notation("mine", z="u^{<l>}_{<j>}", a="h^{<l>}_{<j>}", w="v^{<l>}_{<kj>}", J="E", first_layer=0)

    <l>        the layer, counted from `first_layer` for the first layer that has weights
    <j> <k>    the unit, and the unit or input that it comes from
    <jk> <kj>  both, with a comma where a number may have two digits
    <n>        a running number: the weights 1, 2, 3, … in order, the biases likewise
    <unit>     h1, h2, … for hidden units, o1, o2, … for outputs
    <letter>   x, y, z, p: a letter for each layer
    <input>    the input that a value or weight comes from, by name if it has one
    <sample>   the sample; without this mark or the next it is put up, as in s^{2,(3)}
    <who>      the sample, by name if it has one

A ? leaves a number out where there is only one (`<j?>`); signs inside the marks come and go with
the number (`<(sample)>`, `<,j?>`). Whatever a notation does not name, it spells as `based_on` does.
How a notation is applied to one network, and read back, stands in `spelling`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import HandnetError, suggestion

KINDS = {
    "x": "an input",
    "y": "a target",
    "w": "a weight",
    "b": "a bias",
    "theta": "a threshold",
    "z": "a weighted sum",
    "a": "an activation",
    "output": "an activation of the last layer",
    "J": "the loss",
    "share": "one output's share of the loss",
    "delta": "an error term",
    "eta": "the learning rate",
    "mu": "the momentum",
    "lambda": "the penalty's lambda",
    "s": "the sum of powers of a softmax",
    "m": "the largest weighted sum of a layer",
    "R": "the penalty",
}
"""The kinds of quantities that a notation spells."""

FIELDS = ("l", "j", "k", "jk", "kj", "n", "unit", "letter", "input", "sample", "who")
MARK = re.compile(r"<([^<>A-Za-z]*)([A-Za-z]+\??)([^<>A-Za-z]*)>")
_ALLOWED = re.compile(r"[A-Za-z0-9 ,:.'*+()\[\]!{}^_\\-]*")
_WHOLE_PART = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|<[^<>]*>|[A-Za-z0-9*']|\\[A-Za-z]+")
"""What may stand above or below: one group of braces, one mark, one sign."""
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
GREEK = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau
upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
_SHAPES = "mathrm mathit mathbf mathsf mathcal text bar hat tilde vec dot ell star prime ast dagger partial ,"
_COMMANDS = frozenset((GREEK + _SHAPES).split())


class Template(NamedTuple):
    """A template taken apart: what stands on the line, above it and below it."""

    base: str
    above: str = ""
    below: str = ""

    @property
    def fields(self) -> set[str]:
        """The marks in it, without the ?."""
        return {found[1].rstrip("?") for found in MARK.findall("".join(self))}


class Notation:
    """A way to spell quantities; see the module for the templates.

    name         what `notation=` calls it
    title        one line on whose letters these are
    first_layer  the number of the first layer that has weights (2 where the input is layer 1)
    product      what stands between factors: nothing, or r"\\cdot" where letters are words
    text         templates of what is typed, where it is not the LaTeX without its signs
    based_on     the notation that spells what this one does not name

    Raises HandnetError for an unknown kind or mark, and for anything but plain LaTeX letters.
    """

    def __init__(
        self,
        name: str,
        *,
        title: str = "",
        first_layer: int | None = None,
        product: str | None = None,
        text: Mapping[str, str] | None = None,
        based_on: Notation | str | None = None,
        **templates: str,
    ) -> None:
        if not isinstance(name, str) or not name.isidentifier():
            raise HandnetError(f"notation: {name!r} cannot be its name; take letters, digits and _")
        if based_on is None:
            based_on = NOTATIONS.get("standard")
        elif isinstance(based_on, str):
            based_on = notation(based_on)
        self.name = name
        self.title = title or f"the notation {name}"
        self.addresses: bool = not templates and not text and (based_on is None or based_on.addresses)
        if first_layer is not None and type(first_layer) is not int:
            raise HandnetError(f"notation {name}: first_layer is {first_layer!r}; it is a whole number")
        self.first_layer: int = (
            first_layer if first_layer is not None else based_on.first_layer if based_on else 1
        )
        self.product: str = product if product is not None else based_on.product if based_on else ""
        if self.product not in ("", r"\cdot", r"\times", "*"):
            raise HandnetError(
                rf"notation {name}: product is {self.product!r}; it is '', '\cdot', '\times' or '*'"
            )
        self.latex: dict[str, Template] = dict(based_on.latex) if based_on else {}
        self.text: dict[str, Template] = {}
        if based_on:  # a kind that is spelled anew is typed as it is spelled
            self.text |= {kind: typed for kind, typed in based_on.text.items() if kind not in templates}
        templates = {kind.rstrip("_"): template for kind, template in templates.items()}  # lambda_
        self.latex |= {kind: self._read(kind, template) for kind, template in templates.items()}
        if "a" in templates and "output" not in templates:
            self.latex.pop("output", None)
        if "J" in templates and "share" not in templates:
            loss = self.latex["J"]
            self.latex["share"] = loss._replace(below=f"{loss.below},<j>" if loss.below else "<j>")
        self.text |= {kind: self._read(kind, each, typed=True) for kind, each in (text or {}).items()}

    def __repr__(self) -> str:
        return f"<Notation {self.name}: {self.title}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Notation) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.name)

    def _read(self, kind: str, template: str, typed: bool = False) -> Template:
        where = f"notation {self.name}, {kind}"
        if kind not in KINDS:
            raise HandnetError(f"{where}: no such kind of quantity; {suggestion(kind, KINDS)}")
        if not isinstance(template, str) or not template.strip():
            raise HandnetError(
                f"{where}: found {template!r}; give LaTeX with marks, as in 's^{{<l>}}_{{<j>}}'"
            )
        for _, field, _ in MARK.findall(template):
            if field.rstrip("?") not in FIELDS:
                marks = " ".join(f"<{each}>" for each in FIELDS)
                raise HandnetError(f"{where}: no mark <{field}>; the marks are {marks}")
        plain = MARK.sub("", template)
        commands = [found for found in _COMMAND.findall(plain) if found not in _COMMANDS]
        if commands:
            raise HandnetError(f"{where}: \\{commands[0]} is not used for the letters of a notation")
        if not _ALLOWED.fullmatch(plain) or not _balanced(plain):
            raise HandnetError(
                f"{where}: {template!r} is not a letter with signs above and below it in LaTeX"
            )
        apart = _apart(template, where)
        if not typed and (re.search(r"[-+*!:.]", apart.base) or not re.search("[A-Za-z]", apart.base)):
            raise HandnetError(f"{where}: {template!r} needs a letter first, without signs that calculate")
        if not typed and apart.base in (r"\sigma", "e"):
            raise HandnetError(f"{where}: {apart.base} is the name of a function; take another letter")
        return apart


def _balanced(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _apart(template: str, where: str) -> Template:
    r"""What stands on the line, above and below: `(Z_{<l>})_{<j>}` has the base `(Z_{<l>})`."""
    parts, depth = {"": "", "^": "", "_": ""}, 0
    part, last = "", ""
    for sign in template.strip():
        depth += (sign in "{([<") - (sign in "})]>")
        if sign in "^_" and depth == 0:
            if parts[sign]:
                raise HandnetError(f"{where}: {template!r} has two signs {sign}")
            part = sign
        else:
            parts[part] += sign
        last = sign
    if last in "^_":
        raise HandnetError(f"{where}: {template!r} ends in {last}")
    for sign, each in (("^", parts["^"]), ("_", parts["_"])):
        if each and not _WHOLE_PART.fullmatch(each):
            raise HandnetError(
                f"{where}: {template!r} goes on after {sign}{{…}}; put it all inside the braces"
            )
    above, below = (each[1:-1] if each[:1] == "{" else each for each in (parts["^"], parts["_"]))
    return Template(parts[""], above, below)


NOTATIONS: dict[str, Notation] = {}
"""The notations that are read with this module: the standard one."""


def notations() -> dict[str, Notation]:
    """All notations that there are, by name."""
    from .books import BOOKS  # first read when one is asked for

    return NOTATIONS | BOOKS


def notation(given: str | Notation) -> Notation:
    """The notation with this name; raises HandnetError with the nearest names."""
    if isinstance(given, Notation):
        return given
    name = str(given).strip().lower().replace("-", "_").replace(" ", "_")
    if name in NOTATIONS:
        return NOTATIONS[name]
    known = notations()
    if name not in known:
        raise HandnetError(f"unknown notation {given!r}; {suggestion(name, known)}")
    return known[name]


STANDARD = Notation(
    "standard",
    title="layers in square brackets, samples in round ones; in text the addresses",
    x="x^{<(sample)>}_{<k>}",
    y="y^{<(sample)>}_{<j>}",
    w="w^{[<l>]}_{<jk>}",
    b="b^{[<l>]}_{<j>}",
    theta=r"\theta^{[<l>]}_{<j>}",
    z="z^{[<l>]<(sample)>}_{<j>}",
    a="a^{[<l>]<(sample)>}_{<j>}",
    delta=r"\delta^{[<l>]<(sample)>}_{<j>}",
    J="J^{<(sample)>}",
    share="J^{<(sample)>}_{<j>}",
    eta=r"\eta",
    mu=r"\mu",
    lambda_=r"\lambda",
    s="S^{[<l>]<(sample)>}",
    m="m^{[<l>]<(sample)>}",
    R="R",
)
STANDARD.addresses = True  # its letters are typed as addresses
NOTATIONS["standard"] = STANDARD
