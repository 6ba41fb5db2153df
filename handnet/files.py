"""Problem files: a problem as TOML text that a teacher writes, and back.

    handnet = 1                       # the version of this format
    title = "Homework 3"

    [network]
    layers = [2, 2, 1]
    activation = "sigmoid"            # or one name per layer

    [numbers]
    x = ["0.05", "0.10"]              # numbers as text keep their digits; bare numbers do too
    y = ["0.01"]
    weights = [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]]
    biases = [["0.35", "0.35"], ["0.60"]]
    learning_rate = "0.5"

    [[ask]]
    quantity = "dJ/dw1[2,1]"
    points = 2
    digits = 4

Reading what was written gives an equal problem. Every entry that is missing, misspelt or of the
wrong kind is named, with the file.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from .arrays import expand
from .convention import STANDARD, Convention
from .disk import LONGEST_PATH, write_whole
from .errors import HandnetError, shown, suggestion
from .network import Network
from .problem import Problem

VERSION = 1
LARGEST_FILE = 20_000_000

LONGEST_TITLE = 1000
_TOO_LONG = re.compile(r"(?<![0-9_])[0-9_]{4000}|(?<![\w.-])(?:[\"']?[\w-]++[\"']?[ \t]*+\.[ \t]*+){100}")
"""What takes the reader of TOML much memory, and nobody writes."""
_TOP = {"handnet": int, "title": str, "network": dict, "convention": dict, "numbers": dict, "ask": list}
_NETWORK = (
    "layers", "activation", "loss", "reduction", "average", "l2", "bias", "frozen", "updates", "momentum"
)  # fmt: skip
_CONVENTION = ("error_sign", "gradient_factor", "mean_in")
_NUMBERS = ("x", "y", "weights", "biases", "learning_rate", "input_names", "sample_names")
_ASK = ("quantity", "points", "digits")


@dataclass(frozen=True)
class Ask:
    """One thing that is asked: a quantity, what it is worth, and to how many decimals."""

    quantity: str
    points: float = 1
    digits: int | None = None


def as_ask(given: Any, problem: Problem) -> Ask:
    """An `Ask` from itself, an address, or a table; its quantity must exist in the problem."""
    ask = given
    if not isinstance(given, str | dict | Ask):
        raise HandnetError(f"ask: found {shown(given)}; it is an address, an Ask, or a table")
    if isinstance(given, str):
        ask = Ask(given)
    elif isinstance(given, dict):
        _check_names(given, _ASK, "ask")
        if "quantity" not in given:
            raise HandnetError("ask: the entry 'quantity' is missing")
        ask = Ask(**given)
    points, digits = ask.points, ask.digits
    if (
        isinstance(points, bool)
        or not isinstance(points, int | float | Decimal)
        or not 0 <= float(points) < 1e6
    ):
        raise HandnetError(
            f"ask {shown(ask.quantity)}: points is {shown(points)}; it is a number from 0 to a million"
        )
    if digits is not None and (
        isinstance(digits, bool) or not isinstance(digits, int) or not 0 <= digits <= 17
    ):
        raise HandnetError(
            f"ask {shown(ask.quantity)}: digits is {shown(digits)}; it is a whole number from 0 to 17"
        )
    if not isinstance(ask.quantity, str):
        raise HandnetError(f'ask: quantity is {shown(ask.quantity)}; it is an address such as "dJ/dw1[2,1]"')
    expand(problem.forward_pass(), ask.quantity)
    whole = isinstance(points, int) or points == int(points)
    return Ask(ask.quantity, int(points) if whole else float(points), digits)


def read(path: str | Path) -> Problem:
    """The problem in a file; raises HandnetError that names the file and the entry."""
    text = read_text(path)
    try:
        return from_toml(text)
    except HandnetError as error:
        raise HandnetError(f"{path}: {error}") from None


def read_text(path: str | Path, largest: int = LARGEST_FILE) -> str:
    """The text of a file of at most so many bytes; raises HandnetError that names the file."""
    try:
        path = Path(path)
        if path.exists() and not path.is_file() and not path.is_dir():
            raise HandnetError(f"{path}: is no ordinary file")
        with path.open("rb") as file:
            content = file.read(largest + 1)
        if len(content) > largest:
            raise HandnetError(
                f"{path}: larger than {largest // 1_000_000} MB, which is too large to be read"
            )
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise HandnetError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except HandnetError:
        raise
    except (OSError, ValueError, TypeError) as error:
        why = getattr(error, "strerror", None) or error
        raise HandnetError(f"{shown(str(path), LONGEST_PATH)}: cannot be read ({why})") from None


def from_toml(text: str) -> Problem:
    """The problem in the text of a problem file."""
    if _TOO_LONG.search(text):
        raise HandnetError(
            "not readable as TOML: a number of thousands of digits, or a key of a hundred parts"
        )
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as error:
        comma = "; decimals have a point, as in 0.05" if re.search(r"[0-9],[0-9]", text) else ""
        raise HandnetError(f"not readable as TOML: {str(error)[:100]}{comma}") from None
    _check_names(table, tuple(_TOP), "")
    for name in ("handnet", "network", "numbers"):
        if name not in table:
            what = f"'{name} = {VERSION}' at the top" if name == "handnet" else f"the table [{name}]"
            raise HandnetError(f"{what} is missing")
    for name, value in table.items():
        if not isinstance(value, _TOP[name]) or isinstance(value, bool):
            raise HandnetError(f"{name}: found {shown(value)}; it is {_KINDS[_TOP[name]]}")
    if table["handnet"] != VERSION:
        raise HandnetError(f"handnet: version {table['handnet']} of the format; this program reads {VERSION}")
    return _problem(table)


_KINDS = {int: "a whole number", str: "text", dict: "a table", list: "a list of tables, written [[ask]]"}


def _problem(table: dict[str, Any]) -> Problem:
    numbers, network = table["numbers"], table["network"]
    _check_names(network, _NETWORK, "network")
    _check_names(numbers, _NUMBERS, "numbers")
    _check_names(table.get("convention", {}), _CONVENTION, "convention")
    for name, where, entries in (("layers", "network", network), ("x", "numbers", numbers),
                                 ("weights", "numbers", numbers)):  # fmt: skip
        if name not in entries:
            raise HandnetError(f"{where}: the entry {name!r} is missing")
    if len(table.get("title", "")) > LONGEST_TITLE:
        raise HandnetError(f"title: {LONGEST_TITLE} signs are the most, and it has {len(table['title'])}")
    convention = Convention(**table["convention"]) if "convention" in table else STANDARD
    for entry in table.get("ask", []):
        if not isinstance(entry, dict):
            raise HandnetError(f'ask: found {shown(entry)}; write [[ask]] and quantity = "dJ/dw1[2,1]"')
    return Problem(
        Network(**network, convention=convention),
        title=table.get("title", ""),
        ask=table.get("ask", []),
        **numbers,
    )


def _check_names(entries: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in entries:
        if name not in known:
            raise HandnetError(
                f"{where + ': ' if where else ''}unknown entry {shown(name)}; {suggestion(name[:100], known)}"
            )


# --- writing --------------------------------------------------------------------------------------


def to_toml(problem: Problem) -> str:
    """The text of a problem file; numbers are text, as they were given."""
    lines = [f"handnet = {VERSION}"]
    if problem.title:
        lines.append(f"title = {_toml(problem.title)}")
    convention = problem.network.convention
    changed = {name: getattr(convention, name) for name in _CONVENTION
               if getattr(convention, name) != getattr(STANDARD, name)}  # fmt: skip
    asked = [
        {name: getattr(ask, name) for name in _ASK if getattr(ask, name) is not None} for ask in problem.ask
    ]
    tables = [("[network]", _network_table(problem.network)), ("[convention]", changed),
              ("[numbers]", _number_table(problem)), *(("[[ask]]", each) for each in asked)]  # fmt: skip
    for heading, table in tables:
        if table:
            lines += ["", heading, *(f"{name} = {_toml(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A value as TOML; a list of lists of lists has one layer a line, as one reads weights."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        deep = value and isinstance(value[0], list) and value[0] and isinstance(value[0][0], list)
        if deep or (value and isinstance(value[0], list) and len(value) > 1 and len(value[0]) > 1):
            return "[\n" + "".join(f"    {_toml(each)},\n" for each in value) + "]"
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value)


def _network_table(network: Network) -> dict[str, Any]:
    for entry in (*network.activations, *((network.loss,) if network.loss else ())):
        if not entry.built_in:
            raise HandnetError(f"{entry.name}: a function of your own cannot be kept in a problem file")
    names = [each.name for each in network.activations]
    table: dict[str, Any] = {
        "layers": list(network.layers),
        "activation": names[0] if len(set(names)) == 1 else names,
        "loss": network.loss.name if network.loss else "none",
        "reduction": network.reduction,
        "average": network.average,
        "bias": network.biases[0] if len(set(network.biases)) == 1 else list(network.biases),
        "updates": network.updates,
    }
    if network.l2:
        table["l2"] = network.l2.text
    if network.momentum:
        table["momentum"] = network.momentum.text
    if network.frozen:
        table["frozen"] = sorted(map(str, network.frozen))
    usual = {"reduction": "sum", "average": "samples", "updates": "batch"}
    return {name: value for name, value in table.items() if usual.get(name) != value}


def _number_table(problem: Problem) -> dict[str, Any]:
    source, network = problem.forward_pass(), problem.network

    def texts(quantities: list[Any]) -> list[Any]:
        return [texts(each) if isinstance(each, list) else problem.values[each].text for each in quantities]

    from .arrays import members

    table: dict[str, Any] = {"x": texts(members(source, "X") or [])}
    if network.loss or any(getattr(each, "name", "") == "y" for each in problem.values):
        table["y"] = texts(members(source, "Y") or [])
    layers = range(1, len(network.layers))
    table["weights"] = [texts(members(source, f"W{layer}") or []) for layer in layers]
    if any(kind != "none" for kind in network.biases):
        table["biases"] = [_bias_texts(problem, source, layer, texts) for layer in layers]
    if problem.learning_rate:
        table["learning_rate"] = problem.learning_rate.text
    for name in ("input_names", "sample_names"):
        if getattr(problem, name):
            table[name] = list(getattr(problem, name))
    return table


def _bias_texts(problem: Problem, source: Any, layer: int, texts: Any) -> list[str]:
    match problem.network.biases[layer - 1]:
        case "none":
            return []
        case "shared":
            return [problem.values[source.bias(layer, 1)].text]
    found: list[str] = texts(
        [source.bias(layer, unit) for unit in range(1, problem.network.layers[layer] + 1)]
    )
    return found


def save(problem: Problem, path: str | Path) -> None:
    """Write a problem file, as `write_whole` does."""
    write_whole(to_toml(problem), path)
