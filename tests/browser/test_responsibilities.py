"""The grid of a draft in a browser: keys, what a screen reader hears, what is pasted, what comes into force."""

import pytest

from remit.web.demo.sign_ins import SIGN_INS
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]

PORTFOLIO = next(each.email for each in SIGN_INS if each.persona == "Portfolio manager")
PASTE = """([row, text]) => {
  const cell = document.querySelectorAll(`tbody tr`)[row].querySelector("[role=gridcell]");
  cell.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def focused(visitor: Visitor) -> tuple[str, str]:
    found = visitor.page.evaluate(
        "[document.activeElement.parentElement.dataset.row, document.activeElement.dataset.party]"
    )
    return found[0], found[1]


def begun(visitor: Visitor) -> None:
    """Open a draft of two columns whose last row is empty."""
    page = visitor.page
    visitor.go("/responsibilities/P-6/")
    if page.locator("text=Begin a draft").count():
        page.select_option("#template", "")
        page.click("text=Begin a draft")
    for role in ("role:sponsor", "role:project-manager"):
        visitor.go("/responsibilities/P-6/columns/")
        if page.locator(f"form [name=party][value='{role}']").count() == 0:
            page.select_option("#id_who", role)
            page.click("text=Add the column")
    visitor.go("/responsibilities/P-6/rows/new/")
    page.fill("#id_text", "Errors counted each week")
    page.click("button:has-text('Add the row')")
    visitor.go("/responsibilities/P-6/")


def until(visitor: Visitor, words: str, *, gone: bool = False) -> None:
    """Wait until the last row says `words`, or says it no more."""
    holds = f":has-text('{words}')"
    visitor.page.wait_for_selector(
        f"tbody tr:last-child:not({holds})" if gone else f"tbody tr:last-child{holds}"
    )


def test_a_matrix_is_written_by_keyboard_and_put_into_force(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in(PORTFOLIO)
    begun(visitor)
    last = page.locator("tbody tr").last
    assert "Nobody answers for it." in last.inner_text()

    last.locator("[role=gridcell]").first.focus()
    page.keyboard.press("a")
    until(visitor, "Nobody answers", gone=True)
    row, party = focused(visitor)
    assert party == "role:sponsor"  # the focus stays where it was
    page.keyboard.press("ArrowRight")
    page.keyboard.press("r")
    until(visitor, "Nobody does it", gone=True)
    assert focused(visitor) == (row, "role:project-manager")
    page.wait_for_selector("#matrix-said:has-text('Project manager')", state="attached")
    page.keyboard.press("Delete")
    until(visitor, "Nobody does it")
    page.wait_for_selector("#matrix-said:has-text('Nobody does it')", state="attached")

    page.evaluate(PASTE, [page.locator("tbody tr").count() - 1, "A\tR"])
    until(visitor, "Nobody does it", gone=True)
    page.evaluate(PASTE, [page.locator("tbody tr").count() - 1, "A\tX"])
    page.wait_for_selector(".notice[role=alert]")
    assert "“X” stands in a cell" in page.inner_text(".notice[role=alert]")
    assert visitor.barriers() == []
    visitor.shot("responsibilities-draft")

    visitor.go("/responsibilities/P-6/")
    page.click("text=Put into force")
    if page.locator("#id_reason").count():
        page.fill("#id_reason", "Begun with what matters first.")
    page.click("button:has-text('Put into force')")
    page.wait_for_selector("text=The matrix is in force")
    page.click("button:has-text('Change it')")  # so that the next run finds a draft again
    page.wait_for_selector("remit-matrix")


def test_enter_opens_the_row_and_a_phone_shows_cards(on_a_phone: Visitor) -> None:
    page = on_a_phone.page
    on_a_phone.sign_in(PORTFOLIO)
    on_a_phone.go("/responsibilities/P-5/")
    shown = page.locator("tbody tr").nth(2).inner_text()
    assert "Several answer for it" in shown
    assert "Project leader, Bea Lockwood" in shown
    assert page.locator("thead").first.is_hidden()
    page.locator("tbody tr").nth(2).locator("[role=gridcell].has").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_text")
    assert page.input_value("#id_text") == "Texts and pictures"
