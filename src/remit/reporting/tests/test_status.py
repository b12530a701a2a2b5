"""The status of a project: cost, lights by hand, the range of its end, what is reported and to whom."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.closure.archive_building import rows_of
from remit.closure.registries import Kept, archive_tables
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.earned_value.compute.standing import Standing, standing_of
from remit.earned_value.tests.making import a_kept_status
from remit.engine.value import Method
from remit.jobs.tasks import do_job
from remit.people.grids import day_of
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.projects.operations.projects import change_project
from remit.reporting.contents import changes
from remit.reporting.models import (
    Colour,
    CostReport,
    FinishRange,
    LightOverride,
    OverrideState,
    StatusReport,
    StatusTerms,
)
from remit.reporting.operations.costs import report_cost
from remit.reporting.operations.lights import answer_light, end_light, set_light
from remit.reporting.operations.reports import (
    begin_range,
    change_terms,
    report_due,
    report_status,
    work_out_range,
)
from remit.reporting.policies import may_countersign
from remit.reporting.queries import status_of, waiting_lights
from remit.reporting.shown import page_pdf, shown_report

SUMS: dict[str, Any] = {
    "spent_minor": 40_000,
    "low_minor": 30_000,
    "likely_minor": 50_000,
    "high_minor": 70_000,
}
BUDGET = 100_000


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def simon(world: World) -> Actor:
    return world.give("Simon", "sponsor")


def budgeted(world: World, promised: dt.date | None = None) -> Project:
    project = Project.objects.select_related("scope", "organisation").get(pk=world.project.pk)
    change_project(
        project, version=project.version, actor=system_actor(), budget_minor=BUDGET, promised_on=promised
    )
    changed: Project = Project.objects.select_related("scope", "organisation").get(pk=project.pk)
    return changed


def colour_of(actor: Actor, project: Project, code: str) -> tuple[str, str]:
    """Return what is shown for a light, and what its rule says."""
    found = next(each for each in status_of(actor, project).lights if each.light.code == code)
    return str(found.colour), str(found.light.colour)


def test_cost_is_reported_in_order_of_days_and_the_latest_counts(world: World, petra: Actor) -> None:
    project, today = budgeted(world), day_of(world.organisation)
    assert colour_of(petra, project, "budget")[0] == "grey"
    report_cost(project, actor=petra, **SUMS)
    assert colour_of(petra, project, "budget")[0] == "green"
    with pytest.raises(Conflict):
        report_cost(project, actor=petra, as_of=today - dt.timedelta(days=1), **SUMS)
    with pytest.raises(Invalid):
        report_cost(project, actor=petra, as_of=today + dt.timedelta(days=1), **SUMS)
    report_cost(project, actor=petra, **{**SUMS, "spent_minor": 61_000})
    assert colour_of(petra, project, "budget")[0] == "red"
    assert CostReport.objects.count() == 2


def test_the_cost_is_forecast_by_earned_value_until_somebody_reports_one_of_that_day(
    world: World, petra: Actor
) -> None:
    project = with_budget(world.project, 1000)
    account = an_account(project, world.person("Petra"), minor=1000)
    edit_plan(project, [{"op": "add", "name": "Dig", "duration_minutes": 4500}], actor=petra)
    done = {"op": "change", "key": "T-1", "version": 1, "fields": {"percent_complete": 40}}
    edit_plan(project, [done], actor=petra)
    today = day_of(project.organisation)
    a_cost(account, 450, on=today)
    a_kept_status(project, as_of=today)
    found = status_of(petra, project)
    assert found.cost is not None
    assert (found.cost.spent_minor, found.cost.likely_minor, found.cost.by_value) == (450, 675, True)
    light = found.lights[0].light
    assert (light.colour, light.url_name) == ("red", "earned_value:value")
    assert "EAC = BAC / CPI" in light.details[0]
    sums: dict[str, Any] = {"spent_minor": 450, "low_minor": 400, "likely_minor": 500, "high_minor": 520}
    report_cost(project, as_of=today, actor=petra, **sums)
    found = status_of(petra, project)
    assert found.cost is not None
    assert (found.cost.likely_minor, found.cost.by_value) == (500, False)
    standing = standing_of(project, today)
    assert isinstance(standing, Standing)
    assert standing.total.forecast(Method.BOTTOM_UP).eac.value == 950


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"spent_minor": -1}, "spent_minor"),
        ({"low_minor": 50_001}, "likely_minor"),
        ({"high_minor": 49_999}, "high_minor"),
        ({"high_minor": 10**15}, "high_minor"),
    ],
)
def test_sums_out_of_order_are_refused_where_they_stand(
    world: World, petra: Actor, wrong: dict[str, int], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        report_cost(world.project, actor=petra, **{**SUMS, **wrong})
    assert [each.field for each in refused.value.errors] == [field]
    assert not CostReport.objects.exists()


def test_cost_is_for_those_who_may_see_money(world: World, petra: Actor) -> None:
    project = budgeted(world)
    report_cost(project, actor=petra, **SUMS)
    member = world.give("Bo", "team-member")
    assert status_of(petra, project).cost is not None
    assert status_of(member, project).cost is None
    with pytest.raises(NotAllowed):
        report_cost(project, actor=member, **SUMS)


def test_a_light_set_worse_holds_at_once_and_ends_with_its_last_day(world: World, petra: Actor) -> None:
    project, today = budgeted(world), day_of(world.organisation)
    report_cost(project, actor=petra, **SUMS)
    made = set_light(project, "budget", colour="amber", reason="Bill unpaid", actor=petra, until=today)
    assert made.state == OverrideState.IN_FORCE
    assert colour_of(petra, project, "budget") == ("amber", "green")
    LightOverride.objects.update(until=today - dt.timedelta(days=1))
    assert colour_of(petra, project, "budget") == ("green", "green")


def test_a_light_set_better_waits_for_the_sponsor(world: World, petra: Actor, simon: Actor) -> None:
    project = budgeted(world)
    report_cost(project, actor=petra, **{**SUMS, "spent_minor": 61_000})
    made = set_light(project, "budget", colour="green", reason="They will pay", actor=petra)
    assert made.state == OverrideState.WAITING
    assert colour_of(petra, project, "budget")[0] == "red"
    assert waiting_lights(petra) is None
    waiting = waiting_lights(simon)
    assert waiting is not None
    assert waiting["waiting"] == [made]
    with pytest.raises(NotAllowed):
        answer_light(made, agree=True, version=made.version, actor=petra)
    LightOverride.objects.update(until=day_of(world.organisation) - dt.timedelta(days=1))
    assert waiting_lights(simon) is None
    LightOverride.objects.update(until=made.until)
    answer_light(made, agree=True, version=made.version, actor=simon)
    assert colour_of(petra, project, "budget") == ("green", "red")


def test_a_refusal_says_why_and_leaves_the_rule(world: World, petra: Actor, simon: Actor) -> None:
    project = budgeted(world)
    report_cost(project, actor=petra, **{**SUMS, "spent_minor": 61_000})
    made = set_light(project, "budget", colour="amber", reason="They will pay", actor=petra)
    with pytest.raises(Invalid):
        answer_light(made, agree=False, version=made.version, actor=simon)
    refused = answer_light(made, agree=False, version=made.version, actor=simon, answer="They will not")
    assert refused.state == OverrideState.REFUSED
    assert colour_of(petra, project, "budget")[0] == "red"
    with pytest.raises(Conflict):
        answer_light(made, agree=True, version=refused.version, actor=simon)


def test_whoever_set_a_light_does_not_agree_to_it_as_the_sponsor_who_followed(
    world: World, simon: Actor
) -> None:
    sponsor = world.person("Simon")
    own, other = (LightOverride(project=world.project, by=each) for each in (sponsor, world.person("Petra")))
    assert not may_countersign(simon, own, sponsor)
    assert may_countersign(simon, other, sponsor)


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"colour": "blue"}, "colour"),
        ({"colour": "grey"}, "colour"),
        ({"reason": " "}, "reason"),
        ({"until": dt.date(2020, 1, 1)}, "until"),
        ({"until": dt.date(2099, 1, 1)}, "until"),
    ],
)
def test_a_light_by_hand_states_another_colour_a_reason_and_a_near_day(
    world: World, petra: Actor, stated: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        set_light(world.project, "budget", actor=petra, **{"colour": "red", "reason": "So", **stated})
    assert refused.value.errors[0].field == field


def test_a_new_light_by_hand_ends_the_one_before_and_both_can_be_taken_back(
    world: World, petra: Actor
) -> None:
    project = budgeted(world)
    set_light(project, "budget", colour="amber", reason="One", actor=petra)
    set_light(project, "budget", colour="red", reason="Two", actor=petra)
    states = list(LightOverride.objects.order_by("pk").values_list("state", flat=True))
    assert states == [OverrideState.ENDED, OverrideState.IN_FORCE]
    end_light(project, "budget", actor=petra)
    with pytest.raises(NotFound):
        end_light(project, "budget", actor=petra)


def test_only_the_sponsor_sets_the_tolerances_by_which_others_are_judged(
    world: World, petra: Actor, simon: Actor
) -> None:
    with pytest.raises(NotAllowed):
        change_terms(world.project, version=1, actor=petra, days_tolerance=300)
    terms = change_terms(world.project, version=1, actor=simon, days_tolerance=3, every_weeks=2)
    assert terms.next_on == day_of(world.organisation) + dt.timedelta(weeks=2)
    with pytest.raises(Conflict):
        change_terms(world.project, version=1, actor=simon, days_tolerance=4)
    with pytest.raises(Invalid):
        change_terms(world.project, version=terms.version, actor=simon, days_tolerance=366)


def planned(world: World) -> Project:
    """Give the project three activities in a row, of ten days each."""
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": name, "fields": {"duration_minutes": 4500}}
        for name in ("Dig", "Build", "Paint")
    ]
    edit_plan(world.project, steps, actor=system_actor())
    first, second, third = world.project.activities.order_by("position")
    links = [
        {"op": "link", "predecessor": one.key, "successor": two.key, "kind": "FS", "lag_amount": 0}
        for one, two in ((first, second), (second, third))
    ]
    edit_plan(world.project, links, actor=system_actor())
    world.plan.refresh_from_db()
    return budgeted(world, promised=dt.date(2026, 12, 18))


def test_the_range_of_the_end_is_worked_out_from_the_plan_and_grows_old_with_it(
    world: World, petra: Actor
) -> None:
    project = planned(world)
    found = work_out_range(project, actor=petra)
    ends = (found.p10_minute, found.p50_minute, found.p80_minute, found.p90_minute)
    assert sorted(ends) == list(ends)
    assert found.p10_minute < found.p90_minute
    assert found.percent_kept == 100
    assert not status_of(petra, project).is_range_old
    assert work_out_range(project, actor=petra).p50_minute == found.p50_minute
    edit_plan(project, [{"op": "add", "name": "Clean"}], actor=system_actor())
    assert status_of(petra, project).is_range_old


def test_a_range_is_worked_out_as_long_work_by_whoever_manages(world: World, petra: Actor) -> None:
    project = planned(world)
    with pytest.raises(NotAllowed):
        begin_range(project, actor=world.give("Bo", "team-member"))
    do_job(begin_range(project, actor=petra).pk)
    assert FinishRange.objects.filter(project=project).exists()


def test_without_a_plan_there_is_no_range(world: World, petra: Actor) -> None:
    empty = world.begin("Hut", world.root)
    world.give("Petra", "project-manager", empty.scope)
    with pytest.raises(Conflict):
        begin_range(empty, actor=world.actor("Petra"))


def test_a_report_keeps_what_was_seen_and_says_what_changed_since(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = planned(world)
    report_cost(project, actor=petra, **SUMS)
    first = report_status(project, actor=petra, words="All well")
    report_cost(project, actor=petra, **{**SUMS, "spent_minor": 61_000})
    second = report_status(project, actor=petra)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert next(each for each in first.content["lights"] if each["code"] == "budget")["colour"] == "green"
    assert second.content["changes"] == ["Budget went from green to red."]
    event = AuditEvent.objects.filter(operation="reporting.report_status").latest("pk")
    assert event.changes == {"status_report": ["", 2]}


def test_sums_of_a_report_are_for_those_who_may_see_money_and_no_mail_has_them(
    world: World, petra: Actor, simon: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    project = planned(world)
    report_cost(project, actor=petra, **SUMS)
    with django_capture_on_commit_callbacks(execute=True):
        made = report_status(project, actor=petra, words="All well", to=[world.person("Bo")])
    assert made.told == ["Simon", "Bo"]
    sent: list[EmailMessage] = mail.outbox
    assert [each.to for each in sent] == [[world.person(name).email] for name in ("Simon", "Bo")]
    assert all("All well" in str(each.body) and "900" not in str(each.body) for each in sent)
    member = world.give("Bo", "team-member")
    assert "900" in shown_report(petra, made)["cost"]
    assert shown_report(member, made)["cost"] == ""


def test_an_archive_has_the_sums_of_costs_and_reports_only_where_it_holds_money(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = planned(world)
    report_cost(project, actor=petra, **SUMS)
    report_status(project, actor=petra, words="All well")
    costs, reports = (
        next(each for each in archive_tables if each.code == code)
        for code in ("cost-reports", "status-reports")
    )
    assert costs.needs == Kept.MONEY
    (full,), (bare,) = (rows_of(reports, project, sees) for sees in ({Kept.MONEY}, set[Kept]()))
    assert "90000" in str(full)
    assert "All well" in bare
    assert "0000" not in str(bare)


def test_a_report_is_not_sent_to_another_organisation(world: World, petra: Actor, stranger: World) -> None:
    with pytest.raises(Invalid):
        report_status(world.project, actor=petra, to=[stranger.person("Eve")])
    assert not StatusReport.objects.exists()


def test_what_is_due_reports_itself_once_and_names_the_next_day(
    world: World, petra: Actor, simon: Actor
) -> None:
    today = day_of(world.organisation)
    change_terms(world.project, version=1, actor=simon, every_weeks=1, next_on=today)
    assert report_due() == 1
    assert report_due() == 0
    assert StatusTerms.objects.get(project=world.project).next_on == today + dt.timedelta(weeks=1)
    assert StatusReport.objects.get().by_name == "Remit"


def test_a_report_that_was_missed_for_weeks_is_made_once(world: World, simon: Actor) -> None:
    today = day_of(world.organisation)
    change_terms(world.project, version=1, actor=simon, every_weeks=1, next_on=today)
    StatusTerms.objects.update(next_on=today - dt.timedelta(days=17))
    assert report_due() == 1
    assert StatusTerms.objects.get(project=world.project).next_on == today + dt.timedelta(days=4)


def test_changes_between_reports_are_said_in_words() -> None:
    before = {
        "expected": "2026-06-01", "promised": "2026-06-30", "phase": "planning",
        "lights": [{"code": "budget", "colour": "green"}], "asks": [{"words": "Sign the charter."}],
    }  # fmt: skip
    now = {
        "expected": "2026-06-03", "promised": "2026-06-30", "phase": "execution",
        "lights": [{"code": "budget", "colour": Colour.AMBER}], "asks": [],
    }  # fmt: skip
    assert list(changes(before, now)) == [
        "The expected end moved 2 days later.",
        "Budget went from green to amber.",
        "The project entered another phase.",
        "Settled: Sign the charter.",
    ]
    assert list(changes(now, {**now, "expected": "2026-06-02"})) == ["The expected end moved 1 day earlier."]
    assert list(changes(now, now)) == []


def test_one_page_is_a_pdf_with_the_questions_of_a_sponsor(world: World, petra: Actor, simon: Actor) -> None:
    project = planned(world)
    set_light(project, "staffing", colour="red", reason="Half of them are ill", actor=petra)
    assert page_pdf(simon, project).startswith(b"%PDF")


def test_pages_lead_from_a_light_to_its_reason_and_back(world: World, petra: Actor, simon: Actor) -> None:
    project = planned(world)
    report_cost(project, actor=petra, **{**SUMS, "spent_minor": 61_000})
    client, sponsor = world.client("Petra"), world.client("Simon")
    base = f"/projects/{project.key}/status/"
    assert "The likely cost is 11 % over the budget" in client.get(base).content.decode()
    answer = client.post(f"{base}lights/budget/", {"colour": "green", "reason": "They will pay"})
    assert answer.status_code == 302
    waits = sponsor.get(base).content.decode()
    assert "They will pay" in waits
    version = LightOverride.objects.get().version
    refused = sponsor.post(f"{base}lights/budget/answer", {"agree": "no", "version": version})
    assert refused.status_code == 422
    assert "Say why you refuse it." in refused.content.decode()
    agreed = sponsor.post(f"{base}lights/budget/answer", {"agree": "yes", "version": version})
    assert agreed.status_code == 302
    assert client.post(f"{base}lights/budget/end").status_code == 302
    assert client.get(f"{base}lights/weather/").status_code == 404
    reported = client.post(f"{base}report", {"words": "Too dear"})
    assert reported.status_code == 302
    assert "Too dear" in sponsor.get(reported["Location"]).content.decode()
