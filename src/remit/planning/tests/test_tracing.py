"""Activities that lead to deliverables: inherited from summaries, taken back, forecast, and what leads to none."""

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid
from remit.core.plan_time import to_day
from remit.planning.models import Activity, PlanEdit
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.queries import plan_rows
from remit.planning.queries.rows import COLUMNS
from remit.planning.queries.tracing import led_to, off_work
from remit.projects.deliverable_queries import deliverable_lines
from remit.projects.models import Deliverable
from remit.projects.operations.deliverables import add_deliverable, remove_deliverable

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
DAY = 480


@pytest.fixture
def planned(world: World) -> World:
    """A summary with two tasks, one task beside it, a milestone."""
    edit_plan(
        world.project,
        [
            {"op": "add", "name": "Gate"},
            {"op": "add", "name": "Posts", "parent": "T-1", "duration_minutes": 2 * DAY},
            {"op": "add", "name": "Wing", "parent": "T-1", "duration_minutes": 3 * DAY},
            {"op": "add", "name": "Meetings", "after": "T-1", "duration_minutes": 5 * DAY},
            {"op": "add", "name": "Open", "after": "T-4", "kind": "milestone"},
            {"op": "link", "predecessor": "T-2", "successor": "T-3"},
        ],
        actor=SYSTEM,
    )
    for name in ("Gate", "Sign"):
        add_deliverable(world.project, name=name, actor=SYSTEM)
    return world


def trace(world: World, key: str, to: str | None) -> int:
    activity = Activity.objects.get(project=world.project, key=key)
    step = {"op": "change", "key": key, "version": activity.version, "fields": {"deliverable_key": to}}
    edit_plan(world.project, [step], actor=SYSTEM)
    return int(PlanEdit.objects.filter(project=world.project).latest("number").number)


def shown(world: World) -> dict[str, str | None]:
    world.plan.refresh_from_db()
    rows, _order = plan_rows(world.plan, [])
    return {row[0]: row[COLUMNS.index("deliverable")] for row in rows}


def test_what_stands_below_a_summary_leads_where_the_summary_does_unless_it_says_otherwise() -> None:
    rows = [(1, None, 7), (2, 1, None), (3, 1, 8), (4, 3, None), (5, None, None)]
    assert led_to(rows, {7: "DL-7", 8: "DL-8"}) == {1: "DL-7", 2: "DL-7", 3: "DL-8", 4: "DL-8", 5: None}


def test_a_trace_is_an_edit_that_can_be_taken_back(planned: World) -> None:
    number = trace(planned, "T-1", "DL-1")
    trace(planned, "T-3", "DL-2")
    assert shown(planned) == {"T-1": "DL-1", "T-2": "DL-1", "T-3": "DL-2", "T-4": None, "T-5": None}
    undo_edit(planned.project, number, actor=SYSTEM)
    assert shown(planned) == {"T-1": None, "T-2": None, "T-3": "DL-2", "T-4": None, "T-5": None}
    with pytest.raises(Invalid, match="no deliverable"):
        trace(planned, "T-2", "DL-9")
    other = planned.begin("Tunnel", planned.root)
    for _each in range(3):
        foreign = add_deliverable(other, name="Theirs", actor=SYSTEM)
    with pytest.raises(Invalid, match="no deliverable"):
        trace(planned, "T-2", foreign.key)


def test_the_forecast_is_the_latest_finish_of_what_leads_to_it(planned: World) -> None:
    trace(planned, "T-1", "DL-1")
    wing = Activity.objects.get(key="T-3")
    assert wing.finish_minute is not None
    gate, sign = deliverable_lines(planned.project, list(planned.project.deliverables.order_by("pk")))
    assert (gate.forecast_on, gate.activities) == (to_day(wing.finish_minute - 1), 2)
    assert (sign.forecast_on, sign.activities) == (None, 0)


def test_the_share_by_hand(planned: World) -> None:
    """Five days of meetings beside five of the gate: half of the work, one of three activities."""
    trace(planned, "T-1", "DL-1")
    off = off_work(planned.project)
    assert (off.off_minutes, off.minutes, off.percent) == (5 * DAY, 10 * DAY, 50.0)
    assert (off.off_activities, off.activities) == (1, 3)
    assert [each.key for each, _minutes in off.rows] == ["T-4"]


def test_a_deliverable_to_which_work_leads_is_not_removed_and_an_undo_does_not_bring_one_back(
    planned: World,
) -> None:
    trace(planned, "T-1", "DL-1")
    gate = Deliverable.objects.get(key="DL-1", project=planned.project)
    with pytest.raises(Conflict, match="lead to it"):
        remove_deliverable(gate, version=gate.version, actor=SYSTEM)
    number = trace(planned, "T-1", None)
    remove_deliverable(gate, version=gate.version, actor=SYSTEM)
    with pytest.raises(Conflict, match="removed since"):
        undo_edit(planned.project, number, actor=SYSTEM)


def test_the_pages_show_the_share_with_the_list_behind_it_and_the_work_of_a_deliverable(
    planned: World,
) -> None:
    planned.give("Ada", "project-manager")
    ada = planned.client("Ada")
    stated = {"version": "1", "name": "Gate", "deliverable_key": "DL-1", "constraint": "asap"}
    assert ada.post("/projects/P-1/plan/activities/T-1/", stated).status_code == 302
    assert "50.0 %" in ada.get("/projects/P-1/").content.decode()
    page = ada.get("/projects/P-1/plan/off-deliverable/").content.decode()
    assert "Meetings" in page
    assert "Posts" not in page
    work = ada.get("/projects/P-1/deliverables/DL-1/").content.decode()
    assert "Posts" in work
    assert "Meetings" not in work
