"""The journeys about roles: given and ended, read, asked about, compared, and added by an administrator."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from remit.web.demo.sign_ins import SIGN_INS
from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]

EMAILS = {each.persona: each.email for each in SIGN_INS}
CONTRACTOR = "Gary Thackray"
PROJECT = "Order-to-cash errors"


@contextmanager
def another(visitor: Visitor, persona: str) -> Iterator[Visitor]:
    """Let somebody else sign in at a browser of their own."""
    browser = visitor.page.context.browser
    assert browser is not None
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    other = Visitor(context.new_page(), visitor.address)
    other.sign_in(EMAILS[persona])
    yield other
    context.close()


def give(visitor: Visitor, role: str) -> None:
    """Give the contractor a role at a project in which he has none."""
    visitor.go("/assignments/new/?scope=P-6")
    page = visitor.page
    page.select_option("[name=role]", label=role)
    page.select_option("[name=person]", label=CONTRACTOR)
    page.fill("[name=money_limit]", "500")
    page.get_by_role("button", name="Give the role").click()
    expect(page.locator(".notice-success")).to_be_visible()


def test_a_role_is_given_and_read_and_its_rights_end_with_it(visitor: Visitor) -> None:
    """The portfolio manager appoints; whoever is appointed reads what it takes; with the end the door is shut."""
    visitor.sign_in(EMAILS["Portfolio manager"])
    page = visitor.page
    with another(visitor, "Construction manager") as contractor:
        contractor.go("/projects/P-6/")
        expect(contractor.page.get_by_role("heading", level=1)).to_contain_text("Not found")
        give(visitor, "Project leader")
        contractor.go("/")
        waiting = contractor.page.locator("main")
        expect(waiting).to_contain_text("waits to be read")
        contractor.page.locator("li", has_text=PROJECT).get_by_role("link").first.click()
        contractor.page.get_by_role("button", name=re.compile("read", re.IGNORECASE)).click()
        contractor.go("/projects/P-6/")
        expect(contractor.page.get_by_role("heading", level=1)).to_contain_text(PROJECT)

        visitor.go(f"/assignments/?q={CONTRACTOR.replace(' ', '+')}")
        row = page.locator("tbody tr", has_text=PROJECT)
        expect(row).to_contain_text("read")
        visitor.shot("journey-assignments")
        row.get_by_role("link", name=CONTRACTOR).click()
        expect(page.locator("main")).to_contain_text(CONTRACTOR)
        assert visitor.barriers() == []
        page.once("dialog", lambda dialog: dialog.accept())
        page.locator("form[action$='/end'] button").click()
        expect(page.locator(".notice-success")).to_be_visible()
        contractor.go("/projects/P-6/")
        expect(contractor.page.get_by_role("heading", level=1)).to_contain_text("Not found")


def test_a_project_leader_leads_the_work_and_changes_neither_promise_nor_project(visitor: Visitor) -> None:
    visitor.sign_in(EMAILS["Project leader"])
    page = visitor.page
    expect(page.locator("main")).to_contain_text("Activities you answer for")
    visitor.go("/projects/P-1/edit/")
    expect(page.locator("main")).to_contain_text("This may be done by: the project manager")
    visitor.go("/projects/P-1/plan/baselines/")
    expect(page.locator("main")).to_contain_text("Moved since the current baseline")
    expect(page.get_by_role("button", name=re.compile("baseline", re.IGNORECASE))).to_have_count(0)


def test_a_product_manager_asks_what_is_in_the_role_and_what_tells_it_from_another(visitor: Visitor) -> None:
    visitor.sign_in(EMAILS["Product manager"])
    page = visitor.page
    visitor.go("/roles/ask/")
    page.fill("[name=q]", "price and positioning")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("main")).to_contain_text("Yes Product manager")
    page.fill("[name=q]", "create and clarify backlog items")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("main")).to_contain_text("No Product manager")
    expect(page.locator("main")).to_contain_text("Who: Product owner")
    visitor.shot("journey-ask")
    visitor.go("/roles/compare/")
    for number, role in enumerate(("product-manager", "project-manager")):
        page.locator("[name=role]").nth(number).select_option(role)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main")).to_contain_text("nobody buys")
    visitor.shot("journey-compare")
    assert visitor.barriers() == []


def test_an_administrator_adds_a_role_without_code_and_has_no_business_rights(visitor: Visitor) -> None:
    visitor.sign_in(EMAILS["Administrator"])
    page = visitor.page
    visitor.go("/projects/P-1/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not found")
    name = f"Data steward {page.evaluate('Date.now()')}"
    visitor.go("/roles/new/")
    page.fill("[name=name]", name)
    page.fill("[name=family]", "Data")
    page.fill("[name=purpose]", "Keep what people decide by true.")
    page.fill("[name=scope_text]", "The data of one project.")
    page.fill("[name=focus]", "Whether figures can be trusted.")
    page.fill("[name=horizon]", "weeks")
    page.select_option("[name=scope_kind]", "project")
    page.fill("[name=responsibilities_quality]", "Check that figures are entered once")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("main")).to_contain_text("Check that figures are entered once")
    visitor.go("/roles/compare/")
    expect(page.locator("[name=role]").first).to_contain_text(name)


def test_who_leaves_signs_in_no_more_and_the_record_stays(visitor: Visitor) -> None:
    visitor.sign_in(EMAILS["Administrator"])
    page = visitor.page
    visitor.go("/people/sign-ins/")
    with another(visitor, "Delivery manager") as leaver:
        page.locator("tbody tr", has_text="Victor Lindqvist").get_by_role(
            "button", name=re.compile("Disable")
        ).click()
        expect(page.locator("tbody tr", has_text="Victor Lindqvist")).to_contain_text("disabled")
        leaver.go("/")
        expect(leaver.page).to_have_url(re.compile("/accounts/login/"))
        page.locator("tbody tr", has_text="Victor Lindqvist").get_by_role(
            "button", name=re.compile("Enable")
        ).click()
        expect(page.locator("tbody tr", has_text="Victor Lindqvist")).to_contain_text("can sign in")
