"""A large import in front of a browser: it shows how far it is, leads to its report, and can be cancelled."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from remit.interchange.tests.plans import chain
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]
PORTFOLIO = "seun.bakare@northlight.example"
PATIENCE = 180_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.xml"
    path.write_bytes(chain(9000))
    return path


def start(visitor: Visitor, file: Path) -> Page:
    visitor.sign_in(PORTFOLIO)
    visitor.go("/import/")
    page = visitor.page
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Import").click()
    page.wait_for_url("**/jobs/**")
    return page


def test_a_large_import_shows_how_far_it_is_and_leads_to_its_report(visitor: Visitor, large: Path) -> None:
    page = start(visitor, large)
    expect(page.get_by_role("progressbar")).to_be_visible()
    # which step is on show when the page asks depends on the machine: on a quick one, reading is over by then
    stated = re.compile(r"(Reading the file|Checking the plan|Writing the plan) · \d+ %")
    expect(page.locator(".progress-words")).to_contain_text(stated, timeout=PATIENCE)
    assert visitor.barriers() == []
    visitor.shot("long-work")
    page.wait_for_url(re.compile(r"/imports/\d+/$"), timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()
    page.locator(".person-menu summary").click()
    page.get_by_role("link", name="Long work").click()
    expect(page.locator("main li").first).to_contain_text("Done")
    expect(page.locator("main li").first.get_by_role("link", name="Result")).to_be_visible()
    assert visitor.barriers() == []
    visitor.shot("long-work-list")


def test_cancelled_by_keyboard_it_leaves_nothing(visitor: Visitor, large: Path) -> None:
    page = start(visitor, large)
    expect(page.locator(".progress-words")).to_contain_text("%", timeout=PATIENCE)
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("It was stopped. Nothing of it was kept.", timeout=PATIENCE)
    assert visitor.barriers() == []
    page.get_by_role("link", name="Start anew").click()
    expect(page.get_by_role("button", name="Import")).to_be_visible()
