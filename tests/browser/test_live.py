"""Two people at one plan at the same time: each sees what the other does, and nothing that is typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHROMIUM, Visitor
from tests.browser.test_remits import EMAILS, another

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]

PLAN = "/projects/P-1/plan/"
# the first edit of a plan may wait until what schedules is compiled
SOON = 60_000
LEAF = ".gantt-grid-body .gantt-row:not(.is-summary)"


def opened(visitor: Visitor) -> Page:
    """Open the plan and wait for its chart."""
    page = visitor.page
    page.goto(f"{visitor.address}{PLAN}")
    page.wait_for_selector(f"remit-gantt:not([aria-busy]) {LEAF}")
    return page


def begin(page: Page, key: str) -> None:
    """Open the cell with the name of an activity: several have one name, and rows stand in any order in the page."""
    page.locator(f'.gantt-grid-body .gantt-name[title^="{key} "]').click()
    page.keyboard.press("F2")
    expect(page.locator(".gantt-input")).to_be_focused()


def test_two_at_one_plan_see_what_the_other_does_and_nothing_that_is_typed_is_lost(visitor: Visitor) -> None:
    visitor.sign_in(EMAILS["Project manager"])
    with another(visitor, "Project leader") as other:
        mine, theirs = opened(visitor), opened(other)
        expect(theirs.locator(".gantt-present")).to_contain_text("Nadia Rahman", timeout=SOON)
        expect(mine.locator(".gantt-present")).to_contain_text("Amina Yusuf", timeout=SOON)
        titles = theirs.locator(f"{LEAF} .gantt-name")
        first, second = ((titles.nth(each).get_attribute("title") or "").split(" ")[0] for each in (0, 1))

        begin(theirs, first)
        theirs.locator(".gantt-input").fill("Half a wor")
        expect(mine.locator(".gantt-present")).to_contain_text("editing T-", timeout=SOON)
        begin(mine, second)
        mine.locator(".gantt-input").fill("Renamed by Nadia")
        mine.keyboard.press("Enter")

        expect(theirs.locator(LEAF, has_text="Renamed by Nadia").first).to_be_visible(timeout=SOON)
        expect(theirs.locator(".gantt-message[role=status]")).to_contain_text("Nadia Rahman")
        expect(theirs.locator(".gantt-input")).to_have_value("Half a wor")
        expect(theirs.locator(".gantt-input")).to_be_focused()
        other.shot("live-two-at-one-plan")

        # both at the same row: whoever saves later sees both values
        begin(mine, first)
        mine.locator(".gantt-input").fill("First by Nadia")
        mine.keyboard.press("Enter")
        expect(theirs.locator(".gantt-message[role=status]")).to_contain_text("both values", timeout=SOON)
        theirs.keyboard.press("Enter")
        expect(theirs.get_by_role("dialog")).to_contain_text("First by Nadia")
        other.shot("live-both-values")
        assert visitor.complaints == []


def test_the_page_of_an_activity_shows_what_somebody_else_has_changed(visitor: Visitor) -> None:
    visitor.sign_in(EMAILS["Project manager"])
    with another(visitor, "Project leader") as other:
        chart = opened(other)
        cell = chart.locator(LEAF).nth(3).locator(".gantt-name")
        key = (cell.get_attribute("title") or "").split(" ")[0]
        visitor.go(f"{PLAN}activities/{key}/")
        # rows come to stand in another order in the page: this one is found by its key
        chart.locator(f'.gantt-grid-body .gantt-name[title^="{key} "]').click()
        chart.keyboard.press("F2")
        chart.locator(".gantt-input").fill("Seen at once")
        chart.keyboard.press("Enter")
        expect(chart.locator(f'.gantt-name[title="{key} Seen at once"]')).to_be_visible()
        expect(visitor.page.get_by_role("status").filter(has_text="Amina Yusuf")).to_be_visible(timeout=SOON)
        expect(visitor.page.locator("#stated h2")).to_contain_text("Seen at once")
        assert visitor.barriers() == []
