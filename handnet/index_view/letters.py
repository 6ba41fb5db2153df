r"""General terms as text and as LaTeX, in the letters of a notation.

The templates of a notation are filled with l, j, k where they would have numbers: in the letters
of the crash course `delta^l_j` and `w^{l+1}_{kj}`, in the standard ones `delta{l}[j]` and
`w{l+1}[k,j]`, which are addresses with the numbers left open. A notation whose templates have no
mark for a layer or a unit (weights numbered through, a letter for each layer) cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import HandnetError
from ..notation import KINDS, Notation, notations
from ..notation.marks import filled, scripted
from ..quantity import Derivative, Quantity, Variable
from ..render.latex import bracketed, formula_latex
from ..render.page import Formula
from ..render.text import formula_text
from ..terms import Apply, Difference, Negative, Sum, Term
from .general import Applied, At, Bracket, General, Layer, Over, Partial, Written

NEEDED = {**dict.fromkeys(("z", "a", "b", "theta", "delta"), "lj"), "w": "ljk", "y": "j", "J": ""}
"""The numbers that must have marks in the template of each kind."""
_FUNCTION_LETTERS = "fghF"


class Letters:
    """How a notation spells general terms.

    Raises HandnetError for a notation without marks for a general layer or unit; `kinds` are those
    that will be spelled.
    """

    def __init__(self, notation: Notation, kinds: Iterable[str] = NEEDED) -> None:
        self.notation = notation
        for kind in kinds:
            if not _is_general(notation, kind):
                _refuse(notation, kind)

    @property
    def function(self) -> str:
        """The letter of the activation function: f, unless the notation has a quantity f."""
        taken = {template.base for template in self.notation.latex.values()}
        return next(letter for letter in _FUNCTION_LETTERS if letter not in taken)

    def formula(self, general: General) -> Formula:
        """A general term, in both spellings."""
        return Formula(self.text(general), self.latex(general))

    def words(self, sentence: Iterable[str | Formula | General]) -> tuple[str | Formula, ...]:
        """A sentence, with its general terms spelled."""
        return tuple(each if isinstance(each, str | Formula) else self.formula(each) for each in sentence)

    # --- LaTeX ------------------------------------------------------------------------------------

    def latex(self, general: General) -> str:
        """A general term in LaTeX."""
        match general:
            case At():
                marks = _marks(general)
                return scripted(*(_filled(part, marks) for part in self.notation.latex[self._kind(general)]))
            case Applied(name, of, slope, own):
                below = f"_{{{of.layer}}}" if own else ""
                return name + below + "'" * slope + bracketed(self.latex(of))
            case Bracket(left, right):
                return f"[{left} = {right}]"
            case Partial(At() as of, by):
                return rf"\frac{{\partial {self.latex(of)}}}{{\partial {self.latex(by)}}}"
            case Partial(of, by):
                return rf"\frac{{\partial}}{{\partial {self.latex(by)}}}{bracketed(self.latex(of))}"
            case Over(index, _, body):
                inner = self.latex(body)
                return rf"\sum_{{{index}}} {bracketed(inner) if _is_loose(body) else inner}"
            case Written(term):
                spell = general.hole
                return formula_latex(term, lambda hole: self.latex(spell(hole)), self.notation.product)

    # --- text -------------------------------------------------------------------------------------

    def text(self, general: General) -> str:
        """A general term as it is typed."""
        return formula_text(self._term(general), _spelled)

    def _term(self, general: General) -> Term:
        """The same as an ordinary formula, whose variables are named as they are spelled."""
        match general:
            case At():
                return Variable(self._typed(general))
            case Applied(name, of, slope, own):
                below = f"_{_braced(str(of.layer))}" if own else ""
                return Apply(name + below + "'" * slope, (self._term(of),))
            case Bracket(left, right):
                return Variable(f"[{left} = {right}]")
            case Partial(At() as of, by):
                return Derivative(Variable(self._typed(of)), Variable(self._typed(by)))
            case Partial(of, by):
                return Apply(f"d/d{self._typed(by)}", (self._term(of),))
            case Over(index, _, body):
                return Apply(f"sum_{_braced(index)}", (self._term(body),))
            case Written():
                return general.fill(self._term)

    def _typed(self, at: At) -> str:
        if self.notation.addresses:
            layer = f"{{{at.layer}}}" if at.layer else ""
            return f"{at.kind}{layer}" + (f"[{','.join(at.place)}]" if at.place else "")
        marks, kind = _marks(at), self._kind(at)
        template = self.notation.text.get(kind)
        if template is None:
            template = self.notation.latex[kind]
            base = _plain(_filled(template.base, marks))
        else:  # W<l>[<j>,<k>]: a layer that stands on the line is in braces
            base = _filled(template.base, marks | {"l": f"{{{marks['l']}}}"})
        above, below = (_plain(_filled(part, marks)) for part in template[1:])
        return base + (f"^{_braced(above)}" if above else "") + (f"_{_braced(below)}" if below else "")

    def _kind(self, at: At) -> str:
        """The kind of a template: a notation may have one of its own for the outputs."""
        last = at.kind == "a" and at.layer == Layer("L")
        return "output" if last and "output" in self.notation.latex else at.kind


def _is_general(notation: Notation, kind: str) -> bool:
    """Whether the notation can spell this kind for a layer and units that are left open."""
    fields = notation.latex[kind].fields
    marked = set("".join(field for field in fields if field in ("l", "j", "k", "jk", "kj")))
    return set(NEEDED[kind]) <= marked and not fields & {"n", "unit", "letter", "input"}


def _refuse(notation: Notation, kind: str) -> None:
    fit = [name for name, each in notations().items() if all(_is_general(each, kind) for kind in NEEDED)]
    marks = " and ".join(f"<{letter}>" for letter in NEEDED[kind])
    raise HandnetError(
        f"index view: the notation {notation.name} cannot write {KINDS[kind]} at a general place; "
        f"take {', '.join(fit[:-1])} or {fit[-1]}, or one of your own with the marks {marks}"
    )


def _marks(at: At) -> dict[str, str]:
    """What each mark of a template stands for."""
    j, k = (at.place[0], at.place[-1]) if at.place else ("", "")
    both = len(at.place) == 2
    return {
        "l": str(at.layer) if at.layer else "",
        "j": j,
        "k": k,
        "jk": j + k if both else j,
        "kj": k + j if both else j,
    }


def _filled(part: str, marks: dict[str, str]) -> str:
    return filled(part, marks).replace("[]", "")


def _plain(latex: str) -> str:
    """LaTeX letters as they are typed: without commands, and with no braces about a single sign."""
    plain = re.sub(r"\\(mathrm|mathit|mathbf|mathsf|mathcal|text)\{([^{}]*)\}", r"\2", latex)
    return re.sub(r"\{(.)\}", r"\1", plain.replace("\\", ""))


def _braced(part: str) -> str:
    return part if len(part) == 1 or part[0] in "[(" else f"{{{part}}}"


def _spelled(quantity: Quantity) -> str:
    if isinstance(quantity, Derivative):
        return f"d{quantity.of.name}/d{quantity.by.name}"
    return quantity.name


def _is_loose(body: General) -> bool:
    """Whether a summand would be read wrongly without brackets about it."""
    return isinstance(body, Written) and isinstance(body.term, Sum | Difference | Negative)
