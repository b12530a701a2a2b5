"""Requests for resources as they are read: lists, one with what may be done about it, what waits for somebody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, Decision
from remit.core.errors import NotFound
from remit.people.grids import day_of
from remit.people.guards import own_organisation
from remit.people.models import Person, PoolEntry, Skill, Unit
from remit.planning.models import Activity
from remit.projects.facts import Fact, Judgement, named
from remit.projects.models import Project
from remit.resourcing.heads import Heads, below
from remit.resourcing.models import Allocation, AllocationState, RequestState, ResourceRequest
from remit.resourcing.request_policies import may_answer, may_settle

RELATED = (
    "project__scope", "project__organisation", "unit__head", "person", "skill", "pool", "activity", "asked_by",
)  # fmt: skip
RECENT_DAYS = 14
MOST_SHOWN, MOST_OFFERED = 8, 500
COLOURS = {
    RequestState.OPEN: "amber", RequestState.PROPOSED: "amber", RequestState.APPROVED: "green",
    RequestState.REFUSED: "red", RequestState.DECLINED: "grey", RequestState.WITHDRAWN: "grey",
}  # fmt: skip


def requests_for(actor: Actor) -> "QuerySet[Any]":
    """Return the requests that the actor may see, with what they name."""
    return ResourceRequest.objects.visible_to(actor).select_related(*RELATED)


def requests_of(project: Project) -> "QuerySet[Any]":
    """Return the requests of a project that the actor was let see."""
    return ResourceRequest.objects.filter(project=project).select_related(*RELATED)


def one_request(actor: Actor, key: str) -> ResourceRequest:
    """Return the request with `key` that the actor may see; `NotFound` otherwise."""
    found: ResourceRequest | None = requests_for(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class RequestShown:
    """One request: who answers, what was given or offered, and what the actor may do now."""

    request: ResourceRequest
    answerer: Person | None
    allocations: tuple[Allocation, ...]
    may_answer: Decision
    may_settle: Decision

    @property
    def colour(self) -> str:
        """Return the colour of its state."""
        return COLOURS[RequestState(self.request.state)]

    @property
    def is_open(self) -> bool:
        """Return whether it waits for an answer."""
        return self.request.state == RequestState.OPEN

    @property
    def is_proposed(self) -> bool:
        """Return whether it waits for whoever asked."""
        return self.request.state == RequestState.PROPOSED


def shown_request(actor: Actor, request: ResourceRequest) -> RequestShown:
    """Return a request with all that its page needs: two queries."""
    answerer = answerer_of(request)
    may = may_answer(actor, answerer)
    rows = request.allocations.select_related("person", "pool").order_by("number")
    return RequestShown(request, answerer, tuple(rows), may, may_settle(actor, request))


def answerer_of(request: ResourceRequest, heads: Heads | None = None) -> Person | None:
    """Return the one who answers: the head of the unit, or the nearest above where that is whoever asked.

    One query, none where the heads of today are given.
    """
    if heads is None:
        organisation = request.project.organisation
        heads = Heads(organisation, day_of(organisation))
    return heads.of(request.unit_id, but=[request.asked_by_id])


def answerers(requests: Sequence[ResourceRequest], heads: Heads) -> dict[int, Person | None]:
    """Return who answers each of some requests, by the primary key of the request."""
    return {each.pk: answerer_of(each, heads) for each in requests}


def to_answer(actor: Actor) -> list[ResourceRequest]:
    """Return the open requests that wait for the actor's answer, the oldest first: at most three queries."""
    if actor.person_id is None or actor.organisation_id is None:
        return []
    waiting = ResourceRequest.objects.filter(actor.within(), state=RequestState.OPEN)
    rows = list(waiting.select_related(*RELATED).order_by("pk"))
    if not rows:
        return []
    organisation = own_organisation(actor)
    who = answerers(rows, Heads(organisation, day_of(organisation)))
    return [each for each in rows if (found := who[each.pk]) is not None and found.pk == actor.person_id]


def answered(actor: Actor, today: dt.date) -> list[ResourceRequest]:
    """Return the actor's requests with a proposal to decide, and those answered lately: one query."""
    if actor.person_id is None:
        return []
    lately = Q(answered_on__gte=today - dt.timedelta(days=RECENT_DAYS))
    lately &= Q(state__in=(RequestState.APPROVED, RequestState.REFUSED))
    rows = ResourceRequest.objects.filter(
        Q(state=RequestState.PROPOSED) | lately, asked_by_id=actor.person_id
    )
    found = list(rows.select_related(*RELATED).order_by("-answered_on", "-pk")[:MOST_SHOWN])
    return sorted(found, key=lambda each: each.state != RequestState.PROPOSED)


def home_requests(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page says of requests: those to answer, and those answered; None where neither is."""
    waiting = to_answer(actor)
    if actor.person_id is None:
        return None
    told = answered(actor, day_of(own_organisation(actor)))
    if not waiting and not told:
        return None
    lines = [(each, COLOURS[RequestState(each.state)]) for each in told]
    return {"waiting": waiting[:MOST_SHOWN], "count": len(waiting), "answered": lines}


def candidates(request: ResourceRequest) -> "QuerySet[Person]":
    """Return the people who may be given for a request: of its unit and those below, with the skill at its level."""
    today = day_of(request.project.organisation)
    rows = Person.objects.filter(unit_id__in=below(request.unit)).present(today)
    if request.skill_id is not None:
        rows = rows.filter(skill_levels__skill_id=request.skill_id, skill_levels__level__gte=request.level)
    found: QuerySet[Person] = rows.order_by("name", "pk")
    return found


def allocations_of(project: Project) -> list[Allocation]:
    """Return what a project holds or held, what ends first standing first: one query."""
    rows = Allocation.objects.filter(
        request__project=project, state__in=(AllocationState.HELD, AllocationState.RELEASED)
    )
    return list(
        rows.select_related("request", "person", "pool").order_by("state", "to_date", "pk")[:MOST_OFFERED]
    )


def resources_released(project: Project) -> Judgement:
    """Judge whether a project holds nothing any more that it was given, and asks for nothing."""
    page = "resourcing:project_requests"
    held = Allocation.objects.filter(request__project=project, state=AllocationState.HELD)
    rows = [
        f"{each.request.key} {each.whose.name}" for each in held.select_related("request", "person", "pool")
    ]
    if rows:
        return Judgement(False, _("Still held: %(names)s. Release it.") % {"names": named(rows)}, page)
    states = (RequestState.OPEN, RequestState.PROPOSED)
    asked = list(project.resource_requests.filter(state__in=states).values_list("key", flat=True))
    if asked:
        return Judgement(False, _("Still asked for: %(names)s. Withdraw it.") % {"names": named(asked)}, page)
    return Judgement(True, _("Nothing is held that was given, and nothing is asked for."), page)


FACTS = (Fact("resources-released", gettext_lazy("Resources released"), resources_released),)


def offered_to(actor: Actor, project: Project) -> dict[str, Any]:
    """Return the rows among which whoever asks chooses, by field."""
    organisation_id = project.organisation_id
    today = day_of(project.organisation)
    shared = PoolEntry.objects.visible_to(actor).filter(organisation_id=organisation_id, closed_on=None)
    return {
        "person": Person.objects.visible_to(actor)
        .filter(unit__isnull=False)
        .present(today)
        .order_by("name", "pk"),
        "skill": Skill.objects.filter(organisation_id=organisation_id, retired_on=None).order_by("name"),
        "unit": Unit.objects.filter(organisation_id=organisation_id, closed_on=None).order_by("name"),
        "pool": shared.order_by("name"),
        "activity": Activity.objects.filter(project=project).order_by("position"),
    }
