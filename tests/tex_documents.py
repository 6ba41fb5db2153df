r"""Every kind of document that handnet writes, compiled by pdflatex: no error, nothing too wide for its page.

    python tests/tex_documents.py [--keep FOLDER]

The four articles and a worksheet with its key, each as it is; ten networks drawn at random, up to
4-4-4-4, in each notation, style and view; one object of each class that shows itself. Large networks
are worked out whole in one notation, and for one weight in the others. HANDNET_TEX=off skips it.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from shown_objects import classes, every_shown
from tex import PDFLATEX, WISH, compiled, together

import handnet as hn
from handnet.articles.pages import beside
from handnet.notation import notations
from handnet.render.document import document_latex

SIZES = ("1-1", "2-2-1", "1-1-1-1", "3-1", "2-2-2", "4-1-1", "3-3-3-1", "2-4-3", "4-4-4", "4-4-4-4")
MOST_WHOLE = 15
"""A network of more weights than these is worked out whole in one notation only."""
HIDDEN = ("sigmoid", "tanh", "arctan", "softplus", "relu", "leaky_relu", "bipolar_sigmoid")
ENDS = (
    ("sigmoid", "half_squared_error"),
    ("softmax", "cross_entropy"),
    ("sigmoid", "binary_cross_entropy"),
    ("tanh", "squared_error"),
    ("identity", "mean_squared_error"),
)
Documents = Iterator[tuple[str, str]]


def articles() -> Documents:
    """The four articles, each in its own letters, with what it prints beside ours."""
    for name in hn.articles.ARTICLES:
        article = getattr(hn.articles, name)
        solution = article.problem.solve(notation=name, digits=hn.Digits(decimals=article.DECIMALS))
        yield name, document_latex([*solution._document_page(), *beside(article)], solution._title())


def worksheets() -> Documents:
    """A sheet to fill in, and its key."""
    sheet = hn.articles.crash_course.problem.worksheet(notation="crash_course")
    yield "worksheet", sheet.to_latex(document=True)
    yield "key", sheet.key.to_latex(document=True)


def drawn_problem(title: str) -> hn.Problem:
    """A problem for a network of these sizes; the same one for the same title."""
    draw, sizes = random.Random(title), [int(size) for size in title.split("-")]

    def some(count: int) -> list[str]:
        kinds = (f"{draw.uniform(-2, 2):.2f}", f"{draw.uniform(-1, 1):.3f}", "1/3", "-1", "2.5e-5")
        return [draw.choice(kinds) for _ in range(count)]

    last, loss = draw.choice([end for end in ENDS if sizes[-1] > 1 or end[0] != "softmax"])
    network = hn.Network(
        sizes, [*(draw.choice(HIDDEN) for _ in sizes[2:]), last], loss,
        bias=draw.choice(("unit", "shared", "none", "threshold")),
        momentum=draw.choice((None, "0.9")), l2=draw.choice((None, "0.01")),
    )  # fmt: skip
    kinds = network.biases
    biases = None if set(kinds) == {"none"} else [
        some(1 if kind == "shared" else size) for kind, size in zip(kinds, sizes[1:], strict=True)
    ]  # fmt: skip
    samples = draw.choice((1, 2))
    return hn.Problem(
        network, [some(sizes[0]) for _ in range(samples)], [["1", *["0"] * (sizes[-1] - 1)]] * samples,
        [[some(before) for _ in range(here)] for before, here in pairwise(sizes)], biases, "0.1",
    )  # fmt: skip


def of_network(title: str) -> Documents:
    """One network in each notation, style and view; symbols and numbers take turns."""
    problem, number = drawn_problem(title), SIZES.index(title)
    weights = sum(a * b for a, b in pairwise(problem.network.layers))
    for place, name in enumerate(notations()):
        whole = weights <= MOST_WHOLE or place == number % len(notations())
        goals = () if whole else ("dJ/dw1[1,1]", "w1[1,1]+")
        ways = (problem.derive, problem.solve) if place % 2 else (problem.solve, problem.derive)
        where = f"{title} {name}".replace("_", "-")
        for style, work_out in zip(("chain", "delta"), ways, strict=True):
            worked = work_out(*goals, style=style, notation=name)
            yield f"{where} {style}", worked.to_latex(document=True)
        for layout, work_out in zip(("rows", "columns"), ways, strict=True):
            worked = work_out(view="matrix", layout=layout, notation=name)
            yield f"{where} {layout}", worked.to_latex(document=True)
        with suppress(hn.HandnetError):  # a notation may have no letters for any unit
            yield f"{where} index", problem.derive(view="index", notation=name).to_latex(document=True)


def shown() -> Documents:
    """One object of each class that shows itself; raises ValueError if a class has none."""
    seen = set()
    for name, each in every_shown():
        seen.add(type(each))
        yield name.replace("_", "-"), each.to_latex(document=True)
    missing = ", ".join(sorted(each.__qualname__ for each in classes() - seen))
    if missing:
        raise ValueError(f"shown_objects.py has none of {missing}")


def compile_part(part: tuple[str, Path]) -> tuple[str, int, list[str]]:
    """Compile the documents of a part: those of networks and classes together, others one by one."""
    name, folder = part
    alone = {"articles": articles, "worksheets": worksheets}
    if name in alone:
        documents = dict(alone[name]())
        return name, len(documents), [
            f"{title}: {each}" for title, latex in documents.items() for each in compiled(latex, folder, title)
        ]  # fmt: skip
    documents = dict(shown() if name == "classes" else of_network(name))
    return name, len(documents), compiled(together(documents), folder, name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile everything on two cores; returns 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a folder for what is compiled")
    keep = parser.parse_args(arguments).keep
    if WISH == "off" or (PDFLATEX is None and WISH != "required"):
        sys.stdout.write("skipped: HANDNET_TEX=off\n" if WISH == "off" else "skipped: there is no pdflatex\n")
        return 0
    with tempfile.TemporaryDirectory() as scratch, Pool(2) as pool:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        parts: list[Any] = [
            (name, folder) for name in (*reversed(SIZES), "articles", "worksheets", "classes")
        ]
        wrong = []
        for name, count, complaints in pool.imap_unordered(compile_part, parts, chunksize=1):
            sys.stdout.write(f"{name}: {count} documents, {len(complaints) or 'no'} complaints\n")
            wrong += complaints
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
