"""A series of meetings planned by keys alone: who is invited is found by typing, a public holiday is left out."""

import pytest

from remit.web.demo.sign_ins import SIGN_INS
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]
MANAGER = next(each.email for each in SIGN_INS if each.persona == "Project manager")


def test_the_invited_are_found_by_typing_and_the_days_are_seen_before_a_series_is_planned(
    visitor: Visitor,
) -> None:
    visitor.sign_in(MANAGER)
    page = visitor.page
    page.goto(f"{visitor.address}/projects/P-1/meetings/new/")
    page.get_by_label("What the meeting is about").fill("Line check")
    page.get_by_label("Day", exact=True).fill("2026-08-24")
    page.get_by_label("Begins at").fill("10:00")
    page.get_by_label("Comes again").select_option("weekly")
    page.get_by_label("How many times").fill("3")
    page.get_by_label("Chair", exact=True).select_option(label="Nadia Rahman")
    page.get_by_label("Minute-taker", exact=True).select_option(label="Amina Yusuf")
    invited = page.get_by_label("Invited", exact=True).and_(page.get_by_role("searchbox"))
    boxes = page.get_by_role("group", name="Invited", exact=True).get_by_role("checkbox")
    assert boxes.count() == 0, "of a long list nobody stands there before something is typed"
    invited.press_sequentially("okaf")
    invited.press("Enter")
    assert page.get_by_label("Samuel Okafor").is_checked()
    assert invited.input_value() == ""
    invited.press_sequentially("grace")
    invited.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_text("2 chosen").wait_for()
    assert visitor.barriers("meeting-invited") == []

    page.get_by_role("button", name="Plan it and invite").click()
    page.get_by_text("Nothing is planned yet").wait_for()
    assert page.get_by_label("leave out Mon 31 Aug 2026").is_checked()
    assert page.get_by_text("Summer bank holiday").is_visible()
    assert visitor.barriers("meeting-days") == []
    page.get_by_role("button", name="Plan the series and invite").click()
    page.get_by_text("1 of 2").wait_for()
    assert page.get_by_role("link", name="Samuel Okafor").is_visible()
    assert page.get_by_role("link", name="Grace Chen").is_visible()
