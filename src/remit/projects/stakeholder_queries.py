"""Reads of stakeholders: where they stand on the grid, how far from where they should, and who is to be spoken with."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, IntegerField, Max, Q, Value, When
from django.db.models.functions import Coalesce

from remit.accounts.permissions import Actor, require
from remit.core.errors import NotFound
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.models import Engagement, Project, Quadrant, Stakeholder, StakeholderContact
from remit.projects.models.stakeholder import HIGH_FROM, LEAST, MOST
from remit.projects.policies import READ_ONLY
from remit.projects.querysets import StakeholderQuerySet
from remit.projects.stakeholder_policies import may_confide, may_see_stakeholders

STEPS = {code: number for number, code in enumerate(Engagement.values)}
MOST_AT_HOME = 20
MOST_IN_OVERVIEW = 5

_QUADRANT = Case(
    When(power__gte=HIGH_FROM, interest__gte=HIGH_FROM, then=Value(Quadrant.CLOSELY)),
    When(power__gte=HIGH_FROM, then=Value(Quadrant.SATISFIED)),
    When(interest__gte=HIGH_FROM, then=Value(Quadrant.INFORMED)),
    default=Value(Quadrant.MONITOR),
    output_field=CharField(),
)


def _step_of(field: str) -> Case:
    cases = (When(**{field: code}, then=Value(number)) for code, number in STEPS.items())
    return Case(*cases, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class StakeholderLine:
    """A stakeholder with the last contact, the day of the next, and how many steps engagement is short."""

    stakeholder: Stakeholder
    quadrant: Quadrant
    gap: int
    last_on: dt.date | None
    next_on: dt.date | None
    is_overdue: bool


def stakeholders_of(project: Project) -> StakeholderQuerySet:
    """Return the stakeholders of a project with quadrant, gap and last contact in each row."""
    return _told(Stakeholder.objects.filter(project=project))


def _told(rows: Any) -> StakeholderQuerySet:
    told: StakeholderQuerySet = rows.select_related("person", "owner", "project").annotate(
        quadrant=_QUADRANT,
        gap=_step_of("desired") - _step_of("engagement"),
        last_on=Max("contacts__held_on"),
        counted_from=Coalesce(Max("contacts__held_on"), "since"),
    )
    return told


def one_stakeholder(actor: Actor, project_key: str, key: str) -> Stakeholder:
    """Return a stakeholder of a project; `NotFound` where there is none, `NotAllowed` where they may not be seen."""
    project = visible_project(actor, project_key)
    require(may_see_stakeholders(actor, project))
    found: Stakeholder | None = stakeholders_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def stakeholder_lines(rows: Iterable[Any], today: dt.date) -> list[StakeholderLine]:
    """Return rows of `stakeholders_of` as lines; no queries."""
    return [_line(each, today) for each in rows]


def _line(row: Any, today: dt.date) -> StakeholderLine:
    pause = row.every_days
    next_on = row.counted_from + dt.timedelta(days=pause) if pause else None
    is_overdue = next_on is not None and next_on < today
    return StakeholderLine(row, Quadrant(row.quadrant), max(row.gap, 0), row.last_on, next_on, is_overdue)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A place of the grid, with those who stand in it."""

    power: int
    interest: int
    quadrant: Quadrant
    lines: tuple[StakeholderLine, ...]


def power_interest_grid(lines: Iterable[StakeholderLine]) -> list[tuple[int, list[GridCell]]]:
    """Return the grid from the greatest power down, each row from the least interest on."""
    placed: dict[tuple[int, int], list[StakeholderLine]] = {}
    for each in lines:
        placed.setdefault((each.stakeholder.power, each.stakeholder.interest), []).append(each)
    scale = range(LEAST, MOST + 1)
    return [
        (
            power,
            [
                GridCell(
                    power, interest, quadrant_of(power, interest), tuple(placed.get((power, interest), ()))
                )
                for interest in scale
            ],
        )
        for power in reversed(scale)
    ]


def quadrant_of(power: int, interest: int) -> Quadrant:
    """Return what to do about somebody of that power and interest (domain.md section 13)."""
    if power >= HIGH_FROM:
        return Quadrant.CLOSELY if interest >= HIGH_FROM else Quadrant.SATISFIED
    return Quadrant.INFORMED if interest >= HIGH_FROM else Quadrant.MONITOR


def contacts_of(actor: Actor, stakeholder: Stakeholder) -> list[StakeholderContact]:
    """Return what was spoken, the last first; what is confidential only for those who may read it."""
    rows = stakeholder.contacts.all()
    if not may_confide(actor, stakeholder.project):
        rows = rows.filter(is_confidential=False)
    return list(rows)


def stakeholder_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of its stakeholders, or None where there are none for the actor."""
    if not may_see_stakeholders(actor, project):
        return None
    lines = stakeholder_lines(stakeholders_of(project), day_of(project.organisation))
    if not lines:
        return None
    behind = [each for each in lines if each.gap]
    overdue = [each for each in lines if each.is_overdue]
    pressing = sorted({*overdue, *behind}, key=lambda each: (-each.stakeholder.power, each.stakeholder.pk))
    return {
        "project": project,
        "count": len(lines),
        "behind": len(behind),
        "overdue": len(overdue),
        "lines": pressing[:MOST_IN_OVERVIEW],
    }


def due_contacts(actor: Actor) -> dict[str, Any] | None:
    """Return the stakeholders whom the actor is to speak with and is late, or None."""
    if actor.person_id is None:
        return None
    own = Stakeholder.objects.visible_to(actor).filter(owner_id=actor.person_id).exclude(every_days=None)
    rows = _told(own.filter(~Q(project__phase__in=READ_ONLY)).select_related("project__organisation"))
    lines = [line for row in rows for line in stakeholder_lines([row], day_of(row.project.organisation))]
    late = sorted((each for each in lines if each.is_overdue), key=lambda each: str(each.next_on))
    return {"lines": late[:MOST_AT_HOME]} if late else None
