"""A script without comments and indentation is the same program, as Node's own parser reads both."""

import json
import random
from pathlib import Path

from page_answers import node

from handnet.page import HERE, joined
from handnet.page.compact import compact_script, compact_style

SCRIPT = Path(__file__).parent / "page" / "same_script.mjs"
PIECES = [
    "// why\n",
    "/* one\n   two */",
    "let a = 1, b = 2, g = 3, c, f = (each) => each;\n",
    "a = b / g / 2; // half of it\n",
    "a = b /* of */ / g;\n",
    "a = (b) / g; c = [b][0] / g / 1;\n",
    "f(/[/\"'`]\\/(\\/*)/g);\n",
    "a = b ? /x\\\\/ : /[\\]/]/;\n",
    "f(function () { return /\\/\\/ no comment/.test('/*') });\n",
    "c = 'it\\'s // no comment';  \t\n",
    'c = "\\"/* no comment */\\\\";\n',
    "c = 'a \\\n    b';\n",
    "c = `a // ${b} /* no comment */`;\n",
    "c = `one\n    two ${ {b: `in ${ b /* one */ } // two`}.b /* three */ } \\` \\${ }\n  three`;\n",
    "if (a) { c = {}; } else { c = `}` }\n",
    "a\n++b\n",
    "c = a +\n  +b - -g;\n",
    "c = {a, b: {g}}\n\n\n",
    "for (const each of [/a/, /b/]) f(each); f(typeof /a/);\n",
    "c = a++ / 2;\n",
    "f(() => { return 1 }) / 2;\n",
    "c = 1e3 / 5.5 // a number\n",
    "class K { #x = 1; get y() { return this.#x / 2; } }\n",
]


def differences(*texts):
    pairs = [[text, compact_script(text)] for text in texts]
    return json.loads(node("--expose-internals", SCRIPT, text=json.dumps(pairs)))


def test_every_module_is_the_same_program():
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.js"))}
    assert len(texts) > 30
    found = dict(zip(texts, differences(*texts.values()), strict=True))
    assert not {name: said for name, said in found.items() if said}
    for name, text in texts.items():
        lines = compact_script(text).splitlines()
        assert all(line and line == line.strip() for line in lines), name


def test_a_page_gets_shorter_by_a_fifth():
    text = joined("living_page", "own_answers")
    assert len(compact_script(text)) < 0.8 * len(text)


def test_a_hard_place_is_read_as_javascript_reads_it():
    found = differences(*PIECES)
    assert not {piece: said for piece, said in zip(PIECES, found, strict=True) if said}


def test_hard_places_in_any_order():
    """Each in a block of its own, so that any may follow any."""
    draw = random.Random(7)
    texts = [
        "let a, b, g, c, f;\n"
        + "".join(f"{{\n  {piece}}}\n" for piece in draw.choices(PIECES[:2] + PIECES[3:], k=12))
        for _ in range(100)
    ]
    assert set(differences(*texts)) == {""}


def test_the_comparison_sees_what_is_lost():
    pairs = [["a = 1 + 2;", "a = 1 - 2;"], ["a = '//';", "a = '"], ["f(`a  b`)", "f(`a b`)"], ["a", "a // b"]]
    assert all(json.loads(node("--expose-internals", SCRIPT, text=json.dumps(pairs))))


def test_a_style_sheet_keeps_its_rules():
    assert (
        compact_style("/* a\n b */\n.a { color: red; } /* why */\n\n  .b { }\n")
        == ".a { color: red; }\n.b { }\n"
    )
    for path in HERE.glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert compact_style(text).count("{") == text.count("{")
