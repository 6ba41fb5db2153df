"""The small parts of checking, each by itself: criteria, what is kept, own lines, a verdict and its report."""

from __future__ import annotations

import math

import pytest
from small_sheets import product_line

import handnet as hn
from handnet.answer import Answer
from handnet.check.conventions import others
from handnet.check.criteria import USUAL, Criteria, Marks, codes
from handnet.check.kept import MOST_KEPT, kept
from handnet.check.own_lines import as_shown, own_line, twin_of, with_twins
from handnet.check.report import Report
from handnet.check.verdict import Verdict
from handnet.errors import HandnetError, UnknownQuantity
from handnet.explain.slips import SLIPS
from handnet.mistakes import ARRAY_MISTAKES, MISTAKES
from handnet.notation import notation
from handnet.quantity import Derivative, Variable
from handnet.rounding import Rounding
from handnet.setting import Setting
from handnet.terms import Number

MINE = hn.Mistake.writing("mine", {"z1[1]": "x[1]"})


# --- criteria ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["right", "follows", "undecided", "does_not_follow", "wrong"])
def test_every_share_is_looked_at(name):
    for share in (0, 1, 0.5, 0.0, 1.0):
        assert getattr(Marks(**{name: share}), name) == share
    for share in (-0.5, 1.5, True, False, "0.5", None):
        with pytest.raises(
            HandnetError, match=rf"^marks: {name} is .*; it is a share of the points, from 0 to 1$"
        ):
            Marks(**{name: share})


def test_who_is_right_but_does_not_follow_has_a_share_of_that():
    marks = Marks(right=0.75, does_not_follow=0.25)
    assert (marks.of("right"), marks.of("right", False), marks.of("right", True)) == (0.75, 0.75, 0.25)
    assert [marks.of(status, True) for status in ("wrong", "follows", "missing")] == [0.0, 1.0, 0.0]
    assert type(Marks(right=1).of("right")) is float


def test_codes_that_can_be_switched_off_are_all_that_there_are():
    for code in (*MISTAKES, *ARRAY_MISTAKES, *SLIPS):
        assert Criteria(without=(code,)).without == (code,)
    assert Criteria(without=("mine",), extra=(MINE,)).mistakes == Criteria().mistakes
    with pytest.raises(HandnetError, match="without: unknown mistake 'mine'"):
        Criteria(without=("mine",))
    with pytest.raises(HandnetError, match="'truncatde'; did you mean 'truncated'"):
        Criteria(without=("truncatde",))


def test_the_mistakes_looked_for_are_all_but_those_switched_off():
    every = (*MISTAKES.values(), *ARRAY_MISTAKES.values())
    assert Criteria().mistakes == USUAL.mistakes == every
    assert Criteria(extra=(MINE,)).mistakes == (*every, MINE)
    some = (next(iter(MISTAKES)), next(iter(ARRAY_MISTAKES)))
    assert Criteria(without=some).mistakes == tuple(each for each in every if each.code not in some)
    assert (USUAL.rounding, USUAL.marks, USUAL.without, USUAL.extra, USUAL.pairs) == (
        Rounding(), Marks(), (), (), True)  # fmt: skip


def test_codes_are_a_list_of_texts():
    assert codes(["a", "b"]) == codes(iter(("a", "b"))) == ("a", "b")
    assert codes([1]) == ("1",)
    assert codes([]) == ()
    for wrong in ("a", 1, None):
        with pytest.raises(HandnetError, match=r"^without is a list of codes: write"):
            codes(wrong)


# --- what is kept ------------------------------------------------------------------------------------------


def test_a_sheet_is_kept_for_the_same_question_in_whatever_order():
    problem = product_line()
    z, a = (problem.forward_pass().find(address) for address in ("z1[1]", "a1[1]"))
    first = kept(problem, None, [z, a], USUAL)
    assert kept(problem, None, iter([a, z, a]), USUAL) is first
    assert first[0].asked == (z, a)
    assert (first[1].sheet, first[2].sheet, first[2].book) == (first[0], first[0], first[1])
    assert first[1].mistakes == USUAL.mistakes
    for others_ in (
        kept(problem, None, [z], USUAL),
        kept(problem, None, [z, a], USUAL, notation("mazur")),
        kept(problem, None, [z, a], USUAL, alike=True),
        kept(problem, None, [z, a], Criteria(without=("truncated",))),
        kept(problem, None, [z, a], Criteria(extra=(MINE,))),
    ):
        assert others_ is not first
    assert kept(problem, None, [z, a], Criteria(rounding=Rounding(decimals=2), pairs=False)) is first
    assert kept(problem, None, [z], Criteria(without=("truncated",)))[2].without == ("truncated",)
    assert not first[0].alike
    assert kept(problem, None, [z, a], USUAL, alike=True)[0].alike
    there = next(others(problem, (z,)))
    other = kept(problem, there, [z, a], USUAL)
    assert other is not first
    assert other[0].problem is there.problem
    assert first[0].problem is problem


def test_so_many_sheets_are_kept_and_then_none_of_them():
    problem = product_line()
    z = problem.forward_pass().find("z1[1]")
    before = len(problem.sheets())
    for number in range(MOST_KEPT - before):
        assert len(problem.sheets()) == before + number
        kept(problem, None, [z], Criteria(extra=(hn.Mistake.writing(f"mine-{number}", {"z1[1]": "x[1]"}),)))
    assert len(problem.sheets()) == MOST_KEPT
    last = kept(problem, None, [z], USUAL)
    assert list(problem.sheets().values()) == [last]


# --- own lines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("0.25", 0.25, "0.25"),
        ("0,25", 0.25, "0.25"),
        ("0.1234567891", 0.1234567891, "0.1234567891"),  # twelve characters
        ("0.12345678912", 0.12345678912, "0.123457"),
        ("about", 0.25, "0.250000"),
        ("0.25", 0.5, "0.500000"),
    ],
)
def test_a_number_is_shown_as_it_was_written_if_it_is_short_and_plain(text, value, shown):
    made = as_shown(Number(text, value))
    assert (made.text, made.value) == (shown, value)


@pytest.mark.parametrize(
    ("sign", "text", "other"), [(1, "0.5", "0.5"), (-1, "0.5", "-0.5"), (-1, "-0.5", "0.5")]
)
@pytest.mark.parametrize("style", ["delta", "chain"])
def test_a_twin_has_the_same_number_with_the_sign_of_the_convention(sign, text, other, style):
    network = hn.Network([1, 1], bias="none", convention=hn.Convention(error_sign=sign))
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["1"]]])
    setting = Setting(problem.forward_pass(), style=style)
    delta = Variable("delta", 1, (1,))
    slope = Derivative(Variable("J", None, ()), Variable("z", 1, (1,)))
    assert (twin_of(setting, delta), twin_of(setting, slope)) == (slope, delta)
    written, wanted = (slope, delta) if style == "delta" else (delta, slope)
    own = {written: Number(text, float(text))}
    assert with_twins(setting, own) == own | {wanted: Number(other, float(other))}
    assert with_twins(setting, own)[wanted].text == other
    turned = {wanted: Number("7", 7.0)}
    assert with_twins(setting, turned) == turned  # the lines of this style do not use the other
    both = own | turned
    assert with_twins(setting, both) == both


def report_of(problem: hn.Problem, own: dict[str, str], **more: object) -> Report:
    setting = Setting(problem.forward_pass())
    numbers = {setting.find(at): Number(text, float(text)) for at, text in own.items()}
    verdicts = tuple(
        Verdict(quantity, str(quantity), Answer("number", number.text, number.value), "wrong", "wrong", 0.0)
        for quantity, number in numbers.items()
    )
    return Report(problem, setting, Rounding(), verdicts, numbers, **more)


def test_the_line_of_an_answer_uses_all_other_numbers_and_not_its_own():
    report = report_of(product_line(), {"z1[1]": "0.5", "z2[1]": "9"})
    z1, z2 = (report.setting.find(address) for address in ("z1[1]", "z2[1]"))
    line = own_line(report, z2)
    assert line.value(z2) == pytest.approx(0.59 * 0.5)
    assert "z1[1]" not in [str(step.quantity) for step in line.derivation.steps]
    assert own_line(report, z1).value(z1) == pytest.approx(0.3071)


def test_what_is_given_or_far_in_training_has_no_line():
    report = report_of(product_line(), {"z1[1]": "0.5"})
    with pytest.raises(HandnetError, match=r"^w1\[1,1\] is given: no line works it out$"):
        own_line(report, report.setting.find("w1[1,1]"))
    with pytest.raises(HandnetError, match=r"^w1\[1,1\]@4: lines are written for 3 updates at most; "
                                           r"problem\.train\(4\)\[4\] has the value$"):  # fmt: skip
        own_line(report, report.setting.find("w1[1,1]@4"))
    report, last = report_of(product_line(), {}), report.setting.find("w1[1,1]@3")
    assert own_line(report, last).value(last) == pytest.approx(product_line().solve("w1[1,1]@3")["w1[1,1]@3"])


# --- a verdict, and the report -------------------------------------------------------------------------------


def test_a_verdict_is_worth_a_point_and_says_nothing_more_by_itself():
    made = Verdict(None, "q", Answer("blank", ""), "missing", "missing", math.nan)
    assert (made.follows, made.but_does_not_follow, made.few_digits, made.mistakes, made.decide, made.too_few) == (
        None, False, False, (), None, False)  # fmt: skip
    assert (made.points, made.out_of, made.because) == (0.0, 1.0, "asked, and not given")


def test_a_report_says_how_much_is_right_and_where_to_begin():
    report = report_of(product_line(title=""), {"z1[1]": "0.5", "z2[1]": "9"})
    assert repr(report) == "<Report: 0 of 2 right, first wrong: z1[1]>"
    assert (report._title(), len(report), report.count("wrong"), report.count("right")) == ("Report", 2, 2, 0)
    assert (report.points, report.out_of) == (0.0, 2.0)
    assert (report["z1[1]"], report[report.setting.find("z1[1]")]) == (report.verdicts[0],) * 2
    assert report["z1[1](1)"] is report.verdicts[0]
    assert report.first_wrong is report.verdicts[0]
    with pytest.raises(UnknownQuantity, match=r"^a1\[1\] was neither answered nor asked$"):
        report["a1[1]"]
    nothing = report_of(product_line(title="Two"), {})
    assert (repr(nothing), nothing._title()) == ("<Report: 0 of 0 right, nothing wrong>", "Two")
    assert (nothing.first_wrong, nothing.convention) == (None, "")
    stranger = Verdict(None, "q", Answer("unreadable", "1", why="?"), "unreadable", "", math.nan)
    strange = Report(product_line(), report.setting, Rounding(), (stranger,))
    assert strange["q"] is stranger
    with pytest.raises(UnknownQuantity, match=r"^q is no quantity of this problem, so no line works it out$"):
        strange.line_of("q")
