from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from remit.accounts.permissions import Actor  # the layer above; named for the type checker alone


class AuditEventQuerySet(models.QuerySet[Any]):
    """Reads of the audit record."""

    def visible_to(self, actor: "Actor") -> "AuditEventQuerySet":
        """Return the events in scopes whose audit the actor may read."""
        return self.filter(actor.reach("audit.view", "scope_path") & actor.within())

    def about(self, object_kind: str, object_key: str) -> "AuditEventQuerySet":
        """Return the history of one object, newest first."""
        return self.filter(object_kind=object_kind, object_key=object_key).order_by("-sequence")
