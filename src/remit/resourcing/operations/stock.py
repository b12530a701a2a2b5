"""What there is of material: deliveries stated and taken back; and whether an amount may be given."""

import datetime as dt
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.figures import figure, in_unit, plain_figure
from remit.people.models import PoolEntry
from remit.projects.operations.parts import clean
from remit.resourcing.models import Delivery
from remit.resourcing.operations.pool import about_entry, check_seen, locked_entry, require_kept
from remit.resourcing.stock import first_day_with, free_from
from remit.resourcing.stock_queries import given_of, moves_of

LONGEST_WORDS = 200
MOST_DELIVERIES = 1000
_YEARS = range(1971, 2191)  # what calendars reach


def amount_of(value: Decimal | None, field: str = "amount") -> Decimal:
    """Return an amount of material as it is kept; `Invalid` naming `field` for nothing or less."""
    kept = figure(value, field) if value is not None else Decimal(0)
    if kept <= 0:
        raise Invalid(_("Give an amount that is more than nothing."), field=field, code="range")
    return kept


def check_stock(entry: PoolEntry, amount: Decimal, day: dt.date) -> None:
    """Raise `Conflict` where an amount of a locked entry cannot be given on a day without being missed later."""
    moves = moves_of(entry.deliveries.all(), given_of(entry))
    free = free_from(moves, day)
    if free >= amount:
        return
    words = {
        "free": in_unit(max(free, Decimal(0)), entry.measure), "wanted": in_unit(amount, entry.measure),
        "name": entry.name, "day": day.isoformat(),
    }  # fmt: skip
    later = first_day_with(moves, amount, day)
    if later is None:
        message = _(
            "Of %(name)s %(free)s are free on %(day)s, and %(wanted)s are to be given. Give less, or state "
            "the delivery that is still to come."
        )
        raise Conflict("booked", message % words)
    message = _(
        "Of %(name)s %(free)s are free on %(day)s, and %(wanted)s are to be given. Give less, or from %(later)s on."
    )
    raise Conflict("booked", message % (words | {"later": later.isoformat()}))


@operation("resourcing.add_delivery")
def add_delivery(
    entry: PoolEntry, *, amount: Decimal, day: dt.date, version: int, actor: Actor, words: str = ""
) -> Delivery:
    """State that an amount of material is there from a day on; only whoever keeps the entry may."""
    locked = locked_entry(entry)
    require_kept(actor, locked.organisation, [locked.unit])
    check_seen(locked, version, {})
    if locked.is_lent or locked.closed_on is not None:
        message = _("%(name)s is not material of the pool that is open: nothing is delivered.")
        raise Conflict("kind", message % {"name": locked.name})
    if day.year not in _YEARS:
        raise Invalid(_("Choose a day from 1971 to 2190."), field="day", code="range")
    if locked.deliveries.count() >= MOST_DELIVERIES:
        message = _(
            "At most %(most)d deliveries of one material: state the next in another entry of the pool."
        )
        raise Conflict("most", message % {"most": MOST_DELIVERIES})
    number = (locked.deliveries.aggregate(most=Max("number"))["most"] or 0) + 1
    said = clean(words, "words", LONGEST_WORDS)
    kept = amount_of(amount)
    made = Delivery.objects.create(pool=locked, number=number, amount=kept, day=day, words=said)
    locked.version += 1
    locked.save(update_fields=["version"])
    told = f"{plain_figure(kept)} {locked.measure}, {day.isoformat()}"
    record(actor, about_entry(locked), {"delivery": ["", told]}, reason=said)
    return made


@operation("resourcing.remove_delivery")
def remove_delivery(entry: PoolEntry, number: int, *, version: int, actor: Actor) -> PoolEntry:
    """Take a delivery back that is not to come, while what is given does not need it."""
    locked = locked_entry(entry)
    require_kept(actor, locked.organisation, [locked.unit])
    check_seen(locked, version, {})
    gone = locked.deliveries.filter(number=number).first()
    if gone is None:
        raise NotFound
    if free_from(moves_of(locked.deliveries.all(), given_of(locked)), gone.day) < gone.amount:
        message = _(
            "What is given needs this delivery: state the one in its place first, or have it released."
        )
        raise Conflict("needed", message)
    told = f"{plain_figure(gone.amount)} {locked.measure}, {gone.day.isoformat()}"
    gone.delete()
    locked.version += 1
    locked.save(update_fields=["version"])
    record(actor, about_entry(locked), {"delivery": [told, ""]})
    return locked
