"""Texts that are nearly right: strategies for Hypothesis that begin with what is valid and break it.

broken(seeds, words)     a valid text with some edits: words put in, pieces lost, doubled, repeated
tangled(words)           words of the language in any order
deep(words)              something inside of itself, very often
anything(seeds, words)   these, or any text at all
as_bytes(texts)          a text in one of the encodings that files have, or bytes that are none
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

ACTING = (
    "9**9**9", "__import__('os').system('touch /tmp/handnet-was-here')", "exec('1')", "eval(1)", "().__class__",
    "lambda: 0", "{0.__class__}", "%(x)s", "${HOME}", "$(id)", "`id`", "; import os", "\\input{x}", "<script>",
)  # fmt: skip
"""What would be run if anything were."""
NUMBERS = (
    "0", "-0", "1", "-1", "00", "1.", ".5", "1e5", "1e400", "-1e-400", "1e999999999", "1e-999999999", "0e9999999",
    "9" * 400, "1/0", "0/0", "1/3", "nan", "inf", "-inf", "1_000", "0x10", "٣", "²", "½", "Ⅷ", "1,5", "1,500", "−1",
    "1e", "e5", "1.2.3", "--1", "+-1", "1e+", "5e-324", "2.2250738585072012e-308", "1.7976931348623159e308",
    "18446744073709551616", "-2147483649", "1" + "0" * 5000,
)  # fmt: skip
SIGNS = (
    "\0", "\ufeff", "\u202e", "\u200b", "\u2028", "\x85", "\x1b[2J", "\ud800", "\t", "\r", "\n", "\r\n", " ", "\xa0",
    "'", '"', "''", '"""', "\\", "/", "..", "/dev/zero", "#", ";", ",", ":", "=", "|", "&", "e\u0301", "\U0001f600",
    "[", "]", "(", ")", "{", "}", "[[", "]]", "()", "[]", "+", "-", "*", "^", "**", "@", "%", "!", "?", "~",
)  # fmt: skip
WORDS = (*ACTING, *NUMBERS, *SIGNS)
MANY = (2, 3, 50, 1000, 12_000)
LONGEST = 50_000
"""Signs of a text; files may have more, and take their time then."""
AROUND = (
    ("(", ")"), ("[", "]"), ("{", "}"), ("-", ""), ("exp(", ")"), ("2^", ""), ("1+", ""), ("x/", ""), ("[[", ""),
    ('{"a":', "}"), ("a.", ""), ("d", ""), ("sqrt(", ""),
)  # fmt: skip


@st.composite
def broken(draw, seeds: Sequence[str], words: Sequence[str] = ()) -> str:
    """One of the seeds with one to four edits."""
    text = draw(st.sampled_from(seeds))
    known = (*words, *words, *WORDS)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 2, 5, 20))))
        match draw(st.integers(0, 6)):
            case 0 | 1 | 2:
                put = draw(st.sampled_from(known))
            case 3:
                put = ""
            case 4:
                put = text[start:end] * draw(st.sampled_from(MANY))
            case 5:
                other = draw(st.sampled_from(seeds))
                put = other[draw(st.integers(0, len(other))) :][:40]
            case _:
                put = draw(st.text(max_size=3))
        text = (text[:start] + put + text[end:])[:LONGEST]
    return text


def tangled(words: Sequence[str]) -> st.SearchStrategy[str]:
    """Words in any order."""
    return st.lists(st.sampled_from((*words, *words, *WORDS)), max_size=12).map("".join)


@st.composite
def deep(draw, words: Sequence[str]) -> str:
    """Something inside of itself, very often."""
    before, after = draw(st.sampled_from(AROUND))
    times = draw(st.sampled_from((59, 61, 200, 990, 10_000)))
    return before * times + draw(st.sampled_from((*words, "1"))) + after * times


def anything(seeds: Sequence[str], words: Sequence[str]) -> st.SearchStrategy[str]:
    """What is nearly right, what has only the words of it, and what has nothing to do with it."""
    near = broken(seeds, words)
    return st.one_of(
        near, near, near, tangled(words), deep(words), st.text(max_size=200), st.sampled_from(WORDS)
    )


ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
)


@st.composite
def as_bytes(draw, texts: st.SearchStrategy[str]) -> bytes:
    """A text as the bytes of a file; some are cut, some are none at all."""
    encoding = draw(st.sampled_from(ENCODINGS))
    content = draw(texts).encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    match draw(st.integers(0, 9)):
        case 0:
            at = draw(st.integers(0, len(content)))
            return content[:at] + draw(st.binary(max_size=8)) + content[at:]
        case 1:
            return content[: draw(st.integers(0, len(content)))]
        case 2:
            return draw(st.binary(max_size=300))
        case 3:
            return content.replace(b"\n", draw(st.sampled_from((b"\r\n", b"\r", b"\n\n", b"\0\n"))))
    return content
