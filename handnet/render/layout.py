"""Breaking a formula over lines as a person would: at signs, outside of brackets first."""

from __future__ import annotations


def broken(text: str, room: int) -> list[str]:
    """A formula broken before signs, outside of brackets if that is enough to fit into `room`."""
    pieces = [text]
    for depth in range(4):
        for signs in ("+-", "+-*"):
            if max(map(len, pieces)) <= room:
                return pieces
            pieces = _filled(_split(text, signs, depth), room)
    return pieces


def _split(text: str, signs: str, deepest: int) -> list[str]:
    """The text cut before each of these signs that has a space on both sides and is not too deep."""
    pieces, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign in signs and depth <= deepest and text[at - 1 : at + 2] == f" {sign} ":
            pieces.append(text[start : at - 1])
            start = at
    return [*pieces, text[start:]]


def _filled(pieces: list[str], room: int) -> list[str]:
    """Pieces put together again into lines as long as fit."""
    lines = pieces[:1]
    for piece in pieces[1:]:
        if len(lines[-1]) + 1 + len(piece) > room:
            lines.append(piece)
        else:
            lines[-1] += f" {piece}"
    return lines
