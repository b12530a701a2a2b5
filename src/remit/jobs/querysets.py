from typing import Any

from django.db import models
from django.db.models import Q

from remit.accounts.permissions import Actor


class JobQuerySet(models.QuerySet[Any]):
    """Reads of long work."""

    def visible_to(self, actor: Actor) -> "JobQuerySet":
        """Return one's own long work; all of the organisation's for whoever manages its sign-ins."""
        if actor.is_system:
            return self.filter(actor.within())
        own = Q(pk__in=[]) if actor.user_id is None else Q(owner_id=actor.user_id)
        return self.filter((own | actor.reach("account.manage", "scope_path")) & actor.within())
