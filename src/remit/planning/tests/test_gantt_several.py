"""Several rows of the chart at once: chosen, changed, removed, linked, copied, and pasted from a spreadsheet."""

from typing import Any

import pytest

from remit.planning.tests.chart_page import DAY, MONDAY, WORK_DAY, Chart
from remit.planning.tests.test_gantt_element import AXE, CHROMIUM, browser, chart

__all__ = ["browser", "chart"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
]

DAY_START, DAY_END = 540, 1050


def chosen(chart: Chart) -> list[str]:
    """The names of the rows that are told as chosen, in order."""
    return list(
        chart.page.evaluate(
            """() => [...document.querySelectorAll('.gantt-row[aria-selected="true"]')]
              .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((each) => each.row.name)"""
        )
    )


def paste(chart: Chart, text: str) -> Any:
    """Paste text into the grid; return the dialog."""
    chart.page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )
    dialog = chart.page.get_by_role("dialog")
    dialog.wait_for()
    return dialog


def test_rows_are_chosen_by_keys_and_by_clicks_and_let_go_again(chart: Chart) -> None:
    chart.open()
    chart.enter("Dig")
    chart.press("Shift+ArrowDown", "Shift+ArrowDown")
    assert chosen(chart) == ["Dig", "Pour", "Deck"]
    assert chart.page.get_by_role("treegrid").get_attribute("aria-multiselectable") == "true"
    chart.page.get_by_text("3 chosen").wait_for()
    chart.press("Shift+ArrowUp")
    assert chosen(chart) == ["Dig", "Pour"]
    chart.press("Escape")
    assert chosen(chart) == ["Pour"]
    chart.page.locator(".gantt-name", has_text="Opening").click(modifiers=["Control"])
    assert chosen(chart) == ["Pour", "Opening"]
    chart.page.locator(".gantt-name", has_text="Dig").click(modifiers=["Shift"])
    assert chosen(chart) == ["Dig", "Pour", "Deck", "Opening"]
    chart.press("Control+a")
    assert len(chosen(chart)) == 5
    chart.press("ArrowUp")
    assert len(chosen(chart)) == 1


def test_without_a_keyboard_a_button_lets_each_tap_choose_one_more(chart: Chart) -> None:
    chart.open()
    button = chart.page.get_by_role("button", name="Choose several")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    chart.enter("Dig")
    chart.enter("Deck")
    assert {"Dig", "Deck"} <= set(chosen(chart))
    button.click()
    assert len(chosen(chart)) == 1


def test_what_is_typed_is_stated_for_all_that_take_it_in_one_edit_and_the_others_are_named(
    chart: Chart,
) -> None:
    chart.open()
    chart.enter("Foundation")
    chart.press("Shift+ArrowDown", "Shift+ArrowDown", "ArrowRight", "Shift+ArrowUp")
    chart.enter("Foundation")
    chart.press("Shift+ArrowDown", "Shift+ArrowDown")
    chart.page.evaluate("document.querySelector('remit-gantt').grid.column = 'progress'")
    chart.press("Enter", "Control+a")
    chart.page.keyboard.type("50")
    chart.press("Enter")
    saved = chart.wait_saved()
    assert [(step["key"], step["fields"]) for step in saved["edits"]] == [
        ("T-2", {"percent_complete": 50}),
        ("T-3", {"percent_complete": 50}),
    ]
    chart.page.get_by_text("Left as they are: T-1.").wait_for()


def test_chosen_rows_are_removed_indented_and_linked_in_one_edit(chart: Chart) -> None:
    chart.open()
    chart.enter("Foundation")
    chart.press("Shift+ArrowDown", "Delete")
    assert chart.wait_saved()["edits"] == [{"op": "remove", "key": "T-1"}], "what stands below goes along"
    chart.enter("Deck")
    chart.press("Shift+ArrowDown", "Alt+ArrowRight")
    assert [step["key"] for step in chart.wait_saved(2)["edits"]] == ["T-4", "T-5"]
    chart.press("Alt+ArrowLeft")
    assert [step["key"] for step in chart.wait_saved(3)["edits"]] == ["T-5", "T-4"], (
        "so that they keep their order"
    )
    chart.enter("Dig")
    chart.press("Shift+ArrowDown", "Shift+ArrowDown", "l")
    linked = chart.wait_saved(4)["edits"]
    assert linked == [{"op": "link", "predecessor": "T-3", "successor": "T-4", "kind": "FS"}], (
        "these two wait already"
    )


def test_rows_are_copied_as_a_spreadsheet_takes_them(chart: Chart) -> None:
    chart.open()
    chart.enter("Foundation")
    chart.press("Shift+ArrowDown")
    copied = chart.page.evaluate(
        """() => {
          const data = new DataTransfer();
          const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
          return data.getData('text/plain');
        }"""
    )
    head, first, second = copied.split("\n")
    assert head.split("\t")[:4] == ["WBS", "Name", "Accountable", "Duration"]
    assert first.split("\t")[1] == "Foundation"
    assert second.split("\t")[1:4] == ["  Dig", "Ada Berger", "2 d"]


SHEET = (
    "Task Name\tDuration\tStart\t% Complete\tPredecessors\tResource\n"
    '"Tower\nnorth"\t\t\t\t\tx\n'
    "  Order steel\t2 w\t01.06.2026\t50 %\t\tx\n"
    "  Raise it\t3 d?\t\t\t2FS+2d;T-2\tx\n"
    "Ready\t0 d\t\t\t3\tx\n"
)


def test_rows_of_a_spreadsheet_become_activities_with_outline_dates_and_links_in_one_edit(
    chart: Chart,
) -> None:
    chart.open()
    chart.enter("Deck")
    dialog = paste(chart, SHEET)
    assert "4 activities are added." in dialog.inner_text()
    dialog.get_by_role("button", name="Do it").click()
    steps = chart.wait_saved()["edits"]
    added = [step for step in steps if step["op"] == "add"]
    assert [(step["name"], step.get("parent"), step.get("after")) for step in added] == [
        ("Tower north", None, "T-4"),
        ("Order steel", "@r0", None),
        ("Raise it", "@r0", None),
        ("Ready", None, "@r0"),
    ]
    assert [step.get("duration_minutes") for step in added] == [None, 10 * WORK_DAY, 3 * WORK_DAY, 0]
    assert added[3]["kind"] == "milestone"
    (change,) = [step for step in steps if step["op"] == "change"]
    assert (change["key"], change["version"]) == ("@r1", 1)
    assert change["fields"] == {"start": MONDAY + DAY_START, "percent_complete": 50}
    links = [step for step in steps if step["op"] == "link"]
    assert [(step["predecessor"], step["successor"], step["kind"], step["lag_amount"]) for step in links] == [
        ("@r1", "@r2", "FS", 2 * WORK_DAY),
        ("T-2", "@r2", "FS", 0),
        ("@r2", "@r3", "FS", 0),
    ]


def test_what_rows_lead_to_is_read_by_its_key(chart: Chart) -> None:
    chart.open()
    chart.enter("Deck")
    dialog = paste(chart, "Name\tDeliverable\nRailing\tdl-2\nLamps\tthe lamps\n")
    assert "Give the key of a deliverable" in dialog.inner_text()
    dialog.get_by_label("Leave out what cannot be read").check()
    dialog.get_by_role("button", name="Do it").click()
    (change,) = [step for step in chart.wait_saved()["edits"] if step["op"] == "change"]
    assert change["fields"] == {"deliverable_key": "DL-2"}


def test_what_cannot_be_read_is_told_beside_its_row_and_left_out_only_when_asked(chart: Chart) -> None:
    chart.open()
    chart.enter("Deck")
    dialog = paste(chart, "Name\tDuration\tStart\nSurvey\tlong\t31.02.2026\nDraw\t2 d\t2026-06-08\n")
    do_it = dialog.get_by_role("button", name="Do it")
    assert do_it.is_disabled()
    assert "1 row has something that cannot be read." in dialog.inner_text()
    fault = dialog.locator("tr.is-faulty .gantt-fault").inner_text()
    assert "Give a duration" in fault
    assert "Give a date" in fault
    dialog.get_by_label("Leave out what cannot be read").check()
    do_it.click()
    steps = chart.wait_saved()["edits"]
    assert [step["name"] for step in steps if step["op"] == "add"] == ["Survey", "Draw"]
    assert [step["fields"] for step in steps if step["op"] == "change"] == [
        {"start": MONDAY + 7 * DAY + DAY_START}
    ]


def test_rows_are_written_over_those_of_the_plan_with_their_versions(chart: Chart) -> None:
    chart.open()
    chart.enter("Pour")
    dialog = paste(chart, "Pour slab\t4 d\nDeck\t3 d\nOpening\t\nOne more\t\n")
    dialog.get_by_label("What to do with them").select_option("over")
    assert "1 row has something" in dialog.inner_text()
    assert "The chart has no such row." in dialog.inner_text()
    dialog.get_by_label("Leave out what cannot be read").check()
    dialog.get_by_role("button", name="Do it").click()
    (step,) = chart.wait_saved()["edits"]
    assert (step["key"], step["fields"]) == ("T-3", {"name": "Pour slab", "duration_minutes": 4 * WORK_DAY})
    assert step["version"] == 1


def test_columns_can_be_given_another_meaning_and_rows_typed_into_the_dialog(chart: Chart) -> None:
    chart.open()
    chart.page.get_by_role("button", name="Paste rows").click()
    dialog = chart.page.get_by_role("dialog")
    assert "There is nothing to paste yet." in dialog.inner_text()
    dialog.get_by_label("Rows, as the spreadsheet copies them").fill("Walk\tRun\n=1+1\t<b>Jump</b>")
    dialog.get_by_label("What column 1 means").select_option("")
    dialog.get_by_label("What column 2 means").select_option("name")
    dialog.get_by_role("button", name="Do it").click()
    assert [step["name"] for step in chart.wait_saved()["edits"]] == ["Run", "<b>Jump</b>"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Dig\t1 d\n" * 1001, "1,000 go at once"),
        ("a\n" * 400_000, "2,000 rows and 40 columns at most"),
        ("a" + "\t" * 50_000, "2,000 rows and 40 columns at most"),
        ("a" * 2_000_001, "2,000 rows and 40 columns at most"),
        ('Dig\n"Pour\nDeck\n', "A quotation mark is opened and not closed."),
    ],
    ids=["steps", "rows", "columns", "letters", "quote"],
)
def test_more_than_goes_at_once_is_told_and_not_sent(chart: Chart, text: str, told: str) -> None:
    chart.open()
    chart.enter("Deck")
    dialog = paste(chart, text)
    assert told in dialog.inner_text()
    assert dialog.get_by_role("button", name="Do it").is_disabled()
    dialog.get_by_role("button", name="Close").click()
    assert chart.saved == []


def links_of(chart: Chart, text: str, *, skips: bool = False) -> list[tuple[str, str, str, int]]:
    """Paste rows and return the links that are sent."""
    chart.open()
    chart.enter("Deck")
    dialog = paste(chart, text)
    if skips:
        dialog.get_by_label("Leave out what cannot be read").check()
    dialog.get_by_role("button", name="Do it").click()
    steps = [step for step in chart.wait_saved()["edits"] if step["op"] == "link"]
    return [(step["predecessor"], step["successor"], step["kind"], step["lag_amount"]) for step in steps]


def test_predecessors_are_read_as_spreadsheets_write_them(chart: Chart) -> None:
    sheet = "ID\tName\tPredecessors\n4\tDig\t\n5\tPour\t4FS+2,5d\n6\tCure\t4FS+1d,5SS\n7\tDeck\t6EA;T-2\n"
    assert links_of(chart, sheet) == [
        ("@r0", "@r1", "FS", 1125),
        ("@r0", "@r2", "FS", WORK_DAY),
        ("@r1", "@r2", "SS", 0),
        ("@r2", "@r3", "FS", 0),
        ("T-2", "@r3", "FS", 0),
    ]


def test_a_row_without_a_name_is_left_out_when_asked_and_what_names_it_is_a_fault(chart: Chart) -> None:
    sheet = "Name\tDuration\tPredecessors\nDig\t1 d\t\n\t2 d\t1\nPour\t1 d\t1\nCure\t1 d\t2\nDeck\t1 d\t5\n"
    assert links_of(chart, sheet, skips=True) == [("@r0", "@r2", "FS", 0)]
    assert [step["ref"] for step in chart.saved[0]["edits"] if step["op"] == "add"] == [
        "r0",
        "r2",
        "r3",
        "r4",
    ]


def test_what_writing_over_leaves_alone_is_named_and_cells_are_shown_as_understood(chart: Chart) -> None:
    chart.open()
    chart.enter("Pour")
    dialog = paste(chart, "Name\tStart\tDuration\tPredecessors\nPour slab\t8.6.2026\t2 w\t1\n")
    assert "Mon 8 Jun 2026" in dialog.inner_text()
    assert "10 d" in dialog.inner_text()
    dialog.get_by_label("What to do with them").select_option("over")
    assert "Not written over: Predecessors." in dialog.inner_text()


def test_the_dialog_of_rows_has_no_barrier(chart: Chart) -> None:
    chart.open()
    chart.enter("Deck")
    paste(chart, SHEET)
    chart.page.evaluate(AXE.read_text())
    found = chart.page.evaluate("() => axe.run(document.querySelector('dialog'))")
    assert [each["id"] for each in found["violations"]] == []
