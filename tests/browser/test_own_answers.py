"""Answers in a living page, opened from the disk with the network switched off: typed, judged, kept, cleared."""

from __future__ import annotations

from html import escape

import pytest
from panel_page import Panel
from sheet_page import Sheet

import handnet as hn
from handnet.living import living_page
from handnet.notation import notation

ASKED = (
    "z1[1]",
    "z1[2]",
    "a1[1]",
    "a2[1]",
    "J",
    "dJ/dw2[1,1]",
    "dJ/dw1[2,1]",
    "dJ/dx[1]",
    "w1[2,1]+",
    "a2[1]@100",
)


def problem(ask=ASKED, **network):
    return hn.Problem(
        hn.Network([2, 2, 1], **network),
        x=["0.05", "0.10"],
        y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]],
        learning_rate="0.5",
        ask=ask,
    )


def right(given=None, digits=5):
    """The right answers as they may be typed."""
    solution = (given or problem()).solve()
    return {address: f"{solution[address]:.{digits}f}" for address in ASKED}


def sheet_of(page):
    return Sheet(page, page.locator("#answers .handnet-sheet"))


def words(sheet):
    return sheet.root.locator(".handnet-sheet-words").inner_text()


def open_calculation(page):
    page.locator("#calculation > summary").click()
    return Panel(page)


def test_every_answer_is_judged_as_it_is_typed_and_enter_goes_on(offline):
    sheet = sheet_of(offline(living_page(problem())))
    assert words(sheet) == "0 of 10 right, 10 still empty."
    for number, (address, text) in enumerate(right().items(), 1):
        assert sheet.type(address, text) == "right"
        assert words(sheet).startswith(f"{number} of 10 right")
        sheet.box(address).press("Enter")
    assert words(sheet) == "10 of 10 right."
    assert sheet.focused() == ASKED[-1]


def test_what_is_not_right_says_so_in_words_with_a_sign_and_never_what_is_right(offline):
    page = offline(living_page(problem()))
    sheet = sheet_of(page)
    assert sheet.type("z1[1]", "0.4775") == "not right yet"  # 0.3775
    assert sheet.type("a1[1]", "0.6172") == "not right yet but it follows from your numbers above"
    assert sheet.type("z1[2]", "0,39250") == "right"
    assert "but it does not follow" in sheet.type("a2[1]", right()["a2[1]"])
    assert "write it like" in sheet.type("J", "about 3")
    assert "only a number" in sheet.type("J", "0.5*(a2[1]-0.01)^2")
    assert "not decided" in sheet.type("dJ/dw1[2,1]", "0")
    assert words(sheet) == "2 of 10 right, 2 not right yet, 1 not decided, 1 cannot be read, 4 still empty."
    signs = {sheet.row(address).locator(".handnet-answer-sign").inner_text() for address in ASKED[:5]}
    assert signs == {"✗", "↳", "✓", "!"}
    sheet.root.locator(".handnet-sheet-first").click()
    assert sheet.focused() == "z1[1]"
    shown = page.content()
    assert page.locator(".handnet-panel").count() == 0
    assert not [address for address, text in right(digits=4).items() if text in shown]


def test_moved_sliders_judge_anew_and_say_so(offline):
    page = offline(living_page(problem()))
    sheet = sheet_of(page)
    told = page.locator(".handnet-own-now")
    assert sheet.type("a2[1]", right()["a2[1]"]) == "right"
    assert not told.is_visible()
    panel = open_calculation(page)
    panel.type("w2[1,1]", "-0.7")
    sheet.row("a2[1]").locator(".handnet-answer-word:text-is('not right yet')").wait_for()
    assert "sliders" in told.inner_text()
    other = problem().with_numbers({"w2[1,1]": "-0.7"})
    for address, text in right(other).items():
        sheet.box(address).fill(text)
        assert sheet.verdict(address) == "right"
    panel.type("w2[1,1]", "0.40")
    sheet.row("a2[1]").locator(".handnet-answer-word:text-is('not right yet')").wait_for()
    assert not told.is_visible()


def test_after_steps_that_have_other_lines_nothing_is_judged(offline):
    given = problem(momentum="0.9")
    page = offline(living_page(given))
    sheet = sheet_of(page)
    assert sheet.type("w1[2,1]+", right(given)["w1[2,1]+"]) == "right"
    panel = open_calculation(page)
    panel.take(1)
    page.locator(".handnet-own-now:has-text('go back to the start')").wait_for()
    assert words(sheet) == ""


def test_what_is_typed_outlives_a_reload_and_a_clear_by_mistake(offline):
    page = offline(living_page(problem()))
    sheet = sheet_of(page)
    sheet.type("z1[1]", "0.3775")
    page.reload()
    sheet = sheet_of(page)
    assert sheet.box("z1[1]").input_value() == "0.3775"
    assert sheet.verdict("z1[1]") == "right"
    button = page.locator(".handnet-own-clear")
    button.click()
    assert words(sheet) == "0 of 10 right, 10 still empty."
    button.click()
    assert sheet.verdict("z1[1]") == "right"
    button.click()
    sheet.type("z1[2]", "1")
    button.click()
    page.reload()
    assert sheet_of(page).box("z1[2]").input_value() == ""


def test_in_a_sandbox_without_storage_it_works_as_well(offline):
    inner = escape(living_page(problem()), quote=True)
    page = offline(
        "<!doctype html><title>.</title>"
        f'<iframe sandbox="allow-scripts" width="900" height="900" srcdoc="{inner}"></iframe>'
    )
    boxes = page.frame_locator("iframe").locator(".handnet-answer-box")
    boxes.first.fill("0.3775")
    page.frame_locator("iframe").locator(".handnet-answer-word:text-is('right')").wait_for()


def test_another_notation_names_the_rows_anew_and_keeps_what_stands_there(offline):
    page = offline(living_page(problem()))
    sheet = sheet_of(page)
    sheet.type("z1[1]", "0.3775")
    letters = notation("mazur").title
    open_calculation(page).root.get_by_label("notation", exact=True).select_option(label=letters)
    sheet = sheet_of(page)
    assert sheet.verdict("net_h1") == "right"
    assert sheet.type("dE_total/di1", right()["dJ/dx[1]"]) == "right"  # the panel itself has no line for it


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone(offline, scheme):
    page = offline(living_page(problem()), width=390, color_scheme=scheme)
    sheet = sheet_of(page)
    for address in ASKED:
        sheet.box(address).fill("write it like 0.0822")
        sheet.verdict(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_paper_the_boxes_stand_and_the_calculation_stays_out(offline):
    page = offline(living_page(problem()))
    sheet = sheet_of(page)
    sheet.type("z1[1]", "0.3775")
    sheet.type("z1[2]", "1")
    page.emulate_media(media="print")
    assert page.locator(".handnet-answer-box").first.is_visible()
    assert not page.locator(".handnet-own-clear").is_visible()
    assert not page.locator(".handnet-sheet-look").is_visible()
    assert page.locator(".handnet-panel").count() == 0
