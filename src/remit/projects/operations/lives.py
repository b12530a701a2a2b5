"""The method of a project: chosen, tailored with a reason, led on from stage to stage; and the methods themselves."""

import copy
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound, stale
from remit.people.grids import day_of
from remit.people.models import Organisation, Role
from remit.people.operations.organisation import root_scope
from remit.projects.facts import project_facts
from remit.projects.life_content import FACT, after, changed_lines, faults, first_in
from remit.projects.method_queries import methods_of, versions_of
from remit.projects.models import GateReview, GateState, MethodVersion, Phase, Project, ProjectLife
from remit.projects.operations.phases import held_phase, locked_life, missing_for, move
from remit.projects.operations.projects import about
from remit.projects.operations.records import decided_day, locked_project
from remit.projects.policies import may_edit_methods, may_edit_project

LONGEST_REASON, LONGEST_PLACE = 2000, 400
CLASSES = range(1, 6)


@operation("projects.edit_method")
def edit_method(
    organisation: Organisation,
    code: str,
    content: Mapping[str, Any],
    *,
    number: int,
    reason: str,
    actor: Actor,
) -> MethodVersion:
    """Keep the next version of a method, or the first of an own one (`number` 0); projects keep their copies."""
    require(may_edit_methods(actor))
    versions = versions_of(organisation, code)
    if not versions and number != 0:
        raise NotFound
    present = versions[0].number if versions else 0
    if present != number:
        fields = {"content": {"yours": content["name"], "theirs": versions[0].name}}
        message = _("Somebody changed this method meanwhile: read what stands there now.")
        raise Conflict("stale", message, current={"fields": fields})
    if slugify(code) != code or not code:
        raise Invalid(_("Give a code of small letters, figures and hyphens."), field="code", code="invalid")
    _with_reason(reason)
    _checked(content, organisation)
    went, came = changed_lines(versions[0].content, content) if versions else ([], [content["name"]])
    if versions and not went and not came:
        raise Invalid(_("Nothing is changed."), code="empty")
    row = MethodVersion.objects.create(
        organisation=organisation, code=code, number=present + 1, content=dict(content),
        reason=reason.strip(), changed_by=actor.name[:200],
    )  # fmt: skip
    path = root_scope(organisation).path
    named = About("method", code, content["name"], organisation.pk, path)
    record(actor, named, {"stages": [went, came], "number": [present, row.number]}, reason=reason)
    return row


def _with_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason", code="required")
    if len(reason) > LONGEST_REASON:
        words = {"longest": LONGEST_REASON, "count": len(reason)}
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % words, field="reason", code="long")


def _checked(content: Mapping[str, Any], organisation: Organisation) -> None:
    roles = set(Role.objects.filter(organisation=organisation).values_list("code", flat=True))
    known = {fact.code for fact in project_facts}
    if errors := list(faults(content, roles, known)):
        raise Invalid(errors[0].message, errors=errors)


def _no_open_review(project: Project) -> None:
    if GateReview.objects.filter(project=project, state=GateState.OPEN).exists():
        raise Conflict("open", _("A gate is being reviewed: decide on it or withdraw it first."))


@operation("projects.choose_method")
def choose_method(
    project: Project, code: str, *, actor: Actor, reason: str = "", project_class: int | None = None
) -> ProjectLife:
    """Give a project its own copy of a method, at the stage of its phase; another one later takes a reason."""
    locked = locked_project(project)
    require(may_edit_project(actor, locked))
    method = next((each for each in methods_of(locked.organisation) if each.code == code), None)
    if method is None:
        raise Invalid(_("There is no such method."), field="method", code="unknown")
    if project_class is not None and project_class not in CLASSES:
        raise Invalid(_("Choose a class from 1 to 5."), field="project_class", code="range")
    life = locked_life(locked)
    if life is not None:
        _with_reason(reason)
        _no_open_review(locked)
    phase = held_phase(locked) or locked.phase
    stage = first_in(method.content, phase) or first_in(method.content, Phase.CLOSING)
    before = life.method if life else ""
    life = life or ProjectLife(project=locked)
    life.method, life.method_version = method.code, method.number
    life.content, life.stage = copy.deepcopy(dict(method.content)), stage["code"] if stage else ""
    life.project_class, life.tailored = project_class, ""
    life.version = life.version + 1 if life.pk else 1
    life.save()
    record(actor, about(locked), {"method": [before, method.code]}, reason=reason)
    return life


@operation("projects.tailor_life")
def tailor_life(
    project: Project, stages: Sequence[Mapping[str, Any]], *, reason: str, version: int, actor: Actor
) -> ProjectLife:
    """Change a project's own copy of its method, with a reason; the present stage stays where it is."""
    locked = locked_project(project)
    require(may_edit_project(actor, locked))
    life = _held(locked, version)
    _with_reason(reason)
    _no_open_review(locked)
    content = {**life.content, "stages": [dict(each) for each in stages]}
    _checked(content, locked.organisation)
    before = next(each for each in life.content["stages"] if each["code"] == life.stage)
    if not any(each["code"] == life.stage and each["phase"] == before["phase"] for each in stages):
        message = _("The project stands in “%(name)s”: that stage stays, in its phase.")
        raise Invalid(message % {"name": before["name"]}, field="stages", code="present")
    went, came = changed_lines(life.content, content)
    if not went and not came:
        raise Invalid(_("Nothing is changed."), code="empty")
    life.content, life.tailored = content, reason.strip()
    life.version += 1
    life.save()
    record(actor, about(locked), {"stages": [went, came]}, reason=reason)
    return life


def _held(project: Project, version: int) -> ProjectLife:
    life = locked_life(project)
    if life is None:
        raise Conflict("no_method", _("Choose a method for the project first."))
    if life.version != version:
        raise stale(_("Somebody changed this life meanwhile: load the page again."), {}, life)
    return life


@operation("projects.advance_stage")
def advance_stage(
    project: Project, *, version: int, actor: Actor, reason: str = "", on: dt.date | None = None
) -> ProjectLife:
    """Lead a project into the next stage where no gate stands between; `on` is the day where that was before today."""
    locked = locked_project(project)
    require(may_edit_project(actor, locked))
    life = _held(locked, version)
    present = next(each for each in life.content["stages"] if each["code"] == life.stage)
    if locked.phase != present["phase"]:
        message = _("A project in %(now)s does not go on to the next stage.")
        raise Conflict("phase_order", message % {"now": Phase(locked.phase).label})
    if present["gate"] is not None:
        words = {"code": present["gate"]["code"], "name": present["gate"]["name"]}
        raise Conflict("gate", _("Gate %(code)s, %(name)s, decides on that: ask for its review.") % words)
    following = after(life.content, life.stage)
    if following is None or following["phase"] == Phase.CLOSED:
        raise Conflict("stage_order", _("There is no stage behind this one."))
    for gap in missing_for(locked, following["phase"]):
        raise Conflict("phase_guard", gap)
    day = decided_day(locked, on)
    move(locked, following["phase"], actor=actor, reason=reason, life=life, stage=following, day=day)
    return life


@operation("projects.provide_document")
def provide_document(
    project: Project, stage: str, document: str, *, where: str, version: int, actor: Actor
) -> ProjectLife:
    """Say where a document of a stage lies; an empty place says that it is not there."""
    locked = locked_project(project)
    require(may_edit_project(actor, locked))
    life = _held(locked, version)
    found = next((each for each in life.content["stages"] if each["code"] == stage), None)
    if found is None or document not in found["documents"] or document.startswith(FACT):
        raise Invalid(_("The stage names no such document."), field="document", code="unknown")
    where = where.strip()
    if len(where) > LONGEST_PLACE:
        words = {"longest": LONGEST_PLACE, "count": len(where)}
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % words, field="where", code="long")
    there = {**life.documents.get(stage, {})}
    before = there.pop(document, {}).get("where", "")
    if where:
        day = day_of(locked.organisation).isoformat()
        there[document] = {"where": where, "by": actor.name, "on": day}
    life.documents = {**life.documents, stage: there}
    life.version += 1
    life.save(update_fields=["documents", "version"])
    record(actor, about(locked), {"document": [f"{document}: {before}", f"{document}: {where}"]})
    return life
