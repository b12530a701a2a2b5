"""What is changed about a unit once it exists."""

from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.models import Person, Unit
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_edit_people


@operation("people.name_head")
def name_head(unit: Unit, head: Person | None, *, version: int, actor: Actor) -> Unit:
    """Say who heads a unit, or that nobody does; being head gives no right by itself."""
    require(may_edit_people(actor))
    rows: Any = Unit.objects.select_for_update(of=("self",)).select_related("head", "organisation")
    locked: Unit = rows.get(pk=unit.pk)
    if head is not None and head.organisation_id != locked.organisation_id:
        raise Invalid(_("The head of a unit belongs to the same organisation."), field="head")
    if locked.version != version:
        raise Conflict("stale", _("Somebody changed this unit meanwhile: load the page again."))
    before = locked.head.name if locked.head else ""
    locked.head = head
    locked.version += 1
    locked.save(update_fields=["head", "version"])
    path = root_scope(locked.organisation).path
    about = About("unit", locked.key, locked.name, locked.organisation_id, path)
    record(actor, about, {"head": [before, head.name if head else ""]})
    return locked
