"""The journeys: see one's remit, ask a date why, change the plan and take it back; import a plan and take it back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("journey"),
]
MANAGER = "nadia.rahman@northlight.example"
PORTFOLIO = "seun.bakare@northlight.example"
DAY_MINUTES = 450
CREW = "samuel.okafor@northlight.example"
PLAN = (Path(__file__).parent / "data" / "garden.xml").resolve()


def test_a_project_manager_sees_what_is_under_her_remit_and_why_a_date_is_what_it_is(
    visitor: Visitor,
) -> None:
    visitor.sign_in(MANAGER)
    page = visitor.page
    card = page.get_by_role("region", name="Projects under your remit")
    expect(card).to_contain_text("Deskwise cloud rollout")
    expect(card).to_contain_text("28 days after the promise")
    card.get_by_role("link", name="Deskwise cloud rollout to 14 customer sites").click()
    page.get_by_role("link", name="Plan", exact=True).click()
    row = page.locator(".gantt-row", has_text="Acceptance test").first
    expect(row).to_be_visible()
    visitor.go("/projects/P-1/plan/?activity=T-80")
    inspector = page.locator("#inspector")
    expect(inspector).to_contain_text("Hannah Whitfield")
    expect(inspector).to_contain_text("Starts when T-79")
    visitor.shot("journey-why")


def test_the_palette_says_who_is_accountable(visitor: Visitor) -> None:
    visitor.sign_in(MANAGER)
    page = visitor.page
    page.keyboard.press("Control+k")
    page.keyboard.type("who is accountable for Go-live")
    first = page.locator("#palette-answers li").first
    expect(first).to_contain_text("Go-live")
    expect(first).to_contain_text("accountable: ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Deskwise cloud rollout")


def _finish(visitor: Visitor) -> str:
    visitor.go("/projects/P-1/")
    return visitor.page.locator(".figure-card", has_text="Forecast").locator(".value").inner_text()


def test_by_keyboard_alone_a_duration_changes_the_end_moves_and_undo_takes_it_back(visitor: Visitor) -> None:
    visitor.sign_in(MANAGER)
    before = _finish(visitor)
    visitor.go("/projects/P-1/plan/?activity=T-80")
    page = visitor.page
    page.locator('.gantt-row [tabindex="0"]').focus()
    for _day in range(3):
        with page.expect_response(re.compile("/plan/edits$")) as answered:
            page.keyboard.press("Control+Shift+ArrowRight")
        assert answered.value.status == 200
    visitor.shot("journey-longer")
    for _day in range(3):
        with page.expect_response(re.compile("/plan/undo$")) as answered:
            page.keyboard.press("Control+z")
        assert answered.value.status == 200
    assert _finish(visitor) == before


def test_a_press_made_while_the_last_is_still_being_saved_counts_on_top_of_it(visitor: Visitor) -> None:
    visitor.sign_in(MANAGER)
    visitor.go("/projects/P-1/plan/?activity=T-80")
    page = visitor.page
    held: list[Route] = []
    page.route(re.compile("/plan/edits$"), lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright marks the handler, and a builtin takes no mark
    page.locator('.gantt-row [tabindex="0"]').focus()
    with page.expect_request(re.compile("/plan/edits$")) as first:
        page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    # Long enough for the second to be ready to go, if it did not wait for the first.
    page.wait_for_timeout(1500)
    assert len(held) == 1
    with page.expect_request(re.compile("/plan/edits$")) as second:
        held[0].continue_()
    durations = [
        one.value.post_data_json["edits"][0]["fields"]["duration_minutes"] for one in (first, second)
    ]
    assert durations[1] - durations[0] == DAY_MINUTES
    for _edit in range(2):
        with page.expect_response(re.compile("/plan/undo$")) as answered:
            page.keyboard.press("Control+z")
        assert answered.value.status == 200


def test_two_browsers_edit_one_activity_and_the_second_is_shown_both_values(visitor: Visitor) -> None:
    visitor.sign_in(MANAGER)
    visitor.go("/projects/P-1/plan/activities/T-99/")
    other = visitor.page.context.new_page()
    other.goto(f"{visitor.address}/projects/P-1/plan/activities/T-99/")
    first = f"first {visitor.page.evaluate('Date.now()')}"  # the plan is that of the other colours as well
    visitor.page.fill("#id_notes", first)
    visitor.page.click("form:has(#id_notes) button:has-text('Save')")
    expect(visitor.page.locator(".notice-success")).to_be_visible()
    other.fill("#id_notes", "second")
    other.click("form:has(#id_notes) button:has-text('Save')")
    expect(other.locator("main")).to_contain_text(first)
    expect(other.locator("main")).to_contain_text("second")
    visitor.shot("journey-both-values")


def test_somebody_without_the_right_is_told_so_and_who_has_it(visitor: Visitor) -> None:
    visitor.sign_in(CREW)
    visitor.go("/projects/P-1/plan/")
    expect(visitor.page.locator("main")).to_contain_text(
        "You may read this plan but not change it. This may be done by"
    )
    visitor.go("/projects/P-1/edit/")
    expect(visitor.page.locator("main")).to_contain_text("This may be done by: the project manager")


def test_a_plan_is_imported_reported_on_and_taken_back(visitor: Visitor) -> None:
    visitor.sign_in(PORTFOLIO)
    visitor.go("/import/")
    page = visitor.page
    page.set_input_files("input[type=file]", PLAN)
    page.get_by_role("button", name="Import").click()
    expect(page.locator("main")).to_contain_text("Garden")
    visitor.shot("journey-report")
    assert visitor.barriers() == []
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("back")).click()
    page.wait_for_load_state()
    visitor.go("/projects/?q=Garden")
    expect(page.locator("main")).to_contain_text("Nothing matches")


def test_a_broken_file_is_refused_with_the_place(visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in(PORTFOLIO)
    visitor.go("/import/")
    broken = tmp_path / "broken.xml"
    broken.write_text(PLAN.read_text()[:900])
    visitor.page.set_input_files("input[type=file]", broken)
    visitor.page.get_by_role("button", name="Import").click()
    expect(visitor.page.locator(".has-error, .notice-error").first).to_contain_text("line")
    visitor.shot("journey-broken")
