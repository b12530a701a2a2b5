"""Lines of a project's costs: entered once, never changed, taken back by a line against them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.costs.models import AccountKind, CostAccount, CostEntry, EntryKind
from remit.costs.operations.accounts import amount
from remit.costs.policies import may_keep_costs
from remit.people.grids import day_of
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, clean, day_so_far, locked_part, space_in
from remit.projects.operations.records import locked_project

LONGEST = {"text": 300, "supplier": 200, "reference": 100, "reason": 300}


def about(entry: CostEntry) -> About:
    """Return how the record names an entry."""
    project = entry.project
    key, label = f"{project.key}/{entry.key}", f"{entry.key} {entry.text}"[:300]
    return About("cost entry", key, label, project.organisation_id, project.scope.path)


@operation("costs.enter_cost")
def enter_cost(
    project: Project,
    *,
    account: CostAccount,
    kind: str,
    amount_minor: int,
    text: str,
    actor: Actor,
    on: dt.date | None = None,
    supplier: str = "",
    reference: str = "",
    settles: CostEntry | None = None,
) -> CostEntry:
    """Enter what was promised, is owed or was paid, of a day that has come; an actual cost may settle what was open."""
    locked = locked_project(project)
    require(may_keep_costs(actor, locked))
    check_choice(kind, EntryKind, "kind")
    held = _account(locked, account)
    if settles is not None:
        _check_settles(held, kind, settles)
    made = CostEntry(
        project=locked,
        account=held,
        kind=kind,
        on=day_so_far(locked, on, "on"),
        amount_minor=amount(amount_minor),
        text=clean(text, "text", LONGEST["text"], needed=_("Say what the money is for.")),
        supplier=clean(supplier, "supplier", LONGEST["supplier"]),
        reference=clean(reference, "reference", LONGEST["reference"]),
        settles=settles,
    )
    return _entered(made, actor)


def _entered(made: CostEntry, actor: Actor, reason: str = "") -> CostEntry:
    made.key = next_key(space_in(made.project), "CX")
    made.by_id, made.by_name = actor.person_id, actor.name[:200]
    made.entered_on = day_of(made.project.organisation)
    made.save()
    told: dict[str, Any] = {
        "account": ["", str(made.account)],
        "kind": ["", made.kind],
        "on": ["", made.on.isoformat()],
        "amount_minor": ["", made.amount_minor],
    }
    record(actor, about(made), told, reason=reason)
    return made


def _account(project: Project, account: CostAccount) -> CostAccount:
    if account.project_id != project.pk:
        raise Invalid(_("Choose an account of this project."), field="account", code="unknown")
    held = locked_part(account)
    if held.closed_on is not None:
        raise Conflict("closed", _("%(name)s is closed: open it again first.") % {"name": held})
    if held.kind != AccountKind.WORK:
        message = _("A reserve takes no costs: move budget from it to the account that needs it.")
        raise Invalid(message, field="account", code="reserve")
    return held


def _check_settles(account: CostAccount, kind: str, settles: CostEntry) -> None:
    if kind != EntryKind.ACTUAL:
        message = _("Only an actual cost settles what was promised or owed.")
        raise Invalid(message, field="settles", code="kind")
    found: Any = CostEntry.objects.filter(pk=settles.pk, account=account).with_open().first()
    if found is None or not found.open_minor:
        message = _("Choose a commitment or an accrual of this account that is still open.")
        raise Invalid(message, field="settles", code="unknown")


@operation("costs.reverse_entry")
def reverse_entry(entry: CostEntry, *, reason: str, actor: Actor) -> CostEntry:
    """Take an entry back by a line against it, saying why: an actual cost whole, of others what is still open."""
    project = locked_project(entry.project)
    require(may_keep_costs(actor, project))
    why = clean(reason, "reason", LONGEST["reason"], needed=_("Say why it is taken back."))
    found: Any = CostEntry.objects.filter(pk=entry.pk).with_open().select_related("account").get()
    if found.reverses_id is not None or CostEntry.objects.filter(reverses=found).exists():
        raise Conflict("reversed", _("It was taken back already, or takes another one back itself."))
    rest = found.amount_minor if found.kind == EntryKind.ACTUAL else found.open_minor
    if not rest:
        raise Conflict("settled", _("Nothing of it is open any more: take back what settled it."))
    if found.account.closed_on is not None:
        raise Conflict("closed", _("%(name)s is closed: open it again first.") % {"name": found.account})
    against = CostEntry(
        project=project,
        account=found.account,
        kind=found.kind,
        on=day_of(project.organisation),
        amount_minor=-rest,
        text=why,
        supplier=found.supplier,
        reference=found.reference,
        settles_id=found.settles_id,
        reverses=found,
    )
    return _entered(against, actor, why)
