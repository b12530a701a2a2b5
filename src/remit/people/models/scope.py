from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation
from remit.people.querysets import ScopeQuerySet


class ScopeKind(models.TextChoices):
    """What a scope is the scope of."""

    ORGANISATION = "organisation", _("Organisation")
    PORTFOLIO = "portfolio", _("Portfolio")
    PROGRAMME = "programme", _("Programme")
    PROJECT = "project", _("Project")
    PRODUCT = "product", _("Product")
    TEAM = "team", _("Team")
    BACKLOG = "backlog", _("Backlog")
    CLIENT = "client", _("Client")
    SITE = "site", _("Site")


# what can be held at a scope of a kind: in a project also what belongs to its teams, backlogs, sites and clients
HELD_WITHIN = {
    ScopeKind.PROJECT.value: (
        ScopeKind.PROJECT.value,
        ScopeKind.TEAM.value,
        ScopeKind.BACKLOG.value,
        ScopeKind.SITE.value,
        ScopeKind.CLIENT.value,
    ),
    ScopeKind.ORGANISATION.value: tuple(ScopeKind.values),
}


class Scope(models.Model):
    """Where a role holds: a node in the organisation's tree; what is given here is given below as well.

    `path` is the keys of all nodes down to this one, such as `/1/5/`; it is set when the node is made.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="scopes")
    kind = models.CharField(max_length=16, choices=ScopeKind.choices)
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=400, unique=True)
    is_active = models.BooleanField(default=True)

    objects = ScopeQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="scope_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"
