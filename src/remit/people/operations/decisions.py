"""Decisions: asked for, changed while they wait, taken back, and decided by whoever's limits suffice."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, plain, stale
from remit.core.keys import next_key
from remit.people.decision_policies import may_ask_decision, may_change_decision, may_decide
from remit.people.models import DecisionRequest, DecisionState, Person, Scope
from remit.people.operations.organisation import space_of
from remit.people.registries import is_over
from remit.people.routing import Route, routes

KEYS = "Q"
STATED = ("title", "reason", "about", "amount_minor", "days")
LONGEST_TITLE, LONGEST_ABOUT = 200, 60


def _about(request: DecisionRequest) -> About:
    label = f"{request.key} {request.title}"
    return About("decision", request.key, label, request.organisation_id, request.scope.path)


@operation("people.ask_decision")
def ask_decision(scope: Scope, *, title: str, actor: Actor, **stated: Any) -> DecisionRequest:
    """Ask for a decision at a scope; it goes up the line to the nearest whose limits suffice."""
    require(may_ask_decision(actor, scope, is_over=is_over(scope)))
    request = DecisionRequest(
        organisation_id=scope.organisation_id,
        scope=scope,
        asked_by=Person.objects.get(pk=actor.person_id or 0),
        asked_at=timezone.now(),
        **_checked({"title": title, **stated}),
    )
    request.key = next_key(space_of(scope.organisation_id), KEYS)
    request.save(force_insert=True)
    changes = {
        name: ["", str(getattr(request, name))] for name in STATED if getattr(request, name) not in ("", None)
    }
    record(actor, _about(request), changes | {"waits_for": ["", _waits_for(_route(request))]})
    return request


def _checked(stated: dict[str, Any]) -> dict[str, Any]:
    unknown = set(stated) - set(STATED)
    if unknown:
        raise Invalid(_("These fields cannot be stated: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    clean: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in stated.items()
    }
    if "title" in clean and not clean["title"]:
        raise Invalid(_("Say in a few words what is to be decided."), field="title", code="required")
    for name, longest in (("title", LONGEST_TITLE), ("about", LONGEST_ABOUT)):
        if len(clean.get(name) or "") > longest:
            message = _("At most %(longest)d characters, these are %(count)d.")
            words = {"longest": longest, "count": len(clean[name])}
            raise Invalid(message % words, field=name, code="long")
    for name in ("amount_minor", "days"):
        if clean.get(name) is not None and clean[name] < 0:
            raise Invalid(_("Give a number that is not below zero."), field=name, code="range")
    return clean


def _route(request: DecisionRequest) -> Route:
    return routes([request], request.organisation)[request.pk]


def _waits_for(route: Route) -> str:
    return route.decider.name if route.decider is not None else ""


def _locked(request: DecisionRequest) -> DecisionRequest:
    rows = DecisionRequest.objects.select_for_update(of=("self",))
    found: DecisionRequest = rows.select_related("scope", "organisation", "asked_by").get(pk=request.pk)
    return found


def _still_waits(request: DecisionRequest, version: int, yours: dict[str, Any]) -> None:
    if request.state != DecisionState.WAITING:
        message = _("It does not wait any more: it is %(state)s.")
        raise Conflict("decided", message % {"state": request.get_state_display()})
    if request.version != version:
        raise stale(_("It was changed meanwhile: read what stands there now."), yours, request)


@operation("people.change_decision")
def change_decision(
    request: DecisionRequest, *, version: int, actor: Actor, **changes: Any
) -> DecisionRequest:
    """Change what is asked while it waits; whoever was about to decide must look again."""
    locked = _locked(request)
    require(may_change_decision(actor, locked))
    _still_waits(locked, version, changes)
    clean = _checked(changes)
    before = {name: plain(getattr(locked, name)) for name in clean}
    for name, value in clean.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*clean, "version"])
    record(actor, _about(locked), {name: [before[name], plain(value)] for name, value in clean.items()})
    return locked


@operation("people.withdraw_decision")
def withdraw_decision(request: DecisionRequest, *, version: int, actor: Actor) -> DecisionRequest:
    """Take a request back while it waits."""
    locked = _locked(request)
    require(may_change_decision(actor, locked))
    _still_waits(locked, version, {})
    return _closed(locked, DecisionState.WITHDRAWN, actor, {})


@operation("people.decide")
def decide(
    request: DecisionRequest, *, approve: bool, version: int, actor: Actor, answer: str = ""
) -> DecisionRequest:
    """Approve or refuse a request, as it stood when the decider saw it; refusing takes a reason."""
    locked = _locked(request)
    route = _route(locked)
    require(may_decide(actor, route.decider))
    _still_waits(locked, version, {})
    if not approve and not answer.strip():
        raise Invalid(_("Say why it is refused."), field="answer", code="required")
    step = route.last
    facts = {name: getattr(locked, name) for name in STATED} | {"version": version, "line": route.kept()}
    decided = {
        "decided_by_id": actor.person_id,
        "decided_in": step.assignment.key if step else "",
        "as_deputy": step.is_deputy if step else False,
        "decided_at": timezone.now(),
        "answer": answer.strip(),
        "facts": facts,
    }
    return _closed(locked, DecisionState.APPROVED if approve else DecisionState.REFUSED, actor, decided)


def _closed(
    locked: DecisionRequest, state: DecisionState, actor: Actor, decided: dict[str, Any]
) -> DecisionRequest:
    for name, value in decided.items():
        setattr(locked, name, value)
    before, locked.state = locked.state, state
    locked.version += 1
    locked.save()
    record(actor, _about(locked), {"state": [before, state.value]}, reason=locked.answer)
    return locked
