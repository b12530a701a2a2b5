import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Invalid, stale
from remit.core.keys import next_key
from remit.people.models import Assignment, HandoverCause, Organisation, Person, Unit
from remit.people.operations.handovers import begin_where_due
from remit.people.operations.organisation import about_person, space_of
from remit.people.policies import may_edit_people
from remit.people.reporting_lines import circle_through

EDITABLE = (
    "name",
    "email",
    "title",
    "unit",
    "line_manager",
    "capacity_minutes_per_week",
    "joined_on",
    "left_on",
)


@operation("people.add_person")
def add_person(
    organisation: Organisation,
    *,
    name: str,
    email: str,
    actor: Actor,
    title: str = "",
    unit: Unit | None = None,
    joined_on: dt.date | None = None,
    **more: Any,
) -> Person:
    """Add somebody to the organisation; being added gives no right and no sign-in."""
    require(may_edit_people(actor))
    person = Person(
        organisation=organisation,
        name=name.strip(),
        email=email.strip().lower(),
        title=title,
        unit=unit,
        joined_on=joined_on,
        **more,
    )
    _check_address(person.email)
    _check(person)
    person.key = next_key(space_of(organisation.pk), "U")
    person.save(force_insert=True)
    record(actor, about_person(person), {"name": ["", person.name], "title": ["", title]})
    return person


def _check_address(address: str) -> None:
    """Refuse what is no address, whoever asks: mail goes to it."""
    try:
        validate_email(address)
    except ValidationError as error:
        message = _("Give an e-mail address such as name@example.org.")
        raise Invalid(message, field="email", code="address") from error


def _check(person: Person) -> None:
    if not person.name:
        raise Invalid(_("Give the person a name."), field="name", code="required")
    same = Person.objects.filter(organisation_id=person.organisation_id, email__iexact=person.email)
    if same.exclude(pk=person.pk).exists():
        message = _("%(email)s belongs to somebody here already: give another address.") % {
            "email": person.email
        }
        raise Invalid(message, field="email", code="taken")
    if person.unit is not None and person.unit.organisation_id != person.organisation_id:
        raise Invalid(_("The unit belongs to another organisation."), field="unit", code="elsewhere")
    if person.unit is not None and person.unit.closed_on is not None and person.left_on is None:
        message = _("%(name)s is closed.") % {"name": person.unit.name}
        raise Invalid(message, field="unit", code="closed")
    manager = person.line_manager
    if manager is not None and manager.organisation_id != person.organisation_id:
        raise Invalid(
            _("The line manager belongs to another organisation."), field="line_manager", code="elsewhere"
        )
    if person.line_manager_id is not None and person.line_manager_id == person.pk:
        raise Invalid(_("Nobody is their own line manager."), field="line_manager", code="self")
    if person.joined_on and person.left_on and person.left_on < person.joined_on:
        raise Invalid(
            _("The last day lies before the first: choose a later one."), field="left_on", code="order"
        )


def _check_no_circle(person: Person) -> None:
    """Refuse a line manager who reports to the person, over however many others."""
    if person.line_manager_id is None:
        return
    rows = Person.objects.filter(organisation_id=person.organisation_id).exclude(line_manager=None)
    above = dict(rows.values_list("pk", "line_manager_id"))
    way = circle_through({**above, person.pk: person.line_manager_id}, person.pk)
    if way:
        names = dict(Person.objects.filter(pk__in=way).values_list("pk", "name"))
        shown = " → ".join(names[each] for each in [*way, person.pk])
        message = _("The line managers would form a circle: %(names)s. Name somebody else.")
        raise Invalid(message % {"names": shown}, field="line_manager", code="circle")


@operation("people.change_person")
def change_person(person: Person, *, version: int, actor: Actor, **changes: Any) -> Person:
    """Change fields of `EDITABLE`; a stale `version` is refused with both values."""
    require(may_edit_people(actor))
    if changes.get("line_manager") is not None:
        # lines are changed by one at a time, so that no two changes close a circle
        Organisation.objects.select_for_update().get(pk=person.organisation_id)
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if locked.version != version:
        raise stale(_("Somebody changed this person meanwhile."), changes, locked, str)
    before = {name: str(getattr(locked, name) or "") for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.name, locked.email = locked.name.strip(), locked.email.strip().lower()
    if "email" in changes:
        _check_address(locked.email)
    _check(locked)
    _check_no_circle(locked)
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    record(
        actor,
        about_person(locked),
        {name: [before[name], str(value or "")] for name, value in changes.items()},
    )
    if changes.get("left_on") is not None and before["left_on"] != str(locked.left_on):
        for held in Assignment.objects.filter(person=locked, ended_at=None, is_next=False).order_by("pk"):
            begin_where_due(held, HandoverCause.LEFT, locked.left_on)
    return locked
