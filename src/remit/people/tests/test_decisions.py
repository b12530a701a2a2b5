"""Decisions: who decides follows from limits and the line of scopes, and nobody decides a request of their own."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import Actor, system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people import routing
from remit.people.decision_queries import routed, waiting_for
from remit.people.models import Assignment, DecisionRequest, DecisionState, Organisation, Person, Scope
from remit.people.operations.absences import decide_leave, request_leave
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.decisions import ask_decision, change_decision, decide, withdraw_decision
from remit.people.operations.organisation import create_programme
from remit.people.routing import Route
from remit.people.thresholds import DAYS, MONEY

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
TODAY = timezone.localdate()
POUNDS = 100


class Line:
    """A project in a programme with everybody in office, and their limits in pounds."""

    LIMITS = (
        ("Ada", "project-manager", 25_000, 5),
        ("Sue", "sponsor", 100_000, 15),
        ("Mia", "programme-manager", 150_000, 20),
        ("Sam", "programme-sponsor", 500_000, 60),
        ("Pia", "portfolio-manager", 1_000_000, 120),
    )

    def __init__(self, world: World) -> None:
        self.world = world
        programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
        self.scope: Scope = world.begin("Canal", programme).scope
        places = {"project-manager": self.scope, "sponsor": self.scope, "portfolio-manager": world.root}
        for name, role, money, days in self.LIMITS:
            world.give(name, role, places.get(role, programme))
            self.change(name, money_limit_minor=money * POUNDS, days_limit=days)
        world.give("Tom", "team-member", self.scope)

    def held(self, name: str) -> Assignment:
        found: Assignment = (
            self.world.person(name).assignments.select_related("role", "scope").get(ended_at=None)
        )
        return found

    def change(self, name: str, **changes: Any) -> None:
        change_assignment(self.held(name), version=self.held(name).version, actor=SYSTEM, **changes)

    def ask(self, pounds: int | None = None, days: int | None = None, by: str = "Tom") -> DecisionRequest:
        amount = None if pounds is None else pounds * POUNDS
        asked = ask_decision(
            self.scope, title="Buy a pump", amount_minor=amount, days=days, actor=self.world.actor(by)
        )
        return self.fresh(asked)

    def fresh(self, request: DecisionRequest) -> DecisionRequest:
        found: DecisionRequest = DecisionRequest.objects.select_related(
            "scope", "organisation", "asked_by"
        ).get(pk=request.pk)
        return found

    def route(self, request: DecisionRequest) -> Route:
        return routed([self.fresh(request)])[request.pk]

    def decider(self, request: DecisionRequest) -> str | None:
        found = self.route(request).decider
        return found.name if found else None


@pytest.fixture
def line(world: World) -> Line:
    return Line(world)


@pytest.fixture
def away_people(monkeypatch: pytest.MonkeyPatch) -> dict[int, dt.date]:
    """People who are away, by their primary key, with their last day."""
    gone: dict[int, dt.date] = {}

    def away_on(organisation: Organisation, day: dt.date, people: Any) -> dict[int, dt.date]:
        del organisation
        return {pk: last for pk, last in gone.items() if pk in people and last >= day}

    monkeypatch.setattr(routing, "away_on", away_on)
    return gone


def test_agreed_leave_hands_decisions_to_the_deputy_and_leave_asked_for_does_not(line: Line) -> None:
    line.change("Ada", deputy=line.world.person("Ben"))
    asked, ada = line.ask(10), line.world.person("Ada")
    leave = request_leave(
        ada,
        kind="holiday",
        from_date=TODAY,
        to_date=TODAY + dt.timedelta(days=2),
        actor=line.world.actor("Ada"),
    )
    assert line.decider(asked) == "Ada"

    decide_leave(leave, is_approved=True, version=leave.version, actor=SYSTEM)

    assert line.decider(asked) == "Ben"


@pytest.mark.parametrize(
    ("pounds", "who"),
    [
        (0, "Ada"),
        (25_000, "Ada"),
        (25_001, "Sue"),
        (100_001, "Mia"),
        (150_001, "Sam"),
        (500_001, "Pia"),
        (1_000_000, "Pia"),
        (1_000_001, None),
    ],
)
def test_an_amount_goes_up_to_the_nearest_whose_limit_reaches_it(
    line: Line, pounds: int, who: str | None
) -> None:
    assert line.decider(line.ask(pounds)) == who


@pytest.mark.parametrize(("days", "who"), [(5, "Ada"), (6, "Sue"), (21, "Sam"), (121, None)])
def test_days_of_delay_go_up_likewise(line: Line, days: int, who: str | None) -> None:
    assert line.decider(line.ask(days=days)) == who


def test_25_001_with_a_limit_of_25_000_says_to_whom_it_goes_and_why(line: Line) -> None:
    steps = line.route(line.ask(25_001)).steps

    assert [(step.assignment.person.name, step.code) for step in steps] == [
        ("Ada", "money"),
        ("Sue", "decides"),
    ]
    assert "GBP 25,000" in steps[0].words
    assert "GBP 25,001" in steps[0].words
    assert "GBP 100,000" in steps[1].words


def test_what_a_manager_asks_goes_past_the_manager(line: Line) -> None:
    asked = line.ask(10, by="Ada")
    assert [(step.assignment.person.name, step.code) for step in line.route(asked).steps] == [
        ("Ada", "own"),
        ("Sue", "decides"),
    ]


def test_the_one_to_whom_it_goes_decides_and_nobody_else(line: Line) -> None:
    asked = line.ask(25_001)
    for name in ("Tom", "Ada", "Mia", "Sam", "Pia"):
        with pytest.raises(NotAllowed):
            decide(asked, approve=True, version=1, actor=line.world.actor(name))
    decided = decide(asked, approve=True, version=1, actor=line.world.actor("Sue"), answer="Go on.")

    assert (decided.state, decided.decided_by) == (DecisionState.APPROVED, line.world.person("Sue"))
    assert decided.decided_in == line.held("Sue").key
    assert decided.facts["amount_minor"] == 25_001 * POUNDS
    assert decided.facts["version"] == 1
    assert [each[0] for each in decided.facts["line"]] == ["Ada", "Sue"]


def test_who_decided_stays_when_the_line_changes_afterwards(line: Line) -> None:
    asked = line.ask(25_001)
    decide(asked, approve=True, version=1, actor=line.world.actor("Sue"))
    end_assignment(line.held("Sue"), version=line.held("Sue").version, actor=SYSTEM)

    kept = line.fresh(asked)

    assert kept.decided_by == line.world.person("Sue")
    assert [each[0] for each in kept.facts["line"]] == ["Ada", "Sue"]


def test_a_request_that_changed_is_not_decided_unread(line: Line) -> None:
    asked = line.ask(10)
    change_decision(asked, version=1, actor=line.world.actor("Tom"), amount_minor=20_000 * POUNDS)

    with pytest.raises(Conflict) as refused:
        decide(asked, approve=True, version=1, actor=line.world.actor("Ada"))
    assert refused.value.code == "stale"


def test_a_request_that_grew_beyond_the_limit_goes_on_upward(line: Line) -> None:
    asked = line.ask(10)
    change_decision(asked, version=1, actor=line.world.actor("Tom"), amount_minor=30_000 * POUNDS)
    assert line.decider(asked) == "Sue"


def test_an_answer_is_given_once(line: Line) -> None:
    asked = line.ask(10)
    ada = line.world.actor("Ada")
    decide(asked, approve=False, version=1, actor=ada, answer="Too dear.")
    with pytest.raises((Conflict, NotAllowed)):
        decide(asked, approve=True, version=2, actor=ada)
    with pytest.raises(Conflict):
        withdraw_decision(asked, version=2, actor=line.world.actor("Tom"))


def test_refusing_takes_words(line: Line) -> None:
    asked = line.ask(10)
    with pytest.raises(Invalid):
        decide(asked, approve=False, version=1, actor=line.world.actor("Ada"), answer=" ")


def test_only_who_asked_changes_and_withdraws(line: Line) -> None:
    asked = line.ask(10)
    with pytest.raises(NotAllowed):
        change_decision(asked, version=1, actor=line.world.actor("Ada"), title="Another")
    with pytest.raises(NotAllowed):
        withdraw_decision(asked, version=1, actor=line.world.actor("Ada"))
    withdrawn = withdraw_decision(asked, version=1, actor=line.world.actor("Tom"))
    assert withdrawn.state == DecisionState.WITHDRAWN


def test_the_deputy_decides_while_the_holder_is_away_and_not_before(
    line: Line, away_people: dict[int, dt.date]
) -> None:
    ben = line.world.person("Ben")
    line.change("Ada", deputy=ben)
    asked = line.ask(10)
    assert line.decider(asked) == "Ada"

    away_people[line.world.person("Ada").pk] = TODAY + dt.timedelta(days=3)

    assert line.decider(asked) == "Ben"
    assert line.world.client("Ben").get(f"/decisions/{asked.key}/").status_code == 200
    decided = decide(asked, approve=True, version=1, actor=line.world.actor("Ben"))
    assert (decided.as_deputy, decided.decided_in) == (True, line.held("Ada").key)


@pytest.mark.parametrize(
    "dates",
    [
        {"deputy_from": TODAY + dt.timedelta(days=1)},
        {"deputy_to": TODAY - dt.timedelta(days=1)},
    ],
)
def test_outside_their_days_a_deputy_decides_nothing(
    line: Line, away_people: dict[int, dt.date], dates: dict[str, dt.date]
) -> None:
    line.change("Ada", deputy=line.world.person("Ben"), **dates)
    away_people[line.world.person("Ada").pk] = TODAY
    assert line.decider(line.ask(10)) == "Sue"


def test_a_deputy_who_asked_or_is_away_too_is_passed_over(
    line: Line, away_people: dict[int, dt.date]
) -> None:
    line.change("Ada", deputy=line.world.person("Tom"))
    away_people[line.world.person("Ada").pk] = TODAY
    assert line.decider(line.ask(10, by="Tom")) == "Sue"
    away_people[line.world.person("Tom").pk] = TODAY
    assert line.decider(line.ask(10, by="Sue")) == "Mia"


def test_with_the_role_the_decision_goes_within_the_same_request(line: Line) -> None:
    asked = line.ask(10)
    ada = line.world.client("Ada")
    assert asked.title in ada.get("/").content.decode()

    end_assignment(line.held("Ada"), version=line.held("Ada").version, actor=SYSTEM)

    assert line.decider(asked) == "Sue"
    answer = ada.post(f"/decisions/{asked.key}/answer", {"version": "1", "approve": "yes"})
    assert answer.status_code == 404
    assert line.fresh(asked).state == DecisionState.WAITING


def test_where_no_limit_is_stated_authority_says_how_far(world: World) -> None:
    world.give("Ada", "project-manager")
    world.give("Sue", "sponsor")
    world.give("Tom", "team-member")
    tom = world.actor("Tom")
    within = ask_decision(world.project.scope, title="A", amount_minor=MONEY[3], days=DAYS[3], actor=tom)
    beyond = ask_decision(world.project.scope, title="B", amount_minor=(MONEY[3] or 0) + 1, actor=tom)
    found = routed(list(DecisionRequest.objects.select_related("scope", "organisation")))
    assert found[within.pk].decider == world.person("Ada")
    assert found[beyond.pk].decider == world.person("Sue")


def test_the_administrator_neither_sees_nor_decides(line: Line) -> None:
    adam = line.world.give("Adam", "administrator", line.world.root)
    asked = line.ask(10)
    assert line.world.client("Adam").get(f"/decisions/{asked.key}/").status_code == 404
    with pytest.raises(NotAllowed):
        decide(asked, approve=True, version=1, actor=adam)
    with pytest.raises(NotAllowed):
        ask_decision(line.scope, title="Mine", actor=adam)


def test_a_team_member_sees_the_own_requests_alone(line: Line) -> None:
    asked = line.ask(10, by="Ada")
    line.world.give("Una", "team-member", line.scope)
    assert line.world.client("Una").get(f"/decisions/{asked.key}/").status_code == 404
    assert line.world.client("Ada").get(f"/decisions/{asked.key}/").status_code == 200


def test_asked_and_decided_on_the_pages(line: Line) -> None:
    tom, sue = line.world.client("Tom"), line.world.client("Sue")
    asked = tom.post(
        f"/decisions/new/?scope={line.scope.key}",
        {"title": "Rent a second crane", "amount": "25001.00", "days": "", "reason": "The first is late."},
        follow=True,
    )
    assert "Sue" in asked.content.decode()
    key = DecisionRequest.objects.get().key
    assert "Rent a second crane" in sue.get("/").content.decode()
    assert "Rent a second crane" in sue.get("/palette?q=second+crane").content.decode()

    refused = sue.post(f"/decisions/{key}/answer", {"version": "1", "approve": "no", "answer": ""})
    assert refused.status_code == 422
    done = sue.post(
        f"/decisions/{key}/answer", {"version": "1", "approve": "yes", "answer": "Yes."}, follow=True
    )

    assert "approved" in done.content.decode()
    assert "Rent a second crane" not in sue.get("/").content.decode()


def test_all_that_waits_for_somebody_is_read_in_a_few_queries(
    line: Line, django_assert_max_num_queries: Any
) -> None:
    for pounds in range(1, 12):
        line.ask(pounds)
    ada: Person = line.world.person("Ada")
    with django_assert_max_num_queries(5):
        assert len(waiting_for(ada.pk, line.world.organisation)) == 11


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pounds=st.none() | st.integers(0, 1_200_000),
    days=st.none() | st.integers(0, 130),
    by=st.sampled_from(["Tom", "Ada", "Sue", "Mia", "Sam", "Pia"]),
)
def test_whoever_decides_has_the_limits_did_not_ask_and_nobody_nearer_has(
    line: Line, pounds: int | None, days: int | None, by: str
) -> None:
    """The nearest in the fixed line whose limits reach both, the asker left out: computed here by itself."""
    scope_actor: Actor = line.world.actor(by)
    amount = None if pounds is None else pounds * POUNDS
    asked = ask_decision(line.scope, title="X", amount_minor=amount, days=days, actor=scope_actor)
    expected = next(
        (
            name
            for name, _role, money, longest in Line.LIMITS
            if name != by and (pounds or 0) <= money and (days or 0) <= longest
        ),
        None,
    )
    assert line.decider(asked) == expected


def test_a_role_at_another_project_decides_nothing_here(line: Line) -> None:
    other = line.world.begin("Tunnel", line.world.root)
    line.world.give("Otto", "project-manager", other.scope)
    role = line.held("Ada").role
    assert line.decider(line.ask(10)) == "Ada"
    end_assignment(line.held("Ada"), version=line.held("Ada").version, actor=SYSTEM)
    assert line.decider(line.ask(10)) == "Sue"
    assign_role(line.world.person("Otto"), role, line.scope, actor=SYSTEM, from_date=dt.date(2026, 1, 1))
    assert line.decider(line.ask(10)) == "Otto"
