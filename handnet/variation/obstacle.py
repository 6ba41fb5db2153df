"""What stands in the way where no acceptable numbers are found, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import HandnetError
from ..quantity import Derivative, Quantity
from .pleasant import Seen


def numbers_obstacle(seen: Sequence[Seen], tried: int) -> HandnetError:
    """The error for sums and gradients that are never all between their bounds."""
    if not seen:
        return HandnetError("variants: no acceptable numbers were found")
    (quantity, low, high), share, _, middle, large = min(seen, key=lambda each: each.share)
    if large == 0:
        return HandnetError(
            f"variants: {quantity} is nearly always 0{_why(quantity)}; {_loosened(quantity, seen)}"
        )
    often = f"only {share:.1%}" if share else "none"
    return HandnetError(
        f"variants: in none of {tried} sets of numbers all sums and gradients fit; least often {quantity}, which "
        f"has a size from {low:g} to {high:g} in {often} of them and is mostly near {middle:.2g}; "
        f"{_loosened(quantity, seen)}"
    )


def mistakes_obstacle(hardest: tuple[str, str, str, float], tried: int) -> HandnetError:
    """The error for mistakes whose numbers are never all apart."""
    one, other, where, share = hardest
    who = f"{one!r} and {other!r} give different numbers" if one else f"{other!r} gives a wrong number"
    return HandnetError(
        f"variants: in none of {tried} sets of numbers all mistakes can be told apart; least often at {where}, "
        f"where {who} in {share:.0%} of them; leave one out, as in without=[{other!r}], or ask for less"
    )


def _why(quantity: Quantity) -> str:
    """What makes a gradient vanish for everybody."""
    if isinstance(quantity, Derivative) and quantity.by.name == "w":
        return ": what its weight is multiplied by is 0, or nothing passes back to it"
    return ""


def _loosened(quantity: Quantity, seen: Sequence[Seen]) -> str:
    """The wider bounds that would hold for most of what was seen."""
    alike = [each for each in seen if type(each.bound.quantity) is type(quantity)]
    low = min(each.bound.low for each in alike)
    low = min(low, _round(min(each.small for each in alike) / 2))
    high = max(each.bound.high for each in alike)
    high = max(high, _round(max(each.large for each in alike) * 2))
    wider = f"gradients=({low:g}, {high:g})" if isinstance(quantity, Derivative) else f"sums={high:g}"
    return f"loosen this, as in {wider}, or change the problem"


def _round(value: float) -> float:
    """To one significant figure."""
    return float(f"{value:.0e}")
