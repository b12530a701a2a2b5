"""The chart in a browser: keys, what assistive technology hears, what is sent, what a refusal leads to."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from remit.planning.tests.chart_page import COLUMNS, DAY, MONDAY, SOURCE, WORK_DAY, Chart, Json, row

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]

DAY_WIDTH = "document.querySelector('remit-gantt').timeline.scale.perDay"
AXE = SOURCE.parents[1] / "tests" / "browser" / "vendor" / "axe.min.js"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for the module; it is closed before tests that use the database go on."""
    with sync_api.sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")),
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            viewport={"width": 1440, "height": 900},
        )
        yield context
        context.close()


@pytest.fixture
def chart(browser: Any) -> Iterator[Chart]:
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.set_default_timeout(5000)
    chart = Chart(page)
    page.route("**/*", chart.serve)
    yield chart
    page.close()
    assert problems == []


def test_open_comments_are_counted_beside_the_name_and_reached_by_mouse_and_key(chart: Chart) -> None:
    chart.data["comments"] = {"stamp": "x", "counts": {"T-3": 2}}
    chart.open()
    mark = chart.page.locator(".gantt-comments:visible")
    assert mark.count() == 1
    assert mark.get_attribute("href") == "/activity/T-3#comments"
    assert mark.get_attribute("title") == "2 open comments"
    chart.page.locator(".gantt-row", has=mark).locator(".gantt-name .gantt-text").click()
    with chart.page.expect_request("**/activity/T-3"):
        chart.page.keyboard.press("m")


def test_the_grid_says_its_size_its_levels_and_what_is_open(chart: Chart) -> None:
    chart.open()
    grid = chart.page.get_by_role("treegrid")
    assert grid.get_attribute("aria-rowcount") == "6"
    assert grid.get_attribute("aria-colcount") == "8"
    summary = chart.page.locator(".gantt-row", has_text="Foundation")
    below = chart.page.locator(".gantt-row", has_text="Pour")
    assert [summary.get_attribute(name) for name in ("aria-level", "aria-expanded", "aria-rowindex")] == [
        "1",
        "true",
        "2",
    ]
    assert [below.get_attribute(name) for name in ("aria-level", "aria-expanded", "aria-rowindex")] == [
        "2",
        None,
        "4",
    ]
    assert chart.page.locator('.gantt-row [tabindex="0"]').count() == 1


def test_arrows_move_open_and_close(chart: Chart) -> None:
    chart.open()
    chart.enter("Foundation")
    chart.press("ArrowDown", "ArrowRight")
    assert chart.focused() == ("Dig", "3")
    chart.press("Control+End")
    assert chart.focused() == ("Opening", "3")
    chart.press("Control+Home", "ArrowLeft", "ArrowLeft")
    assert chart.page.locator(".gantt-row:visible", has_text="Dig").count() == 0
    assert chart.page.get_by_role("treegrid").get_attribute("aria-rowcount") == "4"
    chart.press("ArrowRight")
    assert chart.page.locator(".gantt-row:visible", has_text="Dig").count() == 1


def test_the_chosen_activity_stands_in_the_address_and_its_reasons_beside_the_chart(chart: Chart) -> None:
    chart.open("/?activity=T-3")
    chart.until("document.getElementById('inspector').textContent.includes('Why T-3')")
    chart.page.locator("#inspector a").click()
    chart.until("location.search === '?activity=T-2'")
    assert chart.focused()[0] == "Dig"


def test_the_reasons_take_room_only_while_there_is_something_to_read(chart: Chart) -> None:
    chart.open()
    inspector = chart.page.locator("#inspector")
    assert not inspector.is_visible()
    chart.enter("Dig")
    inspector.wait_for(state="visible")
    chart.press("w")
    assert not inspector.is_visible()
    chart.press("ArrowDown")
    assert not inspector.is_visible()
    assert chart.page.get_by_role("button", name="Why these dates").get_attribute("aria-pressed") == "false"
    chart.open()
    chart.enter("Dig")
    assert not inspector.is_visible()
    chart.press("w")
    chart.until("document.getElementById('inspector').textContent.includes('Why T-2')")
    assert inspector.is_visible()


def test_a_name_is_edited_in_place_and_sent_with_its_version(chart: Chart) -> None:
    chart.respond = lambda _body: {
        "rows": [row("T-2", "Dig deeper", 0, 2, level=1, parent_key="T-1", version=4)]
    }
    chart.open()
    chart.enter("Dig")
    chart.press("F2")
    chart.page.keyboard.type("Dig deeper")
    chart.press("Enter")
    body = chart.wait_saved()
    assert body["edits"] == [{"op": "change", "key": "T-2", "version": 3, "fields": {"name": "Dig deeper"}}]
    assert chart.headers[0]["x-csrftoken"] == "token-1"
    assert "application/json" in chart.headers[0]["accept"]
    chart.page.get_by_role("status").filter(has_text="Changed. Project finish +3 d").wait_for()
    assert chart.focused() == ("Dig deeper", "2")


def test_escape_leaves_a_cell_as_it_was(chart: Chart) -> None:
    chart.open()
    chart.enter("Dig")
    chart.press("Enter")
    chart.page.keyboard.type("Nonsense")
    chart.press("Escape")
    assert chart.focused() == ("Dig", "2")
    assert chart.page.locator(".gantt-name", has_text="Nonsense").count() == 0
    assert chart.saved == []


@pytest.mark.parametrize(
    ("column", "typed", "fields"),
    [
        (2, "4h", {"duration_minutes": 240}),
        (2, "1,5 d", {"duration_minutes": 675}),
        (2, "2 w", {"duration_minutes": 4500}),
        (6, "40", {"percent_complete": 40}),
    ],
)
def test_what_is_typed_becomes_the_field_the_server_knows(
    chart: Chart, column: int, typed: str, fields: Json
) -> None:
    chart.open()
    chart.enter("Dig")
    chart.press(*["ArrowRight"] * column, "Enter")
    chart.page.keyboard.type(typed)
    chart.press("Enter")
    assert chart.wait_saved()["edits"][0]["fields"] == fields


def test_a_start_that_is_typed_is_sent_as_the_beginning_of_work_on_that_day(chart: Chart) -> None:
    chart.open()
    chart.enter("Dig")
    chart.press("ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    chart.page.locator("input[type=date]").fill("2026-06-10")
    chart.press("Enter")
    assert chart.wait_saved()["edits"][0]["fields"] == {"start": MONDAY + 9 * DAY + 540}


def test_an_entry_that_cannot_be_read_stays_with_its_reason(chart: Chart) -> None:
    chart.open()
    chart.enter("Dig")
    chart.press("ArrowRight", "ArrowRight", "Enter")
    chart.page.keyboard.type("soon")
    chart.press("Enter")
    assert chart.page.get_by_role("alert").filter(has_text="Give a duration").is_visible()
    assert chart.page.locator(".gantt-input").input_value() == "soon"
    assert chart.saved == []


def test_what_the_server_refuses_comes_back_into_the_cell(chart: Chart) -> None:
    problem = {
        "status": 422,
        "detail": "At most 300 characters.",
        "errors": [{"field": "name", "message": "At most 300 characters.", "code": "long"}],
    }
    chart.refusals = [(422, problem)]
    chart.open()
    chart.enter("Dig")
    chart.press("F2")
    chart.page.keyboard.type("Too long")
    chart.press("Enter")
    chart.page.locator(".gantt-error", has_text="At most 300 characters.").wait_for()
    assert chart.page.locator(".gantt-input").input_value() == "Too long"


def test_a_conflict_shows_both_values_and_sends_the_choice(chart: Chart) -> None:
    fields = {"name": {"yours": "Mine", "theirs": "Excavate"}}
    chart.refusals = [
        (
            409,
            {
                "code": "stale",
                "detail": "changed",
                "current": {"key": "T-2", "version": 5, "fields": fields, "changed_by": "Ben Okafor"},
            },
        )
    ]
    chart.open()
    chart.enter("Dig")
    chart.press("F2")
    chart.page.keyboard.type("Mine")
    chart.press("Enter")
    dialog = chart.page.get_by_role("dialog")
    dialog.wait_for()
    assert "Ben Okafor changed it" in dialog.inner_text()
    assert "Excavate" in dialog.inner_text()
    dialog.get_by_label("Yours: Mine").check()
    dialog.get_by_role("button", name="Save the choice").click()
    assert chart.wait_saved(2)["edits"] == [
        {"op": "change", "key": "T-2", "version": 5, "fields": {"name": "Mine"}}
    ]
    dialog.wait_for(state="detached")
    assert chart.focused()[1] == "2"


def test_the_focus_stays_when_the_plan_is_loaded_anew(chart: Chart) -> None:
    chart.open()
    chart.enter("Dig")
    chart.data["version"] += 1
    chart.data["rows"][3][COLUMNS.index("name")] = "Deck, renamed by another"
    chart.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    chart.page.get_by_text("renamed by another").wait_for()
    assert chart.focused() == ("Dig", "2")


def test_keeping_theirs_sends_nothing_more(chart: Chart) -> None:
    fields = {"name": {"yours": "Mine", "theirs": "Excavate"}}
    chart.refusals = [
        (
            409,
            {
                "code": "stale",
                "detail": "changed",
                "current": {"key": "T-2", "version": 5, "fields": fields, "changed_by": ""},
            },
        )
    ]
    chart.open()
    chart.enter("Dig")
    chart.press("F2")
    chart.page.keyboard.type("Mine")
    chart.press("Enter")
    chart.page.get_by_role("button", name="Keep theirs").click()
    chart.page.get_by_role("dialog").wait_for(state="detached")
    chart.page.wait_for_timeout(200)
    assert len(chart.saved) == 1
    assert chart.page.locator(".gantt-name", has_text="Mine").count() == 0


STRUCTURE = [
    ("Pour", "Alt+ArrowLeft", {"op": "outdent", "key": "T-3"}),
    ("Deck", "Alt+ArrowRight", {"op": "indent", "key": "T-4"}),
    ("Pour", "Alt+ArrowUp", {"op": "move", "key": "T-3", "after": None, "parent": "T-1"}),
    ("Foundation", "Alt+ArrowDown", {"op": "move", "key": "T-1", "after": "T-4", "parent": None}),
    ("Deck", "Delete", {"op": "remove", "key": "T-4"}),
    (
        "Dig",
        "Shift+ArrowRight",
        {"op": "change", "key": "T-2", "version": 3, "fields": {"start": MONDAY + DAY + 540}},
    ),
    (
        "Dig",
        "Control+Shift+ArrowRight",
        {"op": "change", "key": "T-2", "version": 3, "fields": {"duration_minutes": 3 * WORK_DAY}},
    ),
]


@pytest.mark.parametrize(("name", "key", "step"), STRUCTURE)
def test_keys_send_the_step_they_stand_for(chart: Chart, name: str, key: str, step: Json) -> None:
    chart.open()
    chart.enter(name)
    chart.press(key)
    assert chart.wait_saved()["edits"] == [step]


def test_presses_in_a_row_become_one_edit_over_the_weekend(chart: Chart) -> None:
    chart.open()
    chart.enter("Pour")
    chart.press(*["Shift+ArrowRight"] * 3)
    assert chart.wait_saved()["edits"][0]["fields"] == {"start": MONDAY + 7 * DAY + 540}
    chart.page.wait_for_timeout(600)
    assert len(chart.saved) == 1


def test_a_new_activity_is_saved_once_it_has_a_name(chart: Chart) -> None:
    chart.respond = lambda _body: {
        "rows": [*chart.data["rows"], row("T-6", "Paint", 0, 1, wbs="2.1")],
        "order": ["T-1", "T-2", "T-3", "T-4", "T-6", "T-5"],
    }
    chart.open()
    chart.enter("Deck")
    chart.press("Insert")
    assert chart.saved == []
    chart.page.keyboard.type("Paint")
    chart.press("Enter")
    assert chart.wait_saved()["edits"] == [{"op": "add", "name": "Paint", "after": "T-4"}]
    chart.until("document.activeElement.closest('.gantt-row')?.row.key === 'T-6'")


def test_removing_offers_undo_and_redo_takes_it_away_again(chart: Chart) -> None:
    order = ["T-1", "T-2", "T-3", "T-5"]
    chart.respond = lambda body: (
        {"removed": ["T-4"], "order": order}
        if "edits" in body
        else {"rows": chart.data["rows"], "order": [*order[:3], "T-4", "T-5"]}
    )
    chart.open()
    chart.enter("Deck")
    chart.press("Delete")
    chart.page.locator(".gantt-foot").get_by_role("button", name="Undo").click()
    chart.until("document.querySelector('[role=treegrid]').getAttribute('aria-rowcount') === '6'")
    assert chart.posts[-1] == ("/undo", {"edit": 1})
    chart.press("Control+y")
    chart.page.wait_for_timeout(300)
    assert chart.posts[-1] == ("/undo", {"edit": 2})


def test_the_link_dialog_previews_and_links(chart: Chart) -> None:
    chart.open()
    chart.enter("Deck")
    chart.press("l")
    dialog = chart.page.get_by_role("dialog")
    dialog.get_by_label("Predecessor").fill("T-3 Pour")
    dialog.get_by_label("Lag").fill("2 d")
    dialog.get_by_text("Project finish +3 d").wait_for()
    step = {
        "op": "link",
        "predecessor": "T-3",
        "successor": "T-4",
        "kind": "FS",
        "lag_amount": 900,
        "lag_unit": "working",
    }
    assert chart.asked[-1]["edits"] == [step]
    dialog.get_by_role("button", name="Link", exact=True).click()
    assert chart.wait_saved()["edits"] == [step]
    dialog.wait_for(state="detached")
    assert chart.focused()[0] == "Deck"


def test_dragging_a_bar_says_what_it_leads_to_before_it_is_dropped(chart: Chart) -> None:
    chart.open()
    start = chart.at("T-4", 0.5)
    chart.drag(
        start,
        (start[0] + chart.page.evaluate(DAY_WIDTH) * 2, start[1]),
    )
    chart.page.get_by_text("12 activities move").wait_for()
    assert chart.saved == []
    chart.page.mouse.up()
    expected = [{"op": "change", "key": "T-4", "version": 1, "fields": {"start": MONDAY + 9 * DAY + 540}}]
    assert chart.asked[-1]["edits"] == expected
    assert chart.wait_saved()["edits"] == expected


def test_escape_drops_a_drag(chart: Chart) -> None:
    chart.open()
    start = chart.at("T-4", 0.5)
    chart.drag(start, (start[0] + 200, start[1]))
    chart.press("Escape")
    chart.page.mouse.up()
    chart.page.wait_for_timeout(200)
    assert chart.saved == []


def test_dragging_the_right_edge_changes_the_duration(chart: Chart) -> None:
    chart.open()
    start = chart.at("T-4", 1)
    chart.drag(
        start,
        (start[0] - chart.page.evaluate(DAY_WIDTH), start[1]),
    )
    chart.page.mouse.up()
    assert chart.wait_saved()["edits"][0]["fields"] == {"duration_minutes": 2 * WORK_DAY}


def test_dragging_the_dot_to_another_bar_links(chart: Chart) -> None:
    chart.open()
    chart.page.mouse.move(*chart.at("T-3", 0.5))
    chart.page.wait_for_timeout(100)
    chart.drag(chart.at("T-3", -1), chart.at("T-4", 0.5))
    chart.page.mouse.up()
    assert chart.wait_saved()["edits"] == [
        {"op": "link", "predecessor": "T-3", "successor": "T-4", "kind": "FS"}
    ]


def test_a_finger_that_rests_on_a_bar_drags_it_and_one_that_moves_at_once_does_not(chart: Chart) -> None:
    fingers = chart.page.context.new_cdp_session(chart.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    chart.open()
    width = chart.page.evaluate(DAY_WIDTH)
    x, y = chart.at("T-4", 0.5)
    touch("touchStart", (x, y))
    touch("touchMove", (x, y + 40))
    touch("touchEnd")
    chart.page.wait_for_timeout(500)
    assert (chart.saved, chart.asked) == ([], [])
    x, y = chart.at("T-4", 0.5)
    touch("touchStart", (x, y))
    chart.until("document.querySelector('remit-gantt').drag.active")
    for part in (0.5, 1, 1.5, 2):
        touch("touchMove", (x + part * width, y))
    chart.page.get_by_text("12 activities move").wait_for()
    touch("touchEnd")
    expected = [{"op": "change", "key": "T-4", "version": 1, "fields": {"start": MONDAY + 9 * DAY + 540}}]
    assert chart.wait_saved()["edits"] == expected


def test_columns_are_chosen_and_remembered(chart: Chart) -> None:
    chart.open()
    chart.page.get_by_role("button", name="Columns").click()
    chart.page.get_by_label("WBS").uncheck()
    chart.page.get_by_label("Deadline").check()
    assert chart.page.get_by_label("Name", exact=True).is_disabled()
    chart.page.get_by_role("button", name="Show these").click()
    heads = chart.page.get_by_role("columnheader")
    sync_api.expect(heads.first).to_have_text("Name")
    sync_api.expect(heads.last).to_have_text("Deadline")
    chart.page.reload()
    chart.until("document.querySelector('remit-gantt').plan.rows.length")
    assert "Deadline" in heads.all_inner_texts()
    chart.page.get_by_role("button", name="Columns").click()
    chart.page.get_by_role("button", name="The usual ones").click()
    sync_api.expect(heads.first).to_have_text("WBS")
    assert "Deadline" not in heads.all_inner_texts()


def test_the_filter_keeps_matches_with_what_they_stand_below(chart: Chart) -> None:
    chart.open()
    chart.enter("Deck")
    chart.press("/")
    chart.page.keyboard.type("pour")
    assert (
        chart.page.locator(".gantt-row[aria-rowindex]:visible .gantt-text:not(:empty)")
        .all_inner_texts()
        .count("Foundation")
        == 1
    )
    assert chart.page.get_by_text("2 of 5 activities shown").is_visible()
    chart.press("Control+a")
    chart.page.keyboard.type("nothing like it")
    assert chart.page.get_by_text("No activity matches").is_visible()
    chart.press("Escape")
    assert chart.page.get_by_role("treegrid").get_attribute("aria-rowcount") == "6"


def test_who_may_not_edit_is_told_why_and_nothing_is_sent(chart: Chart) -> None:
    chart.data |= {"may_edit": False, "may_edit_reason": "Only the project manager may change the plan."}
    chart.open()
    assert chart.page.get_by_role("treegrid").get_attribute("aria-readonly") == "true"
    chart.enter("Dig")
    chart.press("Delete")
    assert chart.page.get_by_role("alert").filter(has_text="Only the project manager").is_visible()
    chart.press("F2", "Insert", "Alt+ArrowRight", "Shift+ArrowRight")
    chart.page.wait_for_timeout(600)
    assert chart.posts == []


def test_an_empty_plan_offers_the_first_activity(chart: Chart) -> None:
    chart.data |= {"rows": [], "links": []}
    chart.open()
    chart.page.get_by_role("button", name="Add the first activity").click()
    chart.page.keyboard.type("Begin")
    chart.press("Enter")
    assert chart.wait_saved()["edits"] == [{"op": "add", "name": "Begin", "after": None}]


def test_a_plan_that_does_not_load_says_so_and_can_be_tried_again(chart: Chart) -> None:
    chart.page.route("**/data", lambda route: route.fulfill(status=500, body="", content_type="text/html"))
    chart.open()
    assert chart.page.get_by_role("alert").filter(has_text="could not be loaded").is_visible()
    chart.page.unroute("**/data")
    chart.page.get_by_role("button", name="Try again").click()
    chart.page.get_by_role("treegrid").wait_for()


def test_an_edit_that_is_not_answered_can_be_sent_again(chart: Chart) -> None:
    chart.open()
    chart.page.route("**/edits", lambda route: route.abort())
    chart.enter("Dig")
    chart.press("F2")
    chart.page.keyboard.type("Deeper")
    chart.press("Enter")
    again = chart.page.get_by_role("button", name="Try again")
    again.wait_for()
    chart.page.unroute("**/edits")
    again.click()
    assert chart.wait_saved()["edits"][0]["fields"] == {"name": "Deeper"}


def test_a_long_plan_keeps_few_rows_in_the_page_and_the_focus_when_it_scrolls(chart: Chart) -> None:
    chart.data["rows"] = [row(f"T-{n}", f"Task {n}", n % 50, 1) for n in range(1, 5001)]
    chart.data["links"] = []
    chart.open()
    chart.enter("Task 3")
    chart.page.locator(".gantt-scroll").evaluate("(each) => { each.scrollTop = 90000; }")
    chart.page.wait_for_timeout(300)
    assert chart.page.locator(".gantt-row").count() < 90
    assert chart.focused() == ("Task 3", "2")
    chart.press("ArrowDown")
    assert chart.focused() == ("Task 4", "2")
    assert chart.page.locator(".gantt-scroll").evaluate("(each) => each.scrollTop") < 200


def test_a_plan_opens_at_the_first_work_that_is_not_done(chart: Chart) -> None:
    chart.data["rows"] = [
        row(f"T-{n}", f"Task {n}", n % 50, 1, percent_complete=100 if n < 200 else 0) for n in range(1, 400)
    ]
    chart.data["links"] = []
    chart.open()
    chart.page.get_by_label("Filter").focus()
    chart.press("Tab")
    assert chart.focused() == ("Task 200", "2")
    view = chart.page.locator(".gantt-grid-view").bounding_box()
    cell = chart.page.locator(":focus").bounding_box()
    assert view["y"] <= cell["y"] <= view["y"] + view["height"] - cell["height"]


def test_focus_by_tab_brings_a_row_that_was_scrolled_away_into_sight(chart: Chart) -> None:
    chart.data["rows"] = [row(f"T-{n}", f"Task {n}", n % 50, 1) for n in range(1, 400)]
    chart.data["links"] = []
    chart.open()
    chart.page.locator(".gantt-scroll").evaluate("(each) => { each.scrollTop = 5000; }")
    chart.page.get_by_label("Filter").focus()
    chart.press("Tab")
    assert chart.focused() == ("Task 1", "2")
    assert chart.page.locator(".gantt-scroll").evaluate("(each) => each.scrollTop") == 0


def test_everything_collapses_and_expands_at_one_key(chart: Chart) -> None:
    chart.open()
    chart.enter("Deck")
    chart.press("*")
    assert chart.page.get_by_role("treegrid").get_attribute("aria-rowcount") == "4"
    chart.press("*")
    assert chart.page.get_by_role("treegrid").get_attribute("aria-rowcount") == "6"


def test_on_a_phone_only_names_and_bars_remain(chart: Chart) -> None:
    chart.page.set_viewport_size({"width": 360, "height": 740})
    chart.open()
    assert chart.page.get_by_role("columnheader").all_inner_texts() == ["Name"]
    assert chart.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert chart.page.locator(".gantt-canvas").bounding_box()["width"] > 120


def test_colours_follow_the_page_when_it_turns_dark(chart: Chart) -> None:
    chart.open()
    pixel = "document.querySelector('.gantt-canvas').getContext('2d').getImageData(2, 2, 1, 1).data[0]"
    assert chart.page.evaluate(pixel) > 200
    chart.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    chart.until(f"{pixel} < 80")


@pytest.mark.skipif(not AXE.exists(), reason="axe is not at hand")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(chart: Chart, theme: str) -> None:
    chart.open("/?activity=T-3")
    chart.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    chart.enter("Dig")
    chart.press("c")
    chart.page.wait_for_timeout(300)
    chart.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = chart.page.evaluate(
        """async () => (await axe.run()).violations
              .map((each) => [each.id, each.nodes.map((node) => node.html.slice(0, 200))])"""
    )
    assert found == []


def lines(chart: Chart) -> list[list[Any]]:
    """What the grid shows: name, level and whether it stands above others."""
    return list(
        chart.page.evaluate(
            """() => document.querySelector('remit-gantt').plan.shown.map(
              (row) => [row.name, row.depth, row.hasChildren])"""
        )
    )


def test_a_plan_is_gathered_by_who_answers_for_it_and_goes_back_to_its_outline(chart: Chart) -> None:
    chart.open()
    before = lines(chart)
    grouping = chart.page.get_by_label("Group by")
    grouping.select_option(label="By accountable person")
    assert lines(chart) == [
        ["Ada Berger", 0, True],
        ["Dig", 1, False],
        ["Pour", 1, False],
        ["Opening", 1, False],
        ["Ben Okafor", 0, True],
        ["Deck", 1, False],
    ]
    head = chart.page.locator(".gantt-row.is-group", has_text="Ada Berger")
    assert "3 activities" in head.inner_text()
    assert head.get_attribute("aria-expanded") == "true"
    chart.enter("Ada Berger")
    chart.press("Enter")
    assert [name for name, _depth, _open in lines(chart)] == ["Ada Berger", "Ben Okafor", "Deck"]
    chart.press("ArrowRight", "ArrowDown", "ArrowLeft")
    chart.press("ArrowLeft")
    chart.press("ArrowLeft")
    assert chart.focused()[0] == "Ada Berger", "from an activity one gets to the line above"
    chart.enter("Pour")
    chart.press("Alt+ArrowRight")
    chart.page.get_by_text("Show the plan by its outline to change that.").wait_for()
    assert chart.saved == []
    grouping.select_option(label="By outline")
    assert lines(chart) == before


def test_whoever_works_on_nothing_named_stands_below_a_line_of_its_own_and_filters_go_on(
    chart: Chart,
) -> None:
    chart.data["columns"] = [*COLUMNS, "resources"]
    chart.data["rows"] = [[*each, "Crane" if each[0] == "T-4" else ""] for each in chart.data["rows"]]
    chart.open()
    chart.page.get_by_label("Group by").select_option(label="By resource")
    assert [name for name, depth, _open in lines(chart) if depth == 0] == ["Crane", "Nobody works on it"]
    chart.page.locator(".gantt-filter").fill("pour")
    assert [name for name, _depth, _open in lines(chart)] == ["Nobody works on it", "Pour"]


def test_the_chart_is_handed_out_as_a_picture_of_all_rows(chart: Chart) -> None:
    chart.open()
    with chart.page.expect_download() as waited:
        chart.page.get_by_role("button", name="Save as picture").click()
    assert waited.value.suggested_filename.endswith(".png")
    content = Path(waited.value.path()).read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert width > 1000
    assert height > 5 * 32
    chart.page.get_by_text("The picture is with your downloads.").wait_for()
    if folder := os.environ.get("REMIT_PICTURES"):
        (Path(folder) / "chart.png").write_bytes(content)
