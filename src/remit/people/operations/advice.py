"""Which roles the organisation has: answers are written down, decided once, and turned into assignments."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, FieldError, Invalid, NotFound, RemitError
from remit.people.advice import advise, structure
from remit.people.advice_bounds import BOUNDS, DEFAULTS
from remit.people.advice_counts import bounds_of, counted_facts
from remit.people.advice_facts import Value, checked_facts, value_in_words
from remit.people.grids import day_of
from remit.people.models import Advice, AdviceBounds, Assignment, Organisation, Person, Role, Scope
from remit.people.operations.assignments import assign_role
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_advise, may_set_thresholds

LONGEST_NAME = 200
LONGEST_TEXT = 4000
TEXTS = ("internal_factors", "external_factors", "decision")
MOST_PICKS = 100


@dataclass(frozen=True, slots=True)
class Pick:
    """Who is to hold which role where."""

    person: Person
    role: Role
    scope: Scope


def _about(advice: Advice, root: Scope) -> About:
    return About("advice", str(advice.number), advice.name, advice.organisation_id, root.path)


def _named(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise Invalid(_("Give a name."), field="name", code="required")
    if len(clean) > LONGEST_NAME:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": LONGEST_NAME, "count": len(clean)}, field="name", code="long")
    return clean


def _text(value: str, field: str) -> str:
    clean = value.strip()
    if len(clean) > LONGEST_TEXT:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": LONGEST_TEXT, "count": len(clean)}, field=field, code="long")
    return clean


def _shown(facts: Mapping[str, Value]) -> str:
    return "; ".join(f"{code}: {value_in_words(code, value)}" for code, value in facts.items())


@operation("people.begin_advice")
def begin_advice(
    organisation: Organisation,
    *,
    name: str,
    facts: Mapping[str, Any],
    actor: Actor,
    internal_factors: str = "",
    external_factors: str = "",
) -> Advice:
    """Write down answers to the advisor's questions under the next number; nothing is decided by it."""
    root = root_scope(organisation)
    require(may_advise(actor, root))
    # numbers are taken one at a time
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = Advice.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"]
    advice = Advice.objects.create(
        organisation=organisation,
        number=(last or 0) + 1,
        name=_named(name),
        facts=checked_facts(dict(facts)),
        counted=counted_facts(organisation),
        internal_factors=_text(internal_factors, "internal_factors"),
        external_factors=_text(external_factors, "external_factors"),
    )
    record(actor, _about(advice, root), {"name": ["", advice.name], "facts": ["", _shown(advice.facts)]})
    return advice


def _locked(
    advice: Advice, actor: Actor, version: int, yours: Mapping[str, Any] | None = None
) -> tuple[Advice, Scope]:
    """Return an advice, locked, with the root of its organisation; a stale version is a conflict with both values."""
    root = root_scope(advice.organisation)
    require(may_advise(actor, root))
    rows = Advice.objects.select_for_update(of=("self",)).select_related("organisation")
    locked: Advice | None = rows.filter(pk=advice.pk).first()
    if locked is None:
        raise NotFound
    if locked.version != version:
        message = _("Somebody changed this advice meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": _both(locked, yours or {})})
    return locked, root


def _both(locked: Advice, yours: Mapping[str, Any]) -> dict[str, Any]:
    """Return each field, and each fact, as it was sent and as it stands."""
    plain = {name: value for name, value in yours.items() if name != "facts"}
    fields = {name: {"yours": value, "theirs": getattr(locked, name)} for name, value in plain.items()}
    for code, value in dict(yours.get("facts") or {}).items():
        fields[code] = {"yours": value, "theirs": locked.facts.get(code)}
    return fields


def _open(advice: Advice) -> None:
    if advice.decided_at is not None:
        message = _("This was decided and stays as it is: begin another to decide anew.")
        raise Conflict("decided", message)


@operation("people.change_advice")
def change_advice(advice: Advice, *, version: int, actor: Actor, **changes: Any) -> Advice:
    """Change name, facts or factors before anything is decided; facts are stated as a whole."""
    locked, root = _locked(advice, actor, version, changes)
    _open(locked)
    noted: dict[str, list[str]] = {}
    for field, value in changes.items():
        if field == "facts":
            new: Any = checked_facts(dict(value))
            noted[field] = [_shown(locked.facts), _shown(new)]
        else:
            new = _named(value) if field == "name" else _text(value, field)
            noted[field] = [getattr(locked, field), new]
        setattr(locked, field, new)
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    record(actor, _about(locked, root), noted)
    return locked


@operation("people.decide_advice")
def decide_advice(
    advice: Advice, *, decision: str, version: int, actor: Actor, review_on: dt.date | None = None
) -> Advice:
    """Keep what was advised with the decision on it, who decided and when; it can not be changed any more."""
    locked, root = _locked(advice, actor, version)
    _open(locked)
    text = _text(decision, "decision")
    if not text:
        raise Invalid(_("Say what is decided."), field="decision", code="required")
    today = day_of(locked.organisation)
    if review_on is not None and review_on <= today:
        raise Invalid(_("Choose a day that is still to come."), field="review_on", code="past")
    bounds = bounds_of(locked.organisation)
    wanted = structure(advise(locked.facts, bounds))
    locked.bounds = bounds
    locked.structure = [
        {
            "role": each.role,
            "outcome": each.outcome.value,
            "count": each.count,
            "with": each.combined_with,
            "rules": list(each.rules),
        }
        for each in wanted
    ]
    locked.decision, locked.review_on = text, review_on
    locked.decided_by, locked.decided_at, locked.decided_on = actor.name, timezone.now(), today
    locked.version += 1
    locked.save()
    record(actor, _about(locked, root), {"state": ["draft", "decided"]}, reason=text)
    return locked


@operation("people.discard_advice")
def discard_advice(advice: Advice, *, version: int, actor: Actor) -> None:
    """Throw away answers on which nothing was decided."""
    locked, root = _locked(advice, actor, version)
    _open(locked)
    record(actor, _about(locked, root), {"name": [locked.name, ""]})
    locked.delete()


@operation("people.staff_advice")
def staff_advice(
    advice: Advice, picks: Sequence[Pick], *, from_date: dt.date, version: int, actor: Actor
) -> list[Assignment]:
    """Give the advised roles to people, all of them or none: each by the rules by which any role is given.

    `Invalid` names the pick, counted from 0, that may not be, with the reason.
    """
    locked, root = _locked(advice, actor, version)
    if not picks:
        raise Invalid(_("Choose at least one person."), field="picks", code="required")
    if len(picks) > MOST_PICKS:
        raise Invalid(_("At most %(most)d at a time.") % {"most": MOST_PICKS}, field="picks", code="many")
    advised = {each.role for each in structure(advise(locked.facts)) if each.role}
    given = []
    for place, pick in enumerate(picks):
        try:
            if pick.role.code not in advised:
                raise Invalid(_("The advice does not speak of %(role)s.") % {"role": pick.role.name})
            given.append(assign_role(pick.person, pick.role, pick.scope, actor=actor, from_date=from_date))
        except RemitError as error:
            words = {"role": pick.role.name, "place": pick.scope.name, "why": error.message}
            message = _("%(role)s, %(place)s: %(why)s") % words
            raise Invalid(message, errors=[FieldError(f"picks.{place}", message, error.code)]) from error
    record(actor, _about(locked, root), {"assignments": ["", ", ".join(each.key for each in given)]})
    return given


@operation("people.change_advice_bounds")
def change_advice_bounds(
    organisation: Organisation, *, stated: Mapping[str, int], version: int, actor: Actor
) -> AdviceBounds:
    """Set thresholds of the advisor; those that are left out, or stated as the default is, take the default."""
    require(may_set_thresholds(actor))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    own = AdviceBounds.objects.filter(organisation=organisation).first()
    if (own.version if own is not None else 1) != version:
        held = {**DEFAULTS, **(own.stated if own is not None else {})}
        fields = {code: {"yours": value, "theirs": held.get(code)} for code, value in stated.items()}
        message = _("Somebody changed the thresholds meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": fields})
    by_code = {bound.code: bound for bound in BOUNDS}
    for code, value in stated.items():
        bound = by_code.get(code)
        if bound is None:
            raise Invalid(_("There is no such threshold."), field=code, code="unknown")
        if type(value) is not int or not bound.least <= value <= bound.most:
            message = _("Give a whole number from %(least)d to %(most)d.")
            raise Invalid(message % {"least": bound.least, "most": bound.most}, field=code, code="value")
    kept = {code: value for code, value in stated.items() if value != DEFAULTS[code]}
    before = own.stated if own is not None else {}
    made = own or AdviceBounds(organisation=organisation)
    made.stated, made.version = kept, version + 1
    made.save()
    changed = {
        code: [str(before.get(code, DEFAULTS[code])), str(kept.get(code, DEFAULTS[code]))]
        for code in sorted({*before, *kept})
        if before.get(code) != kept.get(code)
    }
    about = About("advice_bounds", "O-1", organisation.name, organisation.pk, root_scope(organisation).path)
    record(actor, about, changed)
    return made
