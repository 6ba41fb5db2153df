r"""The letters of whole arrays: those of a notation, without the marks for unit and sample.

z="s^{<l>}_{<j>}" of one unit is s^{2} for the layer. A notation that numbers its weights through, or
that would write two arrays alike, has no letters for arrays; then the standard ones are used.
As it is typed, and in code, an array has a plain name made of its letter: W1, dZ2, W1_new.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Iterable

from ..notation import STANDARD, Notation, Template
from ..notation.marks import Marks, filled, scripted
from ..quantity import Derivative, Quantity, Variable
from .language import OWN_LOSS
from .network_arrays import NetworkArrays, stem

LAYERED = ("w", "b", "theta", "z", "a", "s", "m")
CAPITAL = ("x", "y", "w", "z", "a")
ITS_OWN = {"M": "M", "R": "R"}
TAKEN = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist, "np", "calculate"})
_PLAIN = re.compile(r"\\(?:mathrm|mathit|mathbf|mathsf|mathcal|text)\b|[^A-Za-z0-9_]")


class ArrayLetters:
    """How the arrays of a network are spelled, in LaTeX and as they are typed."""

    def __init__(self, notation: Notation, arrays: NetworkArrays, used: Iterable[Quantity]) -> None:
        self.arrays = arrays
        self._marks = Marks(arrays.network, (), (), notation.first_layer)
        self.notation = notation
        used = list(dict.fromkeys(used))
        if not self._tells_apart(used):
            self.notation = STANDARD
            self._marks = Marks(arrays.network, (), (), STANDARD.first_layer)
        delta = self.notation.latex["delta"].base.lstrip("(")
        self.short = r"\mathrm{d}" if delta.startswith(r"\mathrm{d}") else ""
        self.names = self._all_names(used)

    # --- LaTeX ----------------------------------------------------------------------------------------

    def latex(self, quantity: Quantity) -> str:
        """The array in LaTeX."""
        if isinstance(quantity, Derivative):
            of, by = self.latex(quantity.of), self.latex(quantity.by)
            if self.short and not is_local(quantity):
                return f"{self.short}{by}"
            return rf"\frac{{\partial {of}}}{{\partial {by}}}"
        name = quantity.name
        if quantity.sample is not None and name == "J":
            base, above, below = self._template(quantity)
            return scripted(base, above + ("(i)" if quantity == OWN_LOSS else f"({quantity.sample})"), below)
        if name != stem(quantity):
            inner = self.latex(quantity.named(stem(quantity)).at(0))
            return (r"V" if name.startswith("velocity") else r"\mathrm{free}") + f"_{{{inner}}}"
        base, above, below = self._template(quantity)
        comma = "," if above and above[-1] not in "])" else ""
        return scripted(base, above + f"{comma}+" * bool(quantity.time), below)

    def _template(self, variable: Variable) -> Template:
        """The letter, what stands above it and below it."""
        kind = variable.name
        if kind in ITS_OWN:
            return Template(ITS_OWN[kind])
        last = variable.layer == len(self.arrays.network.layers) - 1
        if kind == "a" and last and "output" in self.notation.latex:
            kind = "output"
        fields = {
            mark: sign
            for mark, sign in self._marks.of(variable, latex=True).items()
            if mark == "l" or (mark == "letter" and variable.layer)
        }
        template = self.notation.latex[kind]
        base, above, below = (filled(part, fields).removesuffix(",") for part in template)
        if not base and "input" in template.fields:
            return Template(r"\mathrm{features}")  # where each input has a name of its own
        if base.startswith("(") and base.endswith(")"):
            base = base[1:-1]
        if kind in CAPITAL and template == STANDARD.latex[kind]:
            base = base.upper()
        return Template(base, above, below)

    def _tells_apart(self, used: list[Quantity]) -> bool:
        """Whether each array has a letter, and no two the same."""
        for kind in LAYERED:
            template = self.notation.latex.get(kind)
            if template is None or not template.fields & {"l", "letter"}:
                return False
        self.short = ""
        try:
            letters = [self.latex(each) for each in used]
        except KeyError:
            return False
        return len(set(letters)) == len(letters) and not any(each[:1] in ("", "^", "_") for each in letters)

    # --- as it is typed ---------------------------------------------------------------------------------

    def text(self, quantity: Quantity) -> str:
        """The array as it is typed: W1, dZ2, W1+."""
        if isinstance(quantity, Derivative) and is_local(quantity):
            return f"d{self.text(quantity.of)}/d{self.text(quantity.by)}"
        name = self.names.get(quantity.at(0)) or self._name(quantity.at(0))
        return name + "+" * bool(quantity.time)

    def code(self, quantity: Quantity) -> str:
        """The array's name in code: what is typed, with W1_new for W1+."""
        return self.text(quantity).replace("+", "_new")

    def _all_names(self, used: list[Quantity]) -> dict[Quantity, str]:
        names = {each.at(0): self._name(each.at(0)) for each in used}
        fit = all(name.isidentifier() and name.isascii() and name not in TAKEN for name in names.values())
        if fit and len(set(names.values())) == len(names):
            return names
        return {each: _standard_name(each) for each in names}

    def _name(self, quantity: Quantity) -> str:
        return _standard_name(quantity) if self.notation.addresses else _name(quantity, self._plain)

    def _plain(self, variable: Variable) -> str:
        """The letter without what only LaTeX can write."""
        base, above, below = self._template(variable)
        plain = "_".join(_PLAIN.sub("", part) for part in (base + above, below) if part)
        plain = re.sub(r"_(?=[0-9])", "", plain).strip("_")
        return f"{plain}_" if plain in TAKEN else plain


def _name(quantity: Quantity, letter: Callable[[Variable], str]) -> str:
    """W1, dZ2, V_W1, free_W1, from the letter of each array."""
    if isinstance(quantity, Derivative):
        return f"d{_name(quantity.by, letter)}"
    if quantity.name == stem(quantity):
        return letter(quantity)
    kind = "V" if quantity.name.startswith("velocity") else "free"
    return f"{kind}_{letter(quantity.named(stem(quantity)))}"


def _standard_name(quantity: Quantity) -> str:
    """W1, dZ2: the letters of the addresses."""
    return _name(quantity, _standard_letter)


def _standard_letter(variable: Variable) -> str:
    name = {"s": "S", "m": "largest", "lambda": "lam"}.get(variable.name, variable.name)
    name = name.upper() if name in CAPITAL else name
    return f"{name}{variable.layer or ''}"


def is_local(derivative: Derivative) -> bool:
    """Whether this is the derivative of one line by an array in it: dZ2/dW2, dA2/dZ2."""
    of, by = derivative
    return of.name == "z" or (of.name == "a" and by == of.named("z"))


def address(quantity: Quantity) -> str:
    """The array's address, the same in every notation: W1, dJ/dZ2, W1+."""
    if isinstance(quantity, Derivative):
        return f"d{_standard_name(quantity.of)}/d{address(quantity.by)}"
    return _standard_name(quantity) + "+" * bool(quantity.time)
