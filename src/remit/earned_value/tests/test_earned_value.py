"""Earned value of projects: where budgets come from, what is measured by which rule, what is kept, what is doubtful."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.costs.models import EntryKind
from remit.costs.operations.accounts import move_budget
from remit.costs.operations.entries import reverse_entry
from remit.costs.queries import spent_of
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.earned_value.compute.shares import Promise, budgets_of, spread
from remit.earned_value.compute.spending import spending
from remit.earned_value.compute.standing import Nothing, Standing, standing_of
from remit.earned_value.models import MeasureRule, StatusSnapshot
from remit.earned_value.operations.measures import change_terms, set_measures
from remit.earned_value.operations.snapshots import record_due, record_status
from remit.earned_value.queries import cost_lines
from remit.earned_value.tests.making import DAY, SYSTEM, change, planned
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project

pytestmark = pytest.mark.django_db
JUNE = dt.date(2026, 6, 1)


def stands(project: Project, day: dt.date | None = None) -> Standing:
    found = standing_of(project, day)
    assert isinstance(found, Standing), found
    return found


def sums(found: Standing) -> tuple[float | None, ...]:
    return tuple(getattr(found.total, name).value for name in ("bac", "pv", "ev", "ac"))


class Value:
    """A project with two activities of ten days each, one account of work and a contingency."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.project = with_budget(world.project, 2000)
        self.manager = world.give("Maya", "project-manager")
        self.owner = world.person("Maya")
        self.work = an_account(self.project, self.owner, code="1", minor=900)
        self.reserve = an_account(self.project, self.owner, code="8", kind="contingency", minor=100)
        self.dig, self.pour = planned(self.project, ("Dig", 10, {}), ("Pour", 10, {}))


@pytest.fixture
def value(world: World) -> Value:
    return Value(world)


@given(
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 10**9), min_size=1),
    st.lists(
        st.tuples(st.integers(0, 5000), st.one_of(st.none(), st.integers(0, 10**8)), st.sampled_from(["", *"ABCD"])),
        min_size=1, max_size=12,
    ),
)  # fmt: skip
def test_whatever_is_charged_the_budgets_of_activities_add_up_to_the_accounts(
    accounts: dict[str, int], rows: list[tuple[int, int | None, str]]
) -> None:
    promises = [Promise(f"T-{n}", weight, cost, account) for n, (weight, cost, account) in enumerate(rows)]
    shares = budgets_of(accounts, promises)
    assert sum(share for _promise, _account, share in shares) == sum(accounts.values())
    assert all(share >= 0 for _promise, _account, share in shares)


def test_a_sum_is_spread_by_weight_to_the_last_minor_unit() -> None:
    assert spread(100, [1, 1, 1]) == [33, 33, 34]
    assert spread(10, [0, 0]) == [5, 5]


def test_a_cost_that_the_baseline_states_goes_before_planned_work() -> None:
    rows = [Promise("T-1", 10, 300), Promise("T-2", 1), Promise("T-3", 3)]
    assert [share for _row, _account, share in budgets_of({"A": 1000}, rows)] == [300, 175, 525]
    assert [share for _row, _account, share in budgets_of({"A": 200}, rows)] == [200, 0, 0]


def test_what_was_spent_by_today_is_what_the_budget_page_says(value: Value) -> None:
    project = value.project
    owed = a_cost(value.work, 100, EntryKind.ACCRUAL)
    a_cost(value.work, 70, settles=owed)
    wrong = a_cost(value.work, 60, settles=owed)
    reverse_entry(wrong, reason="Wrong", actor=SYSTEM)
    reverse_entry(a_cost(value.work, 40, EntryKind.ACCRUAL), reason="Wrong", actor=SYSTEM)
    a_cost(value.work, 500, EntryKind.COMMITMENT)
    assert spending(cost_lines(project), dt.date(2100, 1, 1)).total == spent_of(project) == 100


def test_the_management_reserve_stands_outside_and_contingency_inside(value: Value) -> None:
    an_account(value.project, value.owner, code="9", kind="reserve", minor=300)
    assert stands(value.project).total.bac.value == 1000


def golden(value: Value) -> Standing:
    """Bring a project to PV 500, EV 400, AC 450 of BAC 1000."""
    set_measures(value.project, [value.dig, value.pour], rule="percent", actor=SYSTEM)
    change(value.project, value.dig, percent_complete=80)
    start = stands(value.project).promises[0].start
    day = dt.date(1970, 1, 1) + dt.timedelta(days=start // 1440)
    a_cost(value.work, 450, on=day)
    middle = day + dt.timedelta(days=4 + 2 * (day.weekday() > 0))
    return stands(value.project, middle)


def test_the_golden_figures_come_out_of_a_project(value: Value) -> None:
    found = golden(value)
    assert sums(found) == (1000, 500, 400, 450)
    total = found.total
    assert (total.cv.value, total.sv.value) == (-50, -100)
    assert (round(total.cpi.value or 0, 4), total.spi.value) == (0.8889, 0.8)
    assert [each.eac.value for each in total.forecasts] == [1125, 1050, 1294, None]
    assert round(total.tcpi.value or 0, 4) == 1.0909


def test_nothing_is_divided_by_nothing(value: Value) -> None:
    total = stands(value.project, dt.date(2020, 1, 1)).total
    assert total.cpi.value is total.spi.value is total.forecasts[0].eac.value is None
    page = value.world.client("Maya").get("/projects/P-1/value/").content.decode()
    assert "Nothing has been spent" in page


def test_an_account_is_earned_by_what_is_charged_to_it_or_stands_below_what_is(value: Value) -> None:
    lift = an_account(value.project, value.owner, code="2", minor=500)
    set_measures(value.project, [value.pour], account=lift, actor=SYSTEM)
    change(value.project, value.pour, percent_complete=50)
    found = stands(value.project)
    by_account = {key: each.ev.value for key, each in found.measurement.groups["account"].items()}
    assert by_account == {"": 250, lift.key: 250}
    assert found.total.bac.value == 1500


def test_each_rule_earns_as_it_says(value: Value) -> None:
    project = value.project
    set_measures(project, [value.dig], rule="zero-hundred", actor=SYSTEM)
    set_measures(project, [value.pour], rule="fifty-fifty", actor=SYSTEM)
    for key in (value.dig, value.pour):
        change(project, key, percent_complete=90)
    assert stands(project, dt.date(2100, 1, 1)).total.ev.value == 250
    set_measures(
        project, [value.dig], rule="units", units_planned=Decimal(40), units_done=Decimal(10), actor=SYSTEM
    )
    steps = [("Walls", 3, JUNE, JUNE), ("Roof", 1, JUNE, None)]
    set_measures(project, [value.pour], rule="milestones", steps=steps, actor=SYSTEM)
    assert stands(project, dt.date(2100, 1, 1)).total.ev.value == 125 + 375


def test_a_rule_that_lacks_what_it_counts_is_refused(value: Value) -> None:
    for rule, field in (("units", "units_planned"), ("milestones", "steps")):
        with pytest.raises(Invalid) as refused:
            set_measures(value.project, [value.dig], rule=rule, actor=SYSTEM)
        assert refused.value.errors[0].field == field
    with pytest.raises(Invalid):
        set_measures(value.project, [value.dig, value.pour], units_done=Decimal(1), actor=SYSTEM)
    with pytest.raises(Invalid):
        change_terms(value.project, version=1, default_rule="units", actor=SYSTEM)


def test_nothing_earns_from_the_reserve_of_management_or_another_project(value: Value, world: World) -> None:
    reserve = an_account(value.project, value.owner, code="9", kind="reserve")
    pier = world.begin("Pier", world.root)
    world.give("Maya", "project-manager", pier.scope)
    other = an_account(pier, value.owner, code="1")
    for account in (reserve, other):
        with pytest.raises(Invalid):
            set_measures(value.project, [value.dig], account=account, actor=SYSTEM)


def test_the_rule_of_the_project_holds_where_an_activity_states_none(value: Value) -> None:
    change(value.project, value.dig, percent_complete=60)
    assert stands(value.project).total.ev.value == 300
    change_terms(value.project, version=1, default_rule="zero-hundred", actor=value.manager)
    assert stands(value.project).total.ev.value == 0
    with pytest.raises(Conflict):
        change_terms(value.project, version=1, is_weekly=False, actor=value.manager)


def test_only_who_keeps_the_money_measures_and_keeps_figures(value: Value) -> None:
    for role in ("team-member", "sponsor"):
        somebody = value.world.give(f"Nat{role}", role)
        with pytest.raises(NotAllowed):
            set_measures(value.project, [value.dig], rule="percent", actor=somebody)
        with pytest.raises(NotAllowed):
            record_status(value.project, actor=somebody)


def test_kept_figures_stay_as_they_were_whatever_comes_later(value: Value) -> None:
    change(value.project, value.dig, percent_complete=60)
    kept = record_status(value.project, actor=value.manager)
    before = (kept.ev_minor, kept.figures["total"]["ev"]["value"], kept.parts["account"])
    change(value.project, value.dig, percent_complete=100)
    move_budget(value.project, source=None, target=value.work, amount_minor=500, reason="More", actor=SYSTEM)
    again = StatusSnapshot.objects.get(pk=kept.pk)
    assert (again.ev_minor, again.figures["total"]["ev"]["value"], again.parts["account"]) == before
    assert again.ev_minor == 300
    page = value.world.client("Maya").get(f"/projects/P-1/value/kept/{kept.key}/").content.decode()
    assert "3.00" in page


def test_value_that_falls_needs_a_reason_and_is_flagged(value: Value) -> None:
    change(value.project, value.dig, percent_complete=60)
    record_status(value.project, as_of=dt.date(2026, 6, 1), actor=value.manager)
    change(value.project, value.dig, percent_complete=40)
    with pytest.raises(Invalid) as refused:
        record_status(value.project, as_of=dt.date(2026, 6, 8), actor=value.manager)
    assert refused.value.errors[0].field == "note"
    kept = record_status(value.project, as_of=dt.date(2026, 6, 8), note="Counted twice", actor=value.manager)
    assert "earned-value-fell" in {each["doubt"] for each in kept.doubts}
    with pytest.raises(Invalid):
        record_status(value.project, as_of=dt.date(2026, 6, 7), note="Older", actor=value.manager)


def test_less_planned_than_before_is_flagged_until_the_budget_is_back(value: Value) -> None:
    late = dt.date(2026, 6, 1)
    StatusSnapshot.objects.filter(pk=record_status(value.project, as_of=late, actor=SYSTEM).pk).update(
        pv_minor=10**6, as_of=late - dt.timedelta(days=7)
    )
    with pytest.raises(Invalid):
        record_status(value.project, as_of=late, actor=value.manager)
    kept = record_status(value.project, as_of=late, note="Budget went back", actor=value.manager)
    assert "planned-value-fell" in {each["doubt"] for each in kept.doubts}


def test_a_cost_without_progress_is_doubtful_and_named_by_its_account(value: Value) -> None:
    a_cost(value.work, 50)
    found = stands(value.project, dt.date(2100, 1, 1))
    assert ("cost-without-progress", "") in {(each.doubt.value, each.package_id) for each in found.flags}


def test_what_was_added_since_the_baseline_earns_nothing_and_is_named(value: Value) -> None:
    edit_plan(
        value.project, [{"op": "add", "name": "Paint", "kind": "task", "duration_minutes": DAY}], actor=SYSTEM
    )
    found = stands(value.project)
    assert [name for _key, name in found.added] == ["Paint"]
    assert found.total.bac.value == 1000


@pytest.mark.parametrize("lacks", ["plan", "baseline", "budget"])
def test_where_nothing_can_be_measured_the_page_says_what_is_missing(world: World, lacks: str) -> None:
    project = with_budget(world.project, 1000)
    world.give("Maya", "project-manager")
    if lacks == "budget":
        planned(project, ("Dig", 10, {}))
    found = standing_of(project)
    assert isinstance(found, Nothing)
    assert world.client("Maya").get("/projects/P-1/value/").status_code == 200
    with pytest.raises(Conflict):
        record_status(project, actor=SYSTEM)


def test_figures_are_kept_by_themselves_once_the_status_date_has_moved_a_week(value: Value) -> None:
    assert record_due() == 1
    assert record_due() == 0
    change_terms(value.project, version=1, is_weekly=False, actor=value.manager)
    StatusSnapshot.objects.update(as_of=dt.date(2026, 5, 1))
    assert record_due() == 0


def test_many_are_stated_at_once_and_one_with_what_it_counts(value: Value) -> None:
    client = value.world.client("Maya")
    sent: dict[str, Any] = {"activities": [value.dig, value.pour], "rule": "fifty-fifty", "account": "-"}
    assert client.post("/projects/P-1/value/rules/", sent).status_code == 302
    one = {
        "rule": "milestones",
        "account": "",
        "steps": "Walls stand; 40; 2026-06-12; 2026-06-15",
        "version": "1",
    }
    assert client.post(f"/projects/P-1/value/rules/{value.dig}/", one).status_code == 302
    rows = {each.activity_key: each for each in value.project.activity_measures.all()}
    assert rows[value.pour].rule == MeasureRule.FIFTY_FIFTY
    assert rows[value.dig].steps == [["Walls stand", 40, "2026-06-12", "2026-06-15"]]
    assert client.post(f"/projects/P-1/value/rules/{value.dig}/", one).status_code == 409
    bad = {**one, "steps": "Walls; many", "version": "2"}
    assert client.post(f"/projects/P-1/value/rules/{value.dig}/", bad).status_code == 422
