"""Requests for resources of the demo: approved, refused, open, proposed; one given beyond the time that there is."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.models import Skill, SkillLevel, Unit
from remit.projects.models import Project
from remit.resourcing.models import ResourceRequest
from remit.resourcing.operations.answering import Terms, approve_request, propose_terms, refuse_request
from remit.resourcing.operations.asking import ask_for_resources
from remit.resourcing.periods import Period
from remit.resourcing.request_queries import answerer_of
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS


@dataclass(frozen=True, slots=True)
class _Request:
    """What a project asks for: a person, or something of the pool; hours a week, days, and the answer."""

    project: int
    what: str
    hours: float
    first: dt.date
    last: dt.date
    what_for: str
    answer: str = ""
    reason: str = ""
    count: int = 1
    amount: int = 0
    periods: tuple[Period, ...] = ()


def _day(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


REQUESTS = (
    _Request(1, "Amina Yusuf", 30, _day(6, 29), _day(9, 25), "Leads the moves of the second wave", "approve"),
    _Request(1, "Samuel Okafor", 22.5, _day(7, 6), _day(8, 28), "Floor plans of six sites", "approve"),
    _Request(
        1, "Dylan Rees", 37.5, _day(9, 7), _day(10, 2), "Care of the first customers after the move", "refuse",
        "The service desk has two people on leave in September: ask for Anjali Desai half of the time.",
    ),
    _Request(2, "Test rooms", 37.5, _day(7, 6), _day(8, 14), "Counting checked against people", "approve", count=2),
    _Request(2, "Amina Yusuf", 15, _day(7, 13), _day(8, 7), "Interface of the panel to the cloud", "over",
             "Only she knows the booking interface; Nadia Rahman and Ben Hartley settle the weeks between them."),
    _Request(3, "Rafael Monteiro", 15, _day(7, 6), _day(9, 25), "Wiring of the sensor laboratory"),
    _Request(4, "Usability laboratory", 15, _day(7, 6), _day(7, 17), "Students try to book a place", "approve"),
    _Request(5, "Hiroshi Sato", 22.5, _day(7, 6), _day(9, 4), "Designs of the autumn campaign", "propose",
             "He has three days from August on; until then two."),
    _Request(6, "George Papadakis", 15, _day(7, 6), _day(9, 25), "Answers for the process while it changes", "approve"),
    _Request(2, "Sensor boards", 0, _day(7, 13), _day(7, 13), "Pilot rooms of one customer", "approve", amount=80),
    _Request(3, "Sensor boards", 0, _day(7, 15), _day(7, 15), "Rooms of the sensor laboratory", amount=90),
    _Request(
        8, "People-counting rig", 10, _day(7, 6), _day(8, 28), "More while the rooms are tried, less before", "approve",
        periods=(Period(_day(7, 6), _day(7, 17), 300), Period(_day(7, 20), _day(8, 28), 1200)),
    ),
    _Request(8, "Test rooms", 30, _day(7, 20), _day(8, 14), "Tries in a room as customers have it", count=2),
)  # fmt: skip


def load_requests(firm: Firm, projects: list[Project]) -> None:
    """Let those who run projects ask, and the heads of units answer."""
    for row in REQUESTS:
        project = projects[row.project - 1]
        stated: dict[str, Any] = {"person": firm.people[row.what]} if row.what in firm.people else {}
        if row.what in firm.pool:
            stated = {"pool": firm.pool[row.what], "count": row.count, "periods": row.periods}
        if row.amount:
            stated["amount"] = Decimal(row.amount)
        if row.what in firm.people:
            stated["person"].refresh_from_db()
        made = ask_for_resources(
            project, actor=firm.actor(UNDERTAKINGS[row.project - 1].manager), minutes_per_week=round(row.hours * 60),
            from_date=row.first, to_date=row.last, what_for=row.what_for, **stated,
        )  # fmt: skip
        _answer(firm, made, row)
    _of_a_skill(firm, projects[5])


def _answer(firm: Firm, made: ResourceRequest, row: _Request) -> None:
    head = answerer_of(made)
    if not row.answer or head is None:
        return
    # heads need no sign-in in the demo: what counts is who they are
    actor = Actor(key=head.key, name=head.name, person_id=head.pk, organisation_id=firm.organisation.pk)
    if row.answer == "approve":
        approve_request(made, version=1, actor=actor)
    elif row.answer == "over":
        approve_request(made, version=1, over_reason=row.reason, actor=actor)
    elif row.answer == "refuse":
        refuse_request(made, version=1, reason=row.reason, actor=actor)
    else:
        half = Terms(made.minutes_per_week // 2, row.first, row.last, [firm.people[row.what]])
        propose_terms(made, half, version=1, reason=row.reason, actor=actor)


def _of_a_skill(firm: Firm, project: Project) -> None:
    """Ask for somebody of the skill that most people of engineering have, whoever it is."""
    unit = Unit.objects.get(organisation=firm.organisation, name="Engineering")
    held = SkillLevel.objects.filter(person__unit=unit, level__gte=3).order_by("skill__pk").first()
    if held is None:
        return
    skill: Skill = held.skill
    ask_for_resources(
        project, actor=firm.actor(UNDERTAKINGS[5].manager), skill=skill, level=3, unit=unit, count=1,
        minutes_per_week=900, from_date=_day(7, 13), to_date=_day(8, 21), what_for="Builds the check of invoices",
    )  # fmt: skip
