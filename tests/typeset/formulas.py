r"""Every kind of formula that handnet typesets, one a line as JSON, for `check.mjs`.

    python tests/typeset/formulas.py | node tests/typeset/check.mjs

Networks, notations, styles, views, goals, samples, mistakes; articles, crosswalks, paths, moves, hints,
proofs, walks, checks; names that people may give. Formulas are taken from the Markdown that a notebook shows.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import product

import handnet as hn
from handnet.articles import ARTICLES, article
from handnet.differentiation.proofs import combined
from handnet.functions import ACTIVATIONS, LOSSES
from handnet.mistakes import ARRAY_MISTAKES
from handnet.notation import Notation, notations
from handnet.shown import Shown

NETWORKS = {
    "2-2-1": hn.Network([2, 2, 1]),
    "2-2-2 shared bias, l2": hn.Network([2, 2, 2], "tanh", bias="shared", l2="0.01"),
    "3-3-3-1 no bias": hn.Network([3, 3, 3, 1], ["relu", "softplus", "sigmoid"], bias="none"),
    "2-11-3 softmax": hn.Network([2, 11, 3], ["leaky_relu", "softmax"], "cross_entropy", momentum="0.9"),
    "1-2-1 threshold": hn.Network([1, 2, 1], ["arctan", "sigmoid"], "binary_cross_entropy", bias="threshold"),
    "2-1 mean": hn.Network([2, 1], "bipolar_sigmoid", "mean_squared_error",
                           convention=hn.Convention(error_sign=-1, mean_in="gradient", gradient_factor="1/2")),
    "1-1-1-1-1": hn.Network([1, 1, 1, 1, 1], "identity", "squared_error", updates="each"),
}  # fmt: skip
HOSTILE = [r"\input{x}", "$5 & 100%", "a_b^c~d#{}", "<script>|`'\"", "naïve \u202e ÅÄÖ 日本"]
MINE = Notation("mine", z="u^{<l>}_{<j>}", a=r"\bar{h}^{<l>}_{<j>}", w="v^{<l>}_{<kj>}", J=r"\mathcal{E}")


def problem(network: hn.Network, samples: int = 1, **names: object) -> hn.Problem:
    """Numbers of all kinds for a network: negative, tiny, huge, fractions."""
    texts = ["0.5", "-1.25", "1/3", "1e-5", "-2/3", "0.10", "3", "-0.3"]
    sizes = network.layers

    def some(count: int, start: int = 0) -> list[str]:
        return [texts[(start + each) % len(texts)] for each in range(count)]

    weights = [[some(sizes[at], unit) for unit in range(sizes[at + 1])] for at in range(len(sizes) - 1)]
    kinds = network.biases
    biases = None if set(kinds) == {"none"} else [
        some(1 if kind == "shared" else size) for kind, size in zip(kinds, sizes[1:], strict=True)
    ]  # fmt: skip
    targets = [["0.25"] * sizes[-1]] * samples
    return hn.Problem(network, [some(sizes[0])] * samples, targets, weights, biases, "0.1", **names)


def pages() -> Iterator[tuple[str, str]]:
    """What is shown, and where it comes from."""
    every = [*notations(), MINE]
    for (title, network), notation, style in product(NETWORKS.items(), every, ("chain", "delta")):
        where = f"{title}, {getattr(notation, 'name', notation)}, {style}"
        yield f"{where}, symbols", network.derive(style=style, notation=notation, samples=2).to_markdown()
        shown = problem(network).solve(style=style, notation=notation, digits=hn.Digits(decimals=3))
        yield f"{where}, numbers", shown.to_markdown()
    for title, network in NETWORKS.items():
        yield f"{title}, crosswalk", network.crosswalk(*every, samples=2).to_markdown()
        yield f"{title}, problem", problem(network, 2).to_markdown()
        weight = "dJ/dw1[1,1]"
        yield f"{title}, paths", problem(network).paths(weight, notation="mazur").to_markdown()
        yield f"{title}, self-check", problem(network).self_check(weight).to_markdown()
        for rung in range(1, 7):
            yield f"{title}, hint {rung}", problem(network).hint(weight, rung=rung).to_markdown()
    named = problem(hn.Network([5, 1]), 3, input_names=HOSTILE, sample_names=HOSTILE[:3], title=HOSTILE[0])
    for notation in every:
        yield f"names, {notation}", together(named.solve(notation=notation), named)
    yield from views(every)
    for name in ARTICLES:
        yield f"{name}, compared", together(article(name).compare(), article(name).flaws())
    yield from walks()
    handwriting = hn.articles.handwriting
    yield "matrices", handwriting.compare().matrices().to_markdown()
    mistaken = handwriting.problem.solve(mistakes=handwriting.MISTAKES, notation="handwriting")
    yield "article, mistaken", mistaken.to_markdown()
    for text, by in (("x^2*3*z + 2*x*z^2", "x"), ("1/2*(p - a)^2", "p"), ("exp(-x)/(1 + ln(x))^2", "x")):
        yield f"derivative of {text}", hn.differentiate(text, by).to_markdown()
    for entry in [*ACTIVATIONS.values(), *LOSSES.values()]:
        if entry.name != "step":
            yield f"proof of {entry.name}", entry.proof().to_markdown()
    for name in ("sigmoid", "softmax"):
        yield f"proof of {name} with its loss", combined(name).to_markdown()
    chain = hn.Graph({"hidden1": "act*w1", "hidden_2": "sqrt(hidden1)^2", "error": "max(hidden_2, alpha)^2"})
    yield "graph", together(chain, chain.derive("derror/dw1"))
    yield "one line", str(NETWORKS["2-2-1"].derive()["dJ/dw1[2,1]"]._repr_mimebundle_()["text/markdown"])


def views(every: Sequence[str | Notation]) -> Iterator[tuple[str, str]]:
    """The index view, the matrix view and the moves, of every network in every notation that they take."""
    for (title, network), notation in product(NETWORKS.items(), every):
        where = f"{title}, {getattr(notation, 'name', notation)}"
        with suppress(hn.HandnetError):  # a notation that has no letter for a general unit
            yield f"{where}, index", network.derive(view="index", notation=notation).to_markdown()
        for layout, samples in (("columns", 1), ("rows", 2)):
            stated = problem(network, samples)
            solved = stated.solve(view="matrix", layout=layout, notation=notation, digits=3)
            derived = stated.derive(view="matrix", layout=layout, notation=notation)
            shown = [solved, derived, solved.entries("dW1")]
            shown += [derived.sets()] if network.loss else []
            yield f"{where}, matrix, {layout}", together(*shown)
        moved = problem(network).moves("dJ/dw1[1,1]", notation=notation)
        yield f"{where}, moves", together(moved, *moved)
    misfit = hn.articles.back_propagation.too_many
    for code in ARRAY_MISTAKES:
        yield f"shapes, {code}", misfit.solve(view="matrix", mistakes=[code]).to_markdown()


def walks() -> Iterator[tuple[str, str]]:
    """Walks on a loss, and gradient checks."""
    small = problem(hn.Network([2, 2, 1]), 2, title=HOSTILE[0])
    for notation in ("standard", "mazur"):
        land = hn.landscape(small, notation=notation)
        walk = land.descend(land.start, "0.5", 30, anneal="0.1", momentum="0.3", title=HOSTILE[1])
        chance = land.perturb(land.start, 1, 20, seed=1)
        again = land.restarts(land.random_points(3, -1, 1, seed=2), 1, 20)
        check = small.gradient_check(notation=notation, mistakes=["step-added", "mean-lost"])
        shown = (walk, chance, again, check, check.steps("dJ/dw1[1,1]"))
        yield f"walks, {notation}", together(*shown)


def together(*shown: Shown) -> str:
    """Several pages as one."""
    return "\n\n".join(each.to_markdown() for each in shown)


def formulas(markdown: str) -> Iterator[tuple[str, bool]]:
    """The formulas between dollar signs, and whether they are displayed."""
    for found in re.finditer(r"\$\$(.+?)\$\$|(?<!\\)\$((?:\\.|[^$\\\n])+)\$", markdown, re.DOTALL):
        yield (found[1], True) if found[1] else (found[2], False)


def main() -> None:
    """Print one formula of each form: those that differ in their digits alone are set alike."""
    seen: set[str] = set()
    for where, markdown in pages():
        for latex, display in formulas(markdown):
            form = re.sub(r"[0-9]+", "0", latex)
            if form not in seen:
                seen.add(form)
                sys.stdout.write(json.dumps({"where": where, "latex": latex, "display": display}) + "\n")


if __name__ == "__main__":
    main()
