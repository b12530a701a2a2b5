"""What the chart reads and sends: the plan as rows, edits, and their undoing."""

import datetime as dt
import hashlib
import time
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Sum
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.accounts.permissions import Actor, require
from remit.accounts.requests import ActorRequest
from remit.core.api.bodies import parse
from remit.core.errors import Invalid
from remit.core.templatetags.remit import RING
from remit.people.models import Person
from remit.people.queries import holder
from remit.planning.chart_data import answer_of, chart_of, said_about
from remit.planning.guards import existing_plan
from remit.planning.models import Plan
from remit.planning.news import NEWS, SHORTEST_SECONDS, Change, Visitor
from remit.planning.operations.edits import Edited, edit_plan, preview_edits, undo_edit
from remit.planning.policies import may_edit_plan
from remit.planning.queries import plan_links, plan_rows, plan_shifts, project_data
from remit.planning.told_rows import TOLD, Place
from remit.projects.models import Project

MOST_SAID = 5
LONGEST_VERSION = 9
_ENCODER = DjangoJSONEncoder(separators=(",", ":"))
# lists of which each part is kept as JSON, and of what they speak where it is not rows in a language
_TOLD = ("rows", "shifts")
_SHIFTS = "shifts"
NOTED_WITHIN = dt.timedelta(seconds=2)


def _entity_tag(request: ActorRequest, project: Project, plan: Plan) -> str:
    people = Person.objects.filter(organisation_id=project.organisation_id).aggregate(Sum("version"))
    manager = holder(project.scope_id)
    may = may_edit_plan(request.actor, project)
    stated = (
        plan.pk,
        plan.version,
        project.version,
        people,
        manager and manager.pk,
        bool(may),
        get_language(),
        said_about(project)["stamp"],
    )
    return f'W/"{hashlib.sha256(repr(stated).encode()).hexdigest()[:24]}"'


@require_GET
def data(request: ActorRequest, key: str) -> HttpResponse:
    """Return the whole plan for the chart."""
    project, plan = existing_plan(request.actor, key)
    tag = _entity_tag(request, project, plan)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = chart_of(project, plan, may_edit_plan(request.actor, project))
    return JsonResponse(answer, headers={"ETag": tag}, json_dumps_params={"separators": (",", ":")})


@require_GET
def news(request: ActorRequest, key: str) -> HttpResponse:
    """Tell what changed since the version that somebody has, who else looks, and when to ask again."""
    began = time.thread_time()
    project, plan = existing_plan(request.actor, key)
    version = seen_number(request.GET.get("version", "0"))
    person_id = request.actor.person_id or 0
    visitor = Visitor(person_id, request.actor.key, request.actor.name, request.GET.get("at", "")[:16])
    others, pause = NEWS.look(plan.pk, visitor) if person_id else ([], SHORTEST_SECONDS)
    answer: dict[str, Any] = {
        "version": plan.version,
        "pause": pause,
        "present": [[each.key, each.name, each.person_id % RING + 1, each.at] for each in others],
        "comments": None,
        "changes": None,  # stands last: lists are written into it
    }
    heard = request.GET.get("comments")
    if heard is not None and (said := said_about(project))["stamp"] != heard:
        answer["comments"] = said
    if version != plan.version and NEWS.may_tell(plan.pk):
        made = NEWS.since(plan.pk, version, plan.version)
        if made or not _was_edited_just_now(plan):
            read = _brief if request.GET.get("brief") else _changes
            answer["changes"] = read(project, plan, made, request.actor)
    changes = answer["changes"]
    told = {name: changes.pop(name) for name in _TOLD if name in changes} if changes else {}
    content = _json(answer, told, depth=2)
    NEWS.took(plan.pk, time.thread_time() - began)
    return HttpResponse(content, headers={"Cache-Control": "no-store"}, content_type="application/json")


def _was_edited_just_now(plan: Plan) -> bool:
    """Return whether what is not known of a plan may be an edit that holds and is noted in the next moment."""
    return plan.scheduled_at is not None and timezone.now() - plan.scheduled_at < NOTED_WITHIN


def _json(answer: dict[str, Any], told: Mapping[str, Iterable[str]], depth: int = 1) -> str:
    """Return an answer as JSON, with lists that it holds beside others at `depth`, whose parts are JSON already."""
    written = _ENCODER.encode(answer)
    lists = "".join(f',"{name}":[{",".join(parts)}]' for name, parts in told.items())
    return f"{written[:-depth]}{lists}{written[-depth:]}"


def _brief(_project: Project, _plan: Plan, made: list[Change], actor: Actor) -> dict[str, Any]:
    """Return what was touched by whom, for pages that read themselves anew; `is_whole` where that is not known."""
    keys = {key for each in made for key in (*each.keys, *each.removed)}
    return {"is_whole": not made, "keys": sorted(keys), "said": _said(made, actor)}


def _changes(project: Project, plan: Plan, made: list[Change], actor: Actor) -> dict[str, Any] | None:
    """Return what `made` changed as the chart takes it; `is_whole` bids it to read the whole plan.

    Its `rows` are JSON each. None where another thread reads them just now: whoever asks is told the next time.
    """
    if not made:
        return {**_brief(project, plan, made, actor), "is_whole": True}
    version = made[-1].version
    brief = {**_brief(project, plan, made, actor), "version": version, "driving": _driving(made)}
    if any(each.links or each.outline for each in made):
        return {**brief, **_all_that_moved(project, plan, made)}
    whole = {key for each in made for key in each.keys if key not in each.shifted}
    shifted = {key for each in made for key in each.shifted}.difference(whole)
    rows, shifts = _told(plan, version, whole), _told(plan, version, shifted, _SHIFTS)
    if rows is None or shifts is None:
        return None
    parts: dict[str, Any] = {
        "removed": [],
        "order": None,
        "links": None,
        "project": project_data(project, plan),
    }
    return {**brief, **parts, "rows": rows, "shifts": shifts}


def _told(plan: Plan, version: int, keys: Collection[str], what: str = "") -> list[str] | None:
    """Return rows of activities, or `_SHIFTS` of them, as JSON; None where another thread reads them just now."""
    told = TOLD.of(
        _place(plan, what),
        version,
        keys,
        between=partial(NEWS.since, plan.pk),
        read=lambda keys: _shifts(plan, keys) if what else _rows(plan, keys),
    )
    return None if told is None else list(told.values())


def _place(plan: Plan, what: str = "") -> Place:
    return plan.pk, what or get_language() or ""


def _driving(made: Iterable[Change]) -> dict[str, bool]:
    """Return the links that drive now or do no more, by key."""
    return {key: drives for each in made for key, drives in each.driving.items()}


def _rows(plan: Plan, keys: Collection[str]) -> dict[str, str]:
    """Return rows of activities, each as JSON, by their keys."""
    rows, _order = plan_rows(plan, only=keys)
    return _written(rows)


def _shifts(plan: Plan, keys: Collection[str]) -> dict[str, str]:
    """Return the columns of SHIFT, of activities, each as JSON, by their keys."""
    return _written(plan_shifts(plan, keys)) if keys else {}


def _written(rows: Iterable[list[Any]]) -> dict[str, str]:
    return {row[0]: _row(row) for row in rows}


def _row(row: list[Any]) -> str:
    return _ENCODER.encode(row)


def _all_that_moved(project: Project, plan: Plan, made: list[Change]) -> dict[str, Any]:
    """Return what changed where links did, or where the outline did, with which come all rows."""
    has_links, has_moved = any(each.links for each in made), any(each.outline for each in made)
    keys = {key for each in made for key in each.keys}
    links = plan_links(project) if has_links else None
    rows, order = plan_rows(plan, links, only=None if has_moved else keys)
    present = set(order)
    return {
        "rows": [_row(row) for row in rows],
        "shifts": [],
        "removed": [key for each in made for key in each.removed if key not in present] if has_moved else [],
        "order": order if has_moved else None,
        "links": links,
        "project": project_data(project, plan),
    }


def _said(made: Iterable[Change], actor: Actor) -> list[list[str]]:
    """Return who else did what, the latest last."""
    return [[each.by_name, each.label] for each in made if each.by_key != actor.key][-MOST_SAID:]


def seen_number(text: str) -> int:
    """Return a version as an address states it; `Invalid` where it is no number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_VERSION):
        raise Invalid(_("Give a whole number."), field="version", code="number", status=400)
    return int(text)


def _body(request: ActorRequest) -> dict[str, Any]:
    body = parse(request.body)
    if not isinstance(body, dict):
        raise Invalid(_("The request must be a JSON object."), code="json", status=400)
    return body


@require_POST
def edits(request: ActorRequest, key: str) -> HttpResponse:
    """Edit the plan, or tell what an edit would lead to."""
    project, plan = existing_plan(request.actor, key)
    require(may_edit_plan(request.actor, project))
    body = _body(request)
    steps = body.get("edits")
    if body.get("preview") is True:
        return JsonResponse(
            preview_edits(project, steps, actor=request.actor, read=lambda each: answer_of(project, each))
        )
    return _edited(project, plan, edit_plan(project, steps, actor=request.actor))


def _edited(project: Project, plan: Plan, edited: Edited) -> HttpResponse:
    """Tell what an edit changed, and keep its rows for all others who ask what did."""
    answer = answer_of(project, edited)
    rows, shifts = _written(answer.pop("rows")), _written(answer.pop("shifts"))
    for told, what in ((rows, ""), (shifts, _SHIFTS)):
        TOLD.keep(_place(plan, what), edited.plan_version, told, between=partial(NEWS.since, plan.pk))
    content = _json(answer, {"rows": rows.values(), "shifts": shifts.values()})
    return HttpResponse(content, content_type="application/json")


@require_POST
def undo(request: ActorRequest, key: str) -> HttpResponse:
    """Take an edit back."""
    project, plan = existing_plan(request.actor, key)
    require(may_edit_plan(request.actor, project))
    number = _body(request).get("edit")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Invalid(_("Give the number of the edit."), field="edit", code="number")
    return _edited(project, plan, undo_edit(project, number, actor=request.actor))
