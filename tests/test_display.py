r"""What a notebook, a page of Markdown and a page of LaTeX show: nothing lost, nothing that acts."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import problems

import handnet as hn
from handnet.escape import latex_line, latex_words, markdown_words, visible
from handnet.render.aligned import aligned_rows
from handnet.render.calculation import MOST_SHOWN
from handnet.render.formulas import number
from handnet.render.latex import formula_latex
from handnet.render.markdown import page_markdown
from handnet.render.page import (
    Display,
    Facts,
    Folded,
    Formula,
    Heading,
    Items,
    Line,
    Lines,
    Paragraph,
    Stack,
    Table,
)
from handnet.render.paper import page_latex
from handnet.render.plain import page_text
from handnet.render.unmarked import unmarked
from handnet.shown import Shown

NET = hn.Network([2, 2, 1])
HANDWRITING = hn.articles.handwriting
PROBLEM = HANDWRITING.problem

SHOWN = {
    "network": lambda: NET,
    "graph": lambda: hn.Graph({"q": "x + y", "f": "q*z"}),
    "problem": lambda: PROBLEM,
    "derivation": lambda: NET.derive(),
    "solution": lambda: PROBLEM.solve(),
    "step": lambda: NET.derive()["dJ/dw1[2,1]"],
    "line": lambda: PROBLEM.solve().line("J"),
    "description": lambda: PROBLEM.describe(notation="handwriting"),
    "comparison": lambda: HANDWRITING.compare(),
    "matrices": lambda: HANDWRITING.compare().matrices(),
    "flaws": lambda: HANDWRITING.flaws(),
    "crosswalk": lambda: NET.crosswalk(),
    "paths": lambda: PROBLEM.paths("dJ/dw1[1,1]"),
    "counts": lambda: hn.path_counts([2, 2], [2, 2, 2]),
    "hint": lambda: PROBLEM.hint("J", rung=6),
    "self-check": lambda: PROBLEM.self_check("dJ/dw2[1,1]"),
    "differentiation": lambda: hn.differentiate("x^2", "x"),
    "verification": lambda: PROBLEM.verify(),
}


@pytest.mark.parametrize("what", SHOWN)
def test_objects_show_themselves(what):
    """As text and as Markdown, the same at every call; no raw HTML but the folds of our own."""
    bundle = SHOWN[what]()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown"}
    assert bundle == SHOWN[what]()._repr_mimebundle_()
    assert all(bundle.values())
    tags = set(re.findall(r"<[^>]*>", re.sub(r"\$\$?.+?\$\$?", "", bundle["text/markdown"], flags=re.DOTALL)))
    assert tags <= {"<details>", "</details>", "<summary>", "</summary>", "<span>", "</span>"}


def test_a_display_never_breaks_a_cell():
    class Broken(Shown):
        def __repr__(self):
            return "<Broken>"

        def _page(self):
            raise hn.HandnetError("this cannot be shown")

    assert Broken()._repr_mimebundle_() == {"text/plain": "<Broken>\nthis cannot be shown"}


# --- long derivations -------------------------------------------------------------------------------------


def test_lines_of_other_samples_and_long_parts_are_folded_not_cut():
    solution = hn.Network([2, 3, 2]).derive(samples=3)
    markdown = solution.to_markdown()
    assert "<summary>sample 2: " in markdown
    assert re.search(r"<summary>\d+ more lines</summary>", markdown)
    latex = [formula_latex(step.formula, solution.setting.spelling.latex) for step in solution]
    flat = re.sub(r" && \\text\{[^}]*\}", "", markdown)
    flat = re.sub(r" \\cr\n&\\quad \{\} ", " ", flat)
    assert all(unmarked(each) in flat for each in latex)
    assert markdown.count("<details>") == markdown.count("</details>") > 2


def test_a_very_long_derivation_is_shortened_visibly_in_a_notebook():
    derivation = hn.Network([10, 10, 10]).derive()
    assert len(derivation) > 400
    shown = derivation._repr_mimebundle_()
    for form in shown.values():
        assert len(form) < 60_000
        (left_out,) = re.findall(r"… and (\d+) lines more like these", form)
        assert 0 < int(left_out) < len(derivation)
    for long in (
        NET.derive(samples=500),
        PROBLEM.derive("w1[1,1]@100"),
        hn.Network([2, 1]).derive("J", samples=3000),
        hn.Network([20, 20, 20]).derive("dJ/dw1[7,3]", samples=5),
    ):
        text = long._repr_mimebundle_()["text/plain"]
        assert len(text) < 200_000
        (left_out,) = map(int, re.findall(r"… and (\d+) lines more like these", text))
        lines = len(re.findall(r"^  \S+ = ", text, re.MULTILINE)) - 1
        assert lines + left_out == pytest.approx(len(long), abs=2)
        assert lines < 1.2 * MOST_SHOWN
        assert (
            f"\n  {long.goals[-1]} = " in text.partition("\nAsked\n")[2]
        )  # what was asked is never left out
    assert "more like these" not in derivation.to_markdown() + derivation.to_text() + derivation.to_latex()
    assert derivation.to_text().count("[chain rule]") == sum(
        step.rule.title == "chain rule" for step in derivation
    )


def test_a_large_problem_is_shortened_visibly_in_a_notebook():
    size = 300
    problem = hn.Problem(
        hn.Network([size, 2, 1], bias="none"), [[1] * size], [[0]], [[[1] * size] * 2, [[1, 1]]]
    )
    shown = problem._repr_mimebundle_()["text/markdown"]
    assert "… and 560 more; describe() has them all" in shown
    assert ", … and 260 more; target" in shown
    assert "more;" not in problem.describe()
    assert problem.describe().count("goes from") == 2 * size + 2


# --- text from people --------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_words_in_markdown_say_what_was_said(text):
    """Escapes undone and entities read, the text is the text; unescaped, no sign that marks up is left."""
    escaped = markdown_words(text)
    apart = re.sub(r"<span>(&#(?:36|92);)</span>", r"\1", escaped)
    assert html.unescape(re.sub(r"\\([`*_{}\[\]#|~!.)+-])", r"\1", apart)) == visible(text)
    bare = re.sub(r"\\.|&(#36|#92|amp|lt|gt);", "", apart)
    assert not set(bare) & set("`*_[]|$<>#~&\\")
    assert "\n" not in escaped


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_words_in_latex_do_not_act(text):
    r"""Outside of \text{…} only escaped signs stand; braces are balanced; nothing is left out."""
    escaped = latex_words(text)
    plain = re.sub(r"\\text\{[^\\{}$&#_%^~]*\}", "", escaped)
    allowed = re.sub(r"\\[{}$&#_%]|\\backslash\{\}|\{\\wedge\}|\{\\sim\}|\{[<>]\}|\{\\vert\}", "", plain)
    assert allowed == ""
    assert not re.search(r"(?<!\\)[$&#%]", latex_line(text))


NAMED = hn.Problem(
    hn.Network([2, 1]), [["1", "2"], ["3", "4"]], [["0"], ["1"]], [[["0.5", "-0.5"]]], [["0"]], "1",
    title="<b>100%</b> & $\\input{x}$", input_names=["a|b", "</details>"], sample_names=["`x`", "*y*"],
)  # fmt: skip


@pytest.mark.parametrize("notation", ["standard", "handwriting"])
def test_a_page_with_hostile_names_is_a_page(notation):
    markdown = NAMED.solve(notation=notation).to_markdown() + NAMED.describe(notation=notation).markdown
    assert "<b>" not in markdown
    assert "&lt;b&gt;100%&lt;/b&gt; &amp; <span>&#36;</span><span>&#92;</span>input\\{x\\}<span>" in markdown
    outside = re.sub(r"\$\$.+?\$\$", "", markdown, flags=re.DOTALL)
    assert outside.count("</details>") == outside.count("<details>")
    latex = NAMED.to_latex()
    assert (
        r"\textless{}b\textgreater{}100\%\textless{}/b\textgreater{} \& \$\textbackslash{}input\{x\}\$"
        in latex
    )


# --- every kind of block in every form -----------------------------------------------------------------------

X = Formula("x^2", "x^{2}")
PAGE = [
    Heading("One", 1),
    Heading("Two"),
    Heading("Three", 3),
    Paragraph(("a & b, ", X)),
    Display(Formula("long", r"\pi")),
    Stack(["said", X]),
    Facts("Title", [("label", ("is ", X))]),
    Facts("", [("hidden", "on a terminal")], typeset_only=True),
    Items(["one", (X, " two")]),
    Table(("what", "number"), [("x", Formula("1", "1")), ("long name", Formula("-12", "-12"))], right=(1,)),
    Lines([Line(X, (Formula("x*x", "x x"),), "as said", "in words")]),
    Folded("more", [Paragraph("inside")]),
]


def test_text():
    assert page_text(PAGE, 60).splitlines() == [
        "One", "", "Two", "", "  Three", "a & b, x^2", "", "  long", "", "said", "x^2", "",
        "Title", "  label is x^2", "", "  one", "  x^2 two", "",
        "what       number", "-----------------", "x               1", "long name     -12", "",
        "  x^2 = x*x (in words)                             [as said]", "", "inside",
    ]  # fmt: skip


def test_markdown():
    markdown = page_markdown(PAGE)
    for part in (
        "### One\n\n**Two**\n\n*Three*\n\na &amp; b, $x^2$\n\n$$\\pi$$\n\nsaid",
        "**Title**\n\n- *label:* is $x^2$\n\n- *hidden:* on a terminal",
        "- one\n- $x^2$ two",
        "| what | number |\n| :--- | ---: |\n| x | 1 |",  # a plain number in a table is text
        "$$\\begin{aligned}\nx^2 &= x x \\quad \\text{(in words)} && \\text{as said}\n\\end{aligned}$$",
        "<details><summary>more</summary>\n\ninside\n\n</details>",
    ):
        assert part in markdown


def test_numbers_in_a_table_are_text_that_keeps_together():
    """So they are where MathJax may break lines: aligned at the right, signs and powers as they are read."""
    rows = [[number(text)] for text in ("1", "-0.50", "-4.7e-05", "1e300", "1/2")]
    cells = page_markdown([Table(("n",), rows, right=(0,))]).splitlines()[2:]
    assert [cell.strip("| ").replace("\u00a0", " ") for cell in cells] == [
        "1", "−0.50", "−4.7 × 10⁻⁵", "1 × 10³⁰⁰", r"$\tfrac{1}{2}$",
    ]  # fmt: skip


def test_latex():
    latex = page_latex(PAGE)
    for part in (
        "\\section*{\\raggedright One}\n\n\\subsection*{\\raggedright Two}\n\n",
        "\\paragraph{Three}\n\na \\& b, $x^{2}$\n\n\\[ \\pi \\]",
        "\\item[{label}] is $x^{2}$",
        "\\begin{tabular}{lr}\n{}what & {}number \\tabularnewline \\hline\n{}x & {}$1$ \\tabularnewline",
        "\\begin{align*}\nx^{2} &= x x \\quad \\text{(in words)} && \\text{as said}\n\\end{align*}",
    ):
        assert part in latex
    for kind in set(re.findall(r"\\begin\{(\w+\*?)\}", latex)):
        assert latex.count(f"\\begin{{{kind}}}") == latex.count(f"\\end{{{kind}}}")


@settings(max_examples=10)
@given(problems())
def test_rendering_twice_gives_the_same_characters(problem):
    for write in ("to_text", "to_markdown", "to_latex"):
        assert getattr(problem.solve(), write)() == getattr(problem.solve(), write)()


def test_a_value_that_is_no_number_says_why():
    assert "(a division by 0)" in hn.Graph({"f": "1/x"}).solve({"x": 0}, "f").to_text()
    assert "(outside the range of floats)" in hn.Graph({"f": "exp(x)"}).solve({"x": 1000}, "f").to_text()


def test_many_rules_of_one_line_stand_under_each_other():
    """Where the formula would have to be broken for them; each is still there, in order."""
    words, wide = "difference rule, itself, constant, tidy up", "a b c d e f g h i j k l m n o p q r s t"
    line = Line(Formula("y", "y"), (Formula(wide, wide),), words)
    first, *others = aligned_rows([line], 60).splitlines()
    assert first.startswith(rf"y &= {wide} && \text{{difference rule, }}")
    assert others
    assert all(row.startswith("& && ") for row in others)
    assert "".join(re.findall(r"\\text\{(.*?)\}", "".join([first, *others]))) == words
    assert aligned_rows([line], 200) == rf"y &= {wide} && \text{{{words}}}"
