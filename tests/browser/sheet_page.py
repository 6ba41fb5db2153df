"""A sheet in a page, read and used as a person does it.

Sheet(page, root)            the sheet inside an element
.box(address)                the box of a quantity, by what it is called
.verdict(address)            the word and the note beside it, once there are any
.type(address, text)         key by key, as it is typed
.paste(address, text)        as from a spreadsheet
.hint(address)               the button beside it
"""

from __future__ import annotations

ROOT = ".handnet-sheet"
VERDICT = """([box, text]) => {
    const row = box.closest('.handnet-answer');
    const word = row.querySelector('.handnet-answer-word').textContent;
    return box.value === text && word && word !== '…'
        && [word, row.querySelector('.handnet-answer-note').textContent].join(' ').trim();
}"""
PASTE = """(box, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""


class Sheet:
    """One sheet; `root` is a locator of it."""

    def __init__(self, page, root=None) -> None:
        self.page = page
        self.root = root or page.locator(ROOT).first
        self.root.wait_for()

    def box(self, address: str):
        return self.root.locator(f'input[aria-label="{address}"]')

    def verdict(self, address: str) -> str:
        """What is said of the text that stands in the box; waits until something is."""
        box = self.box(address)
        asked = [box.element_handle(), box.input_value()]
        return self.page.wait_for_function(VERDICT, arg=asked).json_value()

    def row(self, address: str):
        return self.box(address).locator("xpath=..")

    def type(self, address: str, text: str) -> str:
        """The verdict on it; the box keeps the focus and the text."""
        box = self.box(address)
        box.click()
        box.press("Control+a")
        box.press_sequentially(text, delay=20)
        said = self.verdict(address)
        assert self.focused() == address
        assert box.input_value() == text
        return said

    def focused(self) -> str:
        """The name of what has the focus."""
        return self.page.evaluate("() => document.activeElement.getAttribute('aria-label')")

    def paste(self, address: str, text: str) -> None:
        self.box(address).focus()
        self.box(address).evaluate(PASTE, text)

    def hint(self, address: str):
        return self.row(address).get_by_role("button")

    def told(self, address: str) -> str:
        return self.row(address).locator(".handnet-answer-told").inner_text()

    def summary(self) -> str:
        return self.root.locator(".handnet-sheet-summary").inner_text()

    def is_heard(self) -> bool:
        return not self.root.locator(".handnet-sheet-alone").is_visible()
