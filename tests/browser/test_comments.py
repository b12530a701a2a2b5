"""Calling somebody in a comment: their name is offered while it is typed, and they find it where they begin."""

import pytest

from remit.web.demo.sign_ins import SIGN_INS
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]
MANAGER = next(each.email for each in SIGN_INS if each.persona == "Project manager")
CALLED = "amina.yusuf@northlight.example"


def test_a_name_is_chosen_by_keys_and_whoever_is_called_finds_the_comment_and_puts_it_away(
    visitor: Visitor,
) -> None:
    visitor.sign_in(MANAGER)
    page = visitor.page
    page.goto(f"{visitor.address}/projects/P-1/plan/activities/T-159/")
    box = page.get_by_label("Comment", exact=True)
    box.press_sequentially("Look at this, @ami")
    page.locator(".comment-people li", has_text="Amina Yusuf").wait_for()
    assert visitor.barriers("comment-people") == []
    box.press("Enter")
    assert box.input_value() == "Look at this, @Amina Yusuf "
    box.press_sequentially("before Friday")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator(".comment-text", has_text="before Friday").wait_for()
    assert page.url.rpartition("#")[2].startswith("CO-")

    page.context.clear_cookies()
    visitor.sign_in(CALLED)
    mentions = page.locator("section", has=page.get_by_role("heading", name="You are mentioned"))
    line = mentions.locator("li", has_text="before Friday")
    line.get_by_role("button", name="Seen").click()
    page.get_by_text("It is off your start page.").wait_for()
    assert line.count() == 0
