"""The demo: loaded once for this module, because it is the largest thing the tests make."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase
from django.urls import reverse

from remit.accounts.models import User
from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.audit.queries import verify_chains
from remit.core.errors import Conflict
from remit.core.plan_time import to_day
from remit.earned_value.compute.standing import Standing, standing_of
from remit.people.accountable import answers
from remit.people.actors import actor_for
from remit.people.findings import judged
from remit.people.models import (
    Assignment,
    Organisation,
    Person,
    ResponsibilityMatrix,
    Scope,
    ScopeKind,
    Unit,
)
from remit.people.operations.matrices import activate_matrix
from remit.planning.compute import solve
from remit.planning.models import (
    Activity,
    ActivityKind,
    Baseline,
    BaselineActivity,
    Link,
    Plan,
    Resource,
    ResourceAssignment,
)
from remit.planning.operations.edits import undo_edit
from remit.projects.models import Phase, Project
from remit.web.demo import SIGN_INS, DemoResult, demo_sign_ins, load_demo
from remit.web.demo.planning import STATUS_MINUTE

STATUS_DATE = dt.date(2026, 6, 29)
UNIT_SIZES = {
    "Direction": 3,
    "Product": 5,
    "Engineering": 17,
    "PMO and projects": 7,
    "Agency and accounts": 5,
    "Operations": 6,
    "HR and administration": 2,
}


def _content() -> dict[str, Any]:
    """Return all that the demo consists of, without primary keys and moments."""
    plan = ("project__key", "key", "name", "parent__key", "position", "kind", "accountable__key")
    stated = ("duration_minutes", "constraint", "constraint_minute", "deadline_minute", "percent_complete")
    computed = (
        "start_minute",
        "finish_minute",
        "total_float_minutes",
        "is_critical",
        "driver_key",
        "version",
    )
    link = ("project__key", "key", "predecessor__key", "successor__key", "kind", "lag_amount", "lag_unit")
    return {
        "people": list(
            Person.objects.order_by("id").values_list(
                "key", "name", "email", "unit__name", "line_manager__key", "joined_on", "is_external"
            )
        ),
        "roles": list(
            Assignment.objects.order_by("id").values_list("key", "person__key", "role__code", "scope__key")
        ),
        "projects": list(
            Project.objects.order_by("id").values_list("key", "name", "phase", "budget_minor", "version")
        ),
        "activities": list(Activity.objects.order_by("id").values_list(*plan, *stated, *computed)),
        "links": list(Link.objects.order_by("id").values_list(*link)),
        "promises": list(
            BaselineActivity.objects.order_by("id").values_list(
                "activity_key", "start_minute", "finish_minute"
            )
        ),
        "work": list(
            ResourceAssignment.objects.order_by("id").values_list(
                "activity__key", "resource__key", "units_percent", "work_minutes"
            )
        ),
        "events": list(
            AuditEvent.objects.order_by("sequence").values_list(
                "sequence", "actor_key", "operation", "object_kind", "object_key", "object_label"
            )
        ),
    }


def _project(number: int) -> Project:
    project: Project = Project.objects.select_related("scope").get(key=f"P-{number}")
    return project


def _work_of(number: int) -> Any:
    return Activity.objects.filter(project__key=f"P-{number}").exclude(kind=ActivityKind.SUMMARY)


def _waits_for(activity: Activity, other: Activity) -> bool:
    driving = activity.links_in.filter(is_driving=True).select_related("predecessor")
    return any(link.predecessor == other or _waits_for(link.predecessor, other) for link in driving)


# roles of the structure that was decided on and that nobody holds yet
VACANT = ["Business change manager", "Product owner", "Scrum master", "Systems analyst"]


class TestDemo(TestCase):
    """All tests share one load: it takes as long as a hundred other tests."""

    first: dict[str, Any]
    told: list[tuple[str, float]]
    result: DemoResult

    @classmethod
    def setUpTestData(cls) -> None:
        """Load the demo, take it back, and load it again."""
        assert demo_sign_ins() == ()
        with transaction.atomic():
            load_demo()
            cls.first = _content()
            transaction.set_rollback(True)
        cls.told = []
        cls.result = load_demo(progress=lambda what, share: cls.told.append((what, share)))

    def test_two_loads_give_the_same_data(self) -> None:
        assert _content() == self.first

    def test_a_second_demo_is_refused(self) -> None:
        with pytest.raises(Conflict):
            load_demo()

    def test_progress_grows_to_the_whole(self) -> None:
        shares = [share for _what, share in self.told]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)

    def test_the_audit_chain_holds_and_people_stand_behind_it(self) -> None:
        assert verify_chains().holds
        actors = Counter(AuditEvent.objects.values_list("actor_name", flat=True))
        assert {"Nadia Rahman", "Amina Yusuf", "Meera Nair", "Seun Bakare"} <= actors.keys()

    def test_the_firm_has_the_figures_of_the_design(self) -> None:
        firm = Organisation.objects.get()
        assert firm == self.result.organisation
        assert (firm.name, firm.currency, firm.minutes_per_day) == ("Northlight Works Ltd", "GBP", 450)
        assert (firm.status_date, firm.is_demo, firm.fiscal_month) == (STATUS_DATE, True, 4)
        assert {unit.name: unit.people.count() for unit in Unit.objects.all()} == UNIT_SIZES
        assert Person.objects.filter(is_external=False).count() == 45
        assert Person.objects.filter(is_external=True).count() == 3
        assert not Unit.objects.filter(head=None).exists()

    def test_everybody_but_the_managing_director_has_a_line_manager(self) -> None:
        top = Person.objects.filter(is_external=False, line_manager=None)
        assert [person.name for person in top] == ["Ruth Adeyemi"]

    def test_the_firm_has_two_programmes_and_eight_projects(self) -> None:
        below = Counter(
            Scope.objects.filter(kind=ScopeKind.PROJECT).values_list("parent__name", flat=True).order_by()
        )
        assert below == {"One Workplace": 3, "Grow Clients": 2, "Northlight Works Ltd": 3}
        assert [project.budget_minor for project in Project.objects.order_by("id")] == [
            each * 100_000 for each in (640, 410, 980, 185, 108, 48, 220, 18)
        ]
        results = Project.objects.exclude(unique_result="").values_list("unique_result", flat=True)
        assert len(set(results)) == 8
        assert _project(7).phase == Phase.ARCHIVED
        assert _project(8).phase == Phase.FEASIBILITY

    def test_every_project_has_one_of_each(self) -> None:
        for role in ("project-manager", "sponsor", "project-leader"):
            holders = Counter(
                Assignment.objects.filter(role__code=role, ended_at=None)
                .values_list("scope__key", flat=True)
                .order_by()
            )
            assert holders == {f"P-{number}": 1 for number in range(1, 9)}

    def test_every_programme_has_one_of_each(self) -> None:
        for role in ("programme-manager", "programme-sponsor"):
            holders = Assignment.objects.filter(role__code=role, ended_at=None).values_list(
                "scope__name", flat=True
            )
            assert sorted(holders) == ["Grow Clients", "One Workplace"]

    def test_the_rollout_has_earned_less_than_planned_and_than_it_cost(self) -> None:
        found = standing_of(_project(1))
        assert isinstance(found, Standing)
        pv, ev, ac = ((getattr(found.total, name).value or 0) / 100_000 for name in ("pv", "ev", "ac"))
        assert abs(pv - 351) < 3 > abs(ev - 318)
        assert round(ac) == 344
        days = [each.as_of for each in found.snapshots]
        assert (len(days), days) == (9, sorted(days))
        earned = [each.ev_minor for each in found.snapshots]
        assert earned == sorted(earned)

    def test_every_persona_can_sign_in_and_holds_a_role(self) -> None:
        assert demo_sign_ins() == SIGN_INS
        for each in SIGN_INS:
            user = User.objects.get(email=each.email)
            assert user.check_password(each.password)
            assert user.person.name == each.name
            assert actor_for(user).grants
        others = User.objects.exclude(email__in=[each.email for each in SIGN_INS])
        assert not any(user.has_usable_password() for user in others)

    def test_every_persona_gets_the_first_page_and_the_manager_the_plan(self) -> None:
        for each in SIGN_INS:
            self.client.force_login(User.objects.get(email=each.email))
            assert self.client.get("/", follow=True).status_code == 200, each.name
        self.client.force_login(User.objects.get(email="nadia.rahman@northlight.example"))
        assert self.client.get(reverse("planning:workspace", args=["P-1"])).status_code == 200
        assert self.client.get(reverse("planning:data", args=["P-1"])).status_code == 200

    def test_plans_have_the_sizes_of_the_design(self) -> None:
        sizes = {number: _work_of(number).count() for number in range(1, 9)}
        assert (sizes[1], sizes[3]) == (142, 88)
        assert all(20 <= sizes[number] <= 60 for number in (2, 4, 5, 6, 7, 8))

    def test_nothing_is_without_an_accountable_person_who_has_a_role_there(self) -> None:
        assert not Activity.objects.filter(accountable=None).exists()
        for project in Project.objects.select_related("scope"):
            team = set(Assignment.objects.filter(scope=project.scope).values_list("person_id", flat=True))
            assert set(project.activities.values_list("accountable_id", flat=True)) <= team
            workers = Resource.objects.filter(project=project, person__isnull=False)
            assert set(workers.values_list("person_id", flat=True)) <= team

    def test_plans_use_every_kind_of_link_and_lag(self) -> None:
        assert set(Link.objects.values_list("kind", flat=True)) == {"FS", "SS", "FF", "SF"}
        assert set(Link.objects.values_list("lag_unit", flat=True)) == {"working", "elapsed", "percent"}
        assert Link.objects.filter(lag_amount__lt=0).exists()
        assert {"snet", "fnlt", "mfo", "mso"} <= set(Activity.objects.values_list("constraint", flat=True))

    def test_all_work_before_the_status_date_is_done_and_none_behind_it_has_begun(self) -> None:
        work = Activity.objects.exclude(kind=ActivityKind.SUMMARY)
        assert not work.filter(finish_minute__lte=STATUS_MINUTE, percent_complete__lt=100).exists()
        assert not work.filter(start_minute__gte=STATUS_MINUTE, percent_complete__gt=0).exists()
        begun = work.filter(percent_complete__gt=0, percent_complete__lt=100)
        assert set(begun.values_list("project__key", flat=True)) >= {f"P-{n}" for n in (1, 2, 3, 4, 5, 6, 8)}

    def test_assigned_work_goes_with_the_duration(self) -> None:
        for each in ResourceAssignment.objects.filter(resource__kind="work").select_related("activity"):
            assert each.work_minutes * 100 == each.activity.duration_minutes * each.units_percent

    def test_every_plan_has_one_baseline_that_was_set_before_the_progress(self) -> None:
        assert Baseline.objects.filter(is_current=True).count() == Baseline.objects.count() == 8
        slipped = {
            row.baseline.project.key
            for row in BaselineActivity.objects.select_related("baseline__project")
            if row.finish_minute
            != Activity.objects.get(project=row.baseline.project, key=row.activity_key).finish_minute
        }
        assert slipped == {f"P-{number}" for number in range(1, 9)}

    def test_the_rollout_was_promised_for_18_december_and_will_be_late(self) -> None:
        plan = Plan.objects.get(project=_project(1))
        assert plan.finish_minute is not None
        promised = BaselineActivity.objects.filter(baseline__project=plan.project).order_by("-finish_minute")[
            0
        ]
        assert promised.finish_minute is not None
        assert to_day(promised.finish_minute) == _project(1).promised_on == dt.date(2026, 12, 18)
        assert to_day(plan.finish_minute) == dt.date(2027, 1, 15)
        assert len(solve(plan).critical_path) >= 10

    def test_the_rollout_fails_the_checks_that_the_design_plants(self) -> None:
        open_work = _work_of(1).filter(percent_complete__lt=100)
        count = open_work.count()
        without_successor = open_work.filter(links_out=None).exclude(name="Rollout closed").count()
        hard = open_work.filter(constraint__in=["mso", "mfo", "snlt", "fnlt"]).count()
        high_float = open_work.filter(total_float_minutes__gt=44 * 450).count()
        assert without_successor / count > 0.05  # check 1: logic
        assert hard / count > 0.05  # check 5: hard constraints
        assert high_float / count > 0.05  # check 6: high float
        last = open_work.get(name="Rollout closed")
        assert last.total_float_minutes == -17 * 450  # check 13: a critical path without room

    def test_the_late_lift_drives_the_fit_out_and_the_gateways(self) -> None:
        plan = Plan.objects.get(project=_project(3))
        lift = _work_of(3).get(name="Lift delivery to site")
        gateways = _work_of(3).get(name__startswith="Sense gateways ready")
        promised = BaselineActivity.objects.get(baseline__project=plan.project, activity_key=lift.key)
        assert promised.finish_minute is not None
        assert to_day(promised.finish_minute) == dt.date(2026, 6, 12)
        assert to_day(lift.finish_minute) == dt.date(2026, 7, 3)  # 15 working days later
        assert lift.key in solve(plan).critical_path
        assert lift.is_critical
        assert to_day(gateways.finish_minute) == dt.date(2026, 7, 10)
        assert to_day(gateways.deadline_minute) == dt.date(2026, 7, 3)
        assert _waits_for(gateways, lift)

    def test_the_site_opened_on_16_march(self) -> None:
        opened = _work_of(3).get(name="Site opened")
        assert to_day(opened.start_minute) == dt.date(2026, 3, 16)

    def test_twelve_sprints_are_closed_the_last_on_26_june(self) -> None:
        closed = _work_of(2).filter(name__startswith="Sprint", percent_complete=100).order_by("finish_minute")
        assert closed.count() == 12
        assert to_day(closed.last().finish_minute) == dt.date(2026, 6, 26)

    def test_payroll_is_done_by_31_march_and_the_norway_gate_is_on_15_july(self) -> None:
        assert set(_work_of(7).values_list("percent_complete", flat=True)) == {100}
        finish = Plan.objects.get(project=_project(7)).finish_minute
        assert finish is not None
        assert to_day(finish) == dt.date(2026, 3, 31)
        gate = _work_of(8).get(name__startswith="Gate G1")
        assert to_day(gate.start_minute) == dt.date(2026, 7, 15)

    def test_no_work_lies_on_a_bank_holiday(self) -> None:
        for calendar_day in (dt.date(2026, 4, 3), dt.date(2026, 5, 25), dt.date(2026, 12, 28)):
            begins = [to_day(each.start_minute or 0) for each in Activity.objects.all()]
            assert calendar_day not in begins

    def test_a_person_of_the_demo_can_undo_the_last_edit_of_a_plan(self) -> None:
        manager = User.objects.get(email="nadia.rahman@northlight.example")
        project = _project(1)
        leading = Activity.objects.filter(project=project).exclude(deliverable=None)
        before = leading.count()
        with transaction.atomic():
            last = project.plan_edits.order_by("-number")[0]
            undo_edit(project, last.number, actor=actor_for(manager))
            assert 0 < leading.count() < before
            transaction.set_rollback(True)

    def test_the_planted_faults_are_all_found_and_nothing_else(self) -> None:
        scopes = Scope.objects.select_related("organisation")
        found = judged(self.result.organisation, list(scopes), writer=system_actor())
        wrong = {row.scope.key: row for row in found if row.findings}
        assert set(wrong) == {"P-1", "P-4", "P-5", "P-6", "O-1"}
        for key in ("P-1", "P-4"):
            assert sorted(each.code for each in wrong[key].findings) == ["issue-late", "risk-late"]
        assert [each.code for each in wrong["P-6"].findings] == ["outcome-late"]
        # the advisor's structure was decided on, and some of its roles nobody holds yet
        assert sorted(each.words_with["role"] for each in wrong["O-1"].findings) == VACANT
        assert {each.code for each in wrong["O-1"].findings} == {"advice-vacant"}
        texts = {line.key: line.text for line in wrong["P-5"].grid.lines}
        assert sorted((each.code, texts[each.row_key]) for each in wrong["P-5"].findings) == [
            ("accountable-away", "Order of the campaigns"),
            ("accountable-unread", "Order of the campaigns"),
            ("checks-own-work", "Independent check of the work"),
            ("no-accountable", "Hours against the monthly fee"),
            ("overlap", "Requirements of the customer"),
            ("two-accountable", "Texts and pictures"),
        ]
        draft = ResponsibilityMatrix.objects.get(scope__key="P-5")
        with pytest.raises(Conflict, match="Errors keep it from coming into force, 5 in all"):
            activate_matrix(draft, version=draft.version, actor=system_actor(), reason="Never mind")

    def test_of_the_rollout_each_thing_has_one_name_its_own_and_what_it_inherits(self) -> None:
        nadia = actor_for(User.objects.get(person__name="Nadia Rahman"))
        for question, name in (
            ("actual cost", "Nadia Rahman"),
            ("consent of each customer", "Meera Nair"),
            ("calls on the shared reserve", "Catherine Holroyd"),
        ):
            first = answers(nadia, question, 1)[0]
            assert (first.scope.key, first.person and first.person.person_name) == ("P-1", name)
