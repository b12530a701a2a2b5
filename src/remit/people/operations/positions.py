"""Positions: a place in a unit that somebody fills or that is vacant, and what it reports to."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Invalid, stale
from remit.core.keys import next_key
from remit.people.models import Organisation, Person, Position, Unit
from remit.people.operations.organisation import root_scope, space_of
from remit.people.policies import may_edit_organisation
from remit.people.reporting_lines import circle_through

FIELDS = ("title", "unit", "holder", "reports_to", "from_date", "to_date")
LONGEST_TITLE = 120


def about_position(position: Position) -> About:
    """Return how the record names a position."""
    path = root_scope(position.organisation).path
    return About("position", position.key, position.title, position.organisation_id, path)


@operation("people.add_position")
def add_position(
    organisation: Organisation,
    *,
    title: str,
    unit: Unit,
    from_date: dt.date,
    actor: Actor,
    holder: Person | None = None,
    reports_to: Position | None = None,
    to_date: dt.date | None = None,
) -> Position:
    """Add a position to a unit, filled or vacant; it gives its holder no right."""
    require(may_edit_organisation(actor))
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    position = Position(
        organisation=locked,
        title=title.strip(),
        unit=unit,
        holder=holder,
        reports_to=reports_to,
        from_date=from_date,
        to_date=to_date,
    )
    _check(position, set(FIELDS))
    position.key = next_key(space_of(locked.pk), "PS")
    position.save(force_insert=True)
    stated = {name: ["", _shown(getattr(position, name))] for name in FIELDS if getattr(position, name)}
    record(actor, about_position(position), stated)
    return position


@operation("people.change_position")
def change_position(position: Position, *, version: int, actor: Actor, **changes: Any) -> Position:
    """Change fields of `FIELDS`; a stale `version` is refused with both values."""
    require(may_edit_organisation(actor))
    if unknown := sorted(changes.keys() - set(FIELDS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    # lines are changed by one at a time, so that no two changes close a circle
    Organisation.objects.select_for_update().get(pk=position.organisation_id)
    rows: Any = Position.objects.select_for_update(of=("self",))
    locked: Position = rows.select_related("organisation", "unit", "holder", "reports_to").get(pk=position.pk)
    if locked.version != version:
        message = _("Somebody changed this position meanwhile: load the page again.")
        raise stale(message, changes, locked, _shown)
    before = {name: _shown(getattr(locked, name)) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value.strip() if name == "title" else value)
    _check(locked, set(changes))
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    record(
        actor,
        about_position(locked),
        {name: [before[name], _shown(getattr(locked, name))] for name in changes},
    )
    return locked


def _shown(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value or "")


def _check(position: Position, stated: set[str]) -> None:
    """Refuse what no position may be; what stands already is only judged where it is stated anew."""
    if not position.title:
        raise Invalid(_("Give the position a title."), field="title", code="required")
    if len(position.title) > LONGEST_TITLE:
        message = _("At most %(longest)d characters, these are %(count)d.")
        words = {"longest": LONGEST_TITLE, "count": len(position.title)}
        raise Invalid(message % words, field="title", code="long")
    if position.to_date is not None and position.to_date < position.from_date:
        raise Invalid(
            _("The last day lies before the first: choose a later one."), field="to_date", code="order"
        )
    if "unit" in stated:
        _check_unit(position)
    if "holder" in stated and position.holder is not None:
        _check_holder(position, position.holder)
    if "reports_to" in stated and position.reports_to is not None:
        _check_line(position, position.reports_to)
    if position.to_date is not None and "to_date" in stated and not position._state.adding:  # noqa: SLF001 - Django's own word for it
        below = position.below.filter(to_date=None)
        if below.exists():
            names = ", ".join(str(each) for each in below[:5])
            message = _("These report to it: %(names)s. Let them report to another first.")
            raise Invalid(message % {"names": names}, field="to_date", code="in_use")


def _check_unit(position: Position) -> None:
    if position.unit.organisation_id != position.organisation_id:
        raise Invalid(_("The unit belongs to another organisation."), field="unit", code="elsewhere")
    if position.unit.closed_on is not None and position.to_date is None:
        raise Invalid(_("%(name)s is closed.") % {"name": position.unit.name}, field="unit", code="closed")


def _check_holder(position: Position, holder: Person) -> None:
    if holder.organisation_id != position.organisation_id:
        message = _("Whoever fills a position belongs to the same organisation.")
        raise Invalid(message, field="holder", code="elsewhere")
    if holder.left_on is not None and position.to_date is None:
        raise Invalid(_("%(name)s has left.") % {"name": holder.name}, field="holder", code="left")


def _check_line(position: Position, above: Position) -> None:
    if above.organisation_id != position.organisation_id:
        message = _("The position above belongs to another organisation.")
        raise Invalid(message, field="reports_to", code="elsewhere")
    if above.pk == position.pk:
        raise Invalid(_("No position reports to itself."), field="reports_to", code="self")
    ends = Position.objects.values_list("to_date", flat=True).get(pk=above.pk)  # as it stands by now
    if ends is not None and position.to_date is None:
        message = _("%(title)s ends on %(day)s: choose a position that stays.")
        words = {"title": above.title, "day": ends.isoformat()}
        raise Invalid(message % words, field="reports_to", code="closed")
    if position._state.adding:  # noqa: SLF001 - Django's own word for it
        return
    rows = Position.objects.filter(organisation_id=position.organisation_id).exclude(reports_to=None)
    lines = {**dict(rows.values_list("pk", "reports_to_id")), position.pk: above.pk}
    if way := circle_through(lines, position.pk):
        titles = dict(Position.objects.filter(pk__in=way).values_list("pk", "title"))
        shown = " → ".join(titles[each] for each in [*way, position.pk])
        message = _("The positions would form a circle: %(names)s. Name another.")
        raise Invalid(message % {"names": shown}, field="reports_to", code="circle")
