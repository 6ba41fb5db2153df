r"""Letters and signs of every script for pdfLaTeX, which has fonts for few of them.

    in_ascii("König")       K\"{o}nig
    in_ascii("λ → ½")       \ensuremath{\lambda} \ensuremath{\rightarrow} 1/2
    in_ascii("李")          [U+674E]       a letter for which there is no font, by its number

What comes out is plain ASCII, means the same in words and inside of formulas, needs amsmath and no font
besides the usual ones, and loses nothing.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0331": "b",
}  # fmt: skip
"""Combining accents, and the commands that set them."""
_LETTERS = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i",
    "å": "aa", "Å": "AA", "§": "S", "¶": "P", "©": "copyright", "£": "pounds", "†": "dag", "‡": "ddag",
    "…": "ldots",
}  # fmt: skip
_WORDS = {
    "–": "--", "—": "---", "‐": "-", "‘": "`", "’": "'", "“": "``", "”": "''", "„": ",,", "‚": ",", "«": "<<",
    "»": ">>", "¡": "!`", "¿": "?`", "\u00a0": "~", "\u2009": r"\,", "\u202f": r"\,", "ﬁ": "fi", "ﬂ": "fl",
    "½": "1/2", "¼": "1/4", "¾": "3/4",
}  # fmt: skip
_GREEK = """
α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ϑ vartheta ι iota κ kappa λ lambda
μ mu µ mu ν nu ξ xi π pi ρ rho σ sigma ς varsigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma
Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega
"""
_SIGNS = """
× times · cdot ÷ div ± pm ∂ partial ∑ sum ∏ prod √ surd ∞ infty ≤ leq ≥ geq ≠ neq ≈ approx ∗ ast ⋆ star ⊙ odot
⊘ oslash → rightarrow ← leftarrow ↑ uparrow ↓ downarrow ↔ leftrightarrow ⇒ Rightarrow ∈ in ′ prime ⋯ cdots
⋮ vdots ℓ ell ✗ times ✓ surd • bullet ∇ nabla ∫ int ∘ circ ∝ propto
"""


def _pairs(table: str) -> dict[str, str]:
    names = table.split()
    return {sign: rf"\ensuremath{{\{name}}}" for sign, name in zip(names[::2], names[1::2], strict=True)}


_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True))
_TABLE = (
    _WORDS
    | {letter: rf"\{name}{{}}" for letter, name in _LETTERS.items()}
    | _pairs(_GREEK)
    | _pairs(_SIGNS)
    | {sign: rf"\ensuremath{{^{{{digit}}}}}" for sign, digit in _RAISED.items()}
    | {sign: rf"\ensuremath{{_{{{digit}}}}}" for sign, digit in _LOWERED.items()}
    | {"−": r"\ensuremath{-}", "°": r"\ensuremath{^\circ}"}
)
_OTHER = re.compile(r"[^\x00-\x7f]+")
_TEXT = re.compile(r"\\text\{(?:[^{}]|\{[^{}]*\})*\}")
NUMBERED = "[U+"
"""With this begins what stands for letters that cannot be set."""


def in_ascii(latex: str) -> str:
    """LaTeX with every sign outside of ASCII set by a command, or named by its number in Unicode."""
    return _OTHER.sub(lambda found: _set(found[0]), latex)


def measurable(latex: str) -> str:
    """A formula as `in_ascii` sets it, spaces between words as wide where it is measured as they are set."""
    return _TEXT.sub(lambda found: found[0].replace(" ", "~"), in_ascii(latex))


def _set(signs: str) -> str:
    """A run of signs; those that cannot be set stand together in one pair of brackets."""
    found, numbers = "", []
    for sign in unicodedata.normalize("NFC", signs):
        command = _TABLE.get(sign) or _accented(sign)
        if command is None:
            numbers.append(f"{ord(sign):04X}")
            continue
        found += _numbered(numbers) + command
        numbers = []
    return found + _numbered(numbers)


def _numbered(numbers: list[str]) -> str:
    return f"{NUMBERED}{' '.join(numbers)}]" if numbers else ""


def _accented(sign: str) -> str | None:
    """A letter of ASCII with accents that LaTeX can set above or below it; None for others."""
    letter, *accents = list(unicodedata.normalize("NFD", sign))
    if not (letter.isascii() and letter.isalpha() and accents and all(each in _ACCENTS for each in accents)):
        return None
    above = any(each not in "\u0323\u0327\u0331" for each in accents)
    command = rf"\{letter}" if letter in "ij" and above else letter
    for accent in accents:
        command = rf"\{_ACCENTS[accent]}{{{command}}}"
    return command
