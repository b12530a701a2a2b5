"""Fields whose values the record keeps but shows only to those who may see the field itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from remit.audit.models import AuditEvent
from remit.core.registries import Registry

if TYPE_CHECKING:
    from remit.accounts.permissions import Actor  # the layer above; named for the type checker alone


@dataclass(frozen=True, slots=True)
class GuardedField:
    """A field of a kind of object that takes `capability` to be seen, in the record as elsewhere."""

    object_kind: str
    name: str
    capability: str


guarded_fields: Registry[GuardedField] = Registry()


def visible_changes(event: AuditEvent, actor: "Actor") -> Mapping[str, Any]:
    """Return what an event changed; both values of a field that the actor may not see are None."""
    hidden = {
        field.name
        for field in guarded_fields
        if field.object_kind == event.object_kind and not actor.can(field.capability, event.scope_path)
    }
    return {name: [None, None] if name in hidden else both for name, both in event.changes.items()}
