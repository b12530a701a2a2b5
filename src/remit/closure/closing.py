"""The closing record of a project as it is read: on a page and on paper, with what its sponsor saw."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.closure.checklist_queries import checklist_of, ended_early, open_items, open_words
from remit.closure.closing_content import BY_NAME, EARLY, MONEY, follow_on, missing, parts_for
from remit.closure.models import ClosingRecord
from remit.core.paper import pdf
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money, plan_finish_day
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.formal_records import (
    COLOURS,
    TEMPLATE,
    Section,
    answered_for,
    numbered,
    signatures,
    signed_words,
    versions_of,
    waits_to_be_signed,
)
from remit.projects.models import Deliverable, DeliverableState, DeliverableStep, Project, RecordState
from remit.projects.registries import forecasts
from remit.projects.signing import signatories, signatory

ACCEPTED = (DeliverableState.ACCEPTED, DeliverableState.CONCESSION)


@dataclass(frozen=True, slots=True)
class ClosingShown:
    """One version of a closing record as somebody may read it."""

    record: ClosingRecord
    early: bool
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    seen: dict[str, Any]
    versions: tuple[ClosingRecord, ...]
    missing: tuple[tuple[str, str], ...]
    blocking: str
    signer: Person | None

    @property
    def next_step(self) -> str:
        """Return in one line what comes next."""
        state = self.record.state
        if state == RecordState.DRAFT:
            if self.missing:
                return self.missing[0][1]
            return self.blocking or _("It is complete: hand it in to be signed.")
        if state == RecordState.WAITING:
            return waits_to_be_signed(self.signer)
        return ""

    @property
    def colour(self) -> str:
        """Return the colour of its state."""
        return COLOURS[RecordState(self.record.state)]


def records_of(project: Project) -> list[ClosingRecord]:
    """Return every version of a project's closing record, the latest first: one query."""
    return versions_of(ClosingRecord, project)


def seen_now(project: Project) -> dict[str, Any]:
    """Return, to be kept with a signature, what stood there: the list, the deliverables, dates of the plan."""
    accepted = DeliverableStep.objects.filter(deliverable__project=project, to_state__in=ACCEPTED)
    days = {each.deliverable_id: (each.taken_on.isoformat(), each.by_name) for each in accepted}
    deliverables = [
        [each.key, each.name, each.get_state_display(), *days.get(each.pk, ("", "")), each.concession]
        for each in Deliverable.objects.filter(project=project).order_by("pk")
    ]
    forecast = forecasts([project]).get(project.pk)
    return {
        "checklist": [[each.text, each.words, each.why, each.by] for each in checklist_of(project)],
        "deliverables": deliverables,
        "promised_on": project.promised_on.isoformat() if project.promised_on else None,
        "starts_on": project.starts_on.isoformat(),
        "finish_minute": forecast.finish_minute if forecast else None,
        "percent": forecast.percent if forecast else None,
        "early": ended_early(project),
    }


def shown_record(actor: Actor, project: Project, number: int | None = None) -> ClosingShown | None:
    """Return a version of the closing record (the latest where no number is named); None where there is none."""
    versions = records_of(project)
    row = numbered(versions, number)
    if row is None:
        return None
    seen = row.facts["seen"] if "seen" in row.facts and not row.is_open else seen_now(project)
    early = bool(seen["early"])
    is_draft = row.state == RecordState.DRAFT
    return ClosingShown(
        row,
        early,
        tuple(facts_of(actor, row, seen)),
        tuple(_sections(actor, row, early=early)),
        seen,
        tuple(versions),
        tuple(missing(row.content, early=early)) if is_draft else (),
        open_words(checklist_of(project)) if is_draft else "",
        signatory(project) if row.is_open else None,
    )


def readable(actor: Actor, row: ClosingRecord, *, early: bool) -> dict[str, Any]:
    """Return what a record states as people read it; sums only for whoever may see money."""
    currency = row.project.organisation.currency
    sees = actor.can("cost.view", row.project.scope.path)
    found: dict[str, Any] = {}
    for part in parts_for(early=early):
        value = row.content.get(part.name)
        if part.name in MONEY:
            if sees:
                found[part.name] = money(value, currency) if value is not None else ""
        elif part.name == "follow_ons":
            found[part.name] = [_follow_on(line) for line in value or ()]
        else:
            found[part.name] = value if value is not None else []
    return found


def _follow_on(line: str) -> str:
    parsed = follow_on(line)
    return line if parsed is None else f"{day_words(parsed[0])}, {parsed[1]}: {parsed[2]}"


def _sections(actor: Actor, row: ClosingRecord, *, early: bool) -> Iterable[Section]:
    ordered = sorted(readable(actor, row, early=early).items(), key=lambda each: each[0] not in EARLY)
    for name, value in ordered:
        yield Section.of(str(BY_NAME[name].label), value)


def facts_of(actor: Actor, row: ClosingRecord, seen: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield who answers, how the dates came out against the promise, and who signed."""
    held = answered_for(row)
    yield _("Sponsor"), held.get("sponsor") or _("nobody")
    yield _("Project manager"), held.get("manager") or _("nobody")
    if seen["promised_on"]:
        yield _("Promised end"), _day(seen["promised_on"])
    if seen["finish_minute"] is not None:
        yield _("End by the plan"), plan_finish_day(seen["finish_minute"])
        yield _("Work done"), f"{seen['percent']} %"
    if actor.can("cost.view", row.project.scope.path) and row.project.budget_minor is not None:
        yield _("Budget"), money(row.project.budget_minor, row.project.organisation.currency)
    if row.written_by:
        yield _("Written by"), row.written_by.name
    if words := signed_words(row):
        yield _("Signed"), _("%(name)s, %(day)s") % words


def _day(text: str) -> str:
    return day_words(dt.date.fromisoformat(text))


def record_pdf(shown: ClosingShown) -> bytes:
    """Return a closing record on paper with its lines to sign on, in the language that is set."""
    row = shown.record
    project = row.project
    version = _("Version %(number)d, %(state)s")
    words = version % {"number": row.number, "state": row.get_state_display()}
    data: dict[str, Any] = {
        "language": (get_language() or "en")[:2],
        "title": _("Closing record: %(name)s") % {"name": project.name},
        "organisation": project.organisation.name,
        "heading": project.name,
        "subheading": f"{_('Closing record')} · {project.key} · {words}",
        "facts": [list(fact) for fact in shown.facts],
        "sections": [asdict(each) for each in [*shown.sections, *_lists(shown)]],
        "none": _("Nothing is stated."),
        "agreement": _("The sponsor agrees that the project is closed as stated here."),
        "signatures": signatures(row),
        "footer": f"{project.key} · {words} · {day_words(day_of(project.organisation))}",
    }
    return pdf(TEMPLATE, data)


def _lists(shown: ClosingShown) -> Iterable[Section]:
    """Yield the deliverables and the list as they stood."""
    lines = [
        f"{key} {name}: {state}" + (f", {_day(day)}, {by}" if day else "") + (f". {let}" if let else "")
        for key, name, state, day, by, let in shown.seen["deliverables"]
    ]
    yield Section(_("Deliverables"), lines=tuple(lines))
    told = [
        f"{text}: {state}" + (f". {why}" if why else "") + (f" ({by})" if by else "")
        for text, state, why, by in shown.seen["checklist"]
    ]
    yield Section(_("Closing list"), lines=tuple(told))


def standing_words(project: Project) -> str:
    """Return in one line how far the closing of a project is."""
    lines = checklist_of(project)
    left = len(open_items(lines))
    if not left:
        return _("Every item of the closing list is settled.")
    words = ngettext("%(n)d of %(all)d items is open.", "%(n)d of %(all)d items are open.", left)
    return words % {"n": left, "all": len(lines)}


def to_sign(actor: Actor) -> dict[str, Any] | None:
    """Return what the start page shows of closing records that wait for the actor's signature."""
    if actor.person_id is None:
        return None
    within = actor.reach("project.view", "project__scope__path") & actor.within("project__organisation_id")
    joins = ("project__scope", "project__organisation")
    waiting = list(ClosingRecord.objects.filter(within, state=RecordState.WAITING).select_related(*joins))
    signers = signatories([each.project for each in waiting])
    mine = [
        each.project
        for each in waiting
        if (signer := signers.get(each.project_id)) is not None and signer.pk == actor.person_id
    ]
    return {"projects": mine} if mine else None
