"""The panel's own functions and digits are those of the library, number by number."""

import math
import random
import struct

import pytest
from page_answers import answers, node

from handnet.digits import Digits
from handnet.elementary import ANY_NUMBER, ELEMENTARY
from handnet.value import divide, power

FUNCTIONS = {name: (entry.value, entry.arity) for name, entry in ELEMENTARY.items()}
FUNCTIONS |= {"divide": (divide, 2), "power": (power, 2), "square": (lambda v: v * v, 1)}
SIZES = (
    5e-324,
    1e-300,
    1e-16,
    1e-9,
    0.01,
    0.3,
    0.5,
    1.0,
    1.5,
    2.0,
    3.0,
    7.3,
    36.8,
    700.0,
    708.0,
    710.0,
    1000.0,
)
HOSTILE = [0.0, -0.0, *SIZES, *(-size for size in SIZES), 1e300, -1e300, math.inf, -math.inf, math.nan]


def test_the_tests_of_the_modules_pass():
    """Found by Node itself: everything in tests/page that ends with .test.mjs."""
    node("--test", "tests/page/")


def cases_of(name, arity):
    """Every hostile number, or every pair of them; no broken power of a negative number, which has no real value."""
    if arity == 1:
        return [[z] for z in HOSTILE]
    pairs = [[left, right] for left in HOSTILE for right in HOSTILE]
    if name == "power":
        return [
            [base, exponent]
            for base, exponent in pairs
            if base >= 0 or exponent == exponent // 1 or math.isinf(exponent)
        ]
    return pairs + [[1.0, 2.0, math.nan, -3.0]] * (arity == ANY_NUMBER)


def same(left, right):
    """The same float, but for the last digit; below 1e-307 floats have fewer digits."""
    if left == right or (math.isnan(left) and math.isnan(right)):
        return True
    return math.isclose(left, right, rel_tol=1e-15) or max(abs(left), abs(right)) < 1e-307


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_same_value_in_the_panel(name):
    value, arity = FUNCTIONS[name]
    cases = cases_of(name, arity)
    found = answers(functions=[[name, [repr(z) for z in case]] for case in cases])
    for case, text in zip(cases, found, strict=True):
        wanted, answer = value(*case), float(text)
        assert same(wanted, answer), f"{name}{tuple(case)}: {wanted!r} here, {answer!r} in the panel"


def numbers():
    """Numbers of every size and length, and those that stand exactly between two roundings."""
    draw = random.Random(1)
    found = [
        0.0,
        -0.0,
        math.inf,
        -math.inf,
        math.nan,
        5e-324,
        1.7976931348623157e308,
        0.3925,
        9.996,
        0.5,
        1e16,
        1e22,
    ]
    found += [
        float(f"{draw.randint(0, 10**size)}5e{draw.randint(-12, 9)}")
        for size in range(1, 9)
        for _ in range(60)
    ]
    found += [
        float(f"{'9' * size}{draw.randint(0, 99)}e{draw.randint(-14, 9)}")
        for size in range(1, 9)
        for _ in range(40)
    ]
    found += [draw.gauss(0, 10.0 ** draw.randint(-8, 9)) for _ in range(1000)]
    found += [struct.unpack("d", draw.randbytes(8))[0] for _ in range(1000)]
    return [*found, *(-number for number in found)]


@pytest.mark.parametrize(
    "digits",
    [{}, *({"decimals": n} for n in (0, 1, 4, 17)), *({"significant": n} for n in (1, 3, 6, 17))],
    ids=str,
)
def test_a_number_is_written_the_same_in_the_panel(digits):
    cases = numbers()
    found = answers(numbers=[[repr(number), digits] for number in cases])
    for number, text in zip(cases, found, strict=True):
        assert Digits(**digits).write(number) == text, f"{number!r} with {digits}"
