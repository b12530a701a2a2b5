from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation
from remit.people.models.scope import ScopeKind


class Area(models.TextChoices):
    """What a responsibility is about, so that roles can be read and compared by it."""

    STRATEGY = "strategy", _("Strategy and direction")
    SCOPE = "scope", _("Scope and requirements")
    SCHEDULE = "schedule", _("Schedule and work")
    COST = "cost", _("Money")
    PEOPLE = "people", _("People")
    CUSTOMER = "customer", _("Customers and stakeholders")
    QUALITY = "quality", _("Quality")
    RISK = "risk", _("Risk and escalation")
    OPERATIONS = "operations", _("Operations and handover")


class Role(models.Model):
    """A role of the catalogue: what it is for, what it may decide, and what it does not answer for.

    `responsibilities` are objects with `area` (a value of `Area`, or empty) and `text`; `exclusions` are objects
    with `text` and `role`, the code of the role that answers instead, or empty. `capabilities` are the rights
    that an assignment of the role gives. `holders_per_scope` is 1 where a scope may have one holder at a time
    only, and 0 where any number may hold it. `scope_text` says in words how far the role reaches.
    `is_tailored` tells that the organisation made or changed it: a new edition of the catalogue leaves it alone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    aliases = models.JSONField(default=list, blank=True)
    family = models.CharField(max_length=60)
    purpose = models.TextField()
    focus = models.TextField(blank=True)
    scope_kind = models.CharField(max_length=16, choices=ScopeKind.choices)
    scope_text = models.CharField(max_length=200, blank=True)
    authority = models.PositiveSmallIntegerField(default=0)
    horizon = models.CharField(max_length=120, blank=True)
    responsibilities = models.JSONField(default=list)
    decisions = models.JSONField(default=list)
    exclusions = models.JSONField(default=list)
    capabilities = models.JSONField(default=list)
    holders_per_scope = models.PositiveSmallIntegerField(default=0)
    is_tailored = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["family", "-authority", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="role_code_unique"),
            models.CheckConstraint(
                condition=models.Q(authority__gte=0, authority__lte=5), name="role_authority_zero_to_five"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleVersion(models.Model):
    """What a role stated at one version, kept for good: whoever acknowledged it can read it again.

    `content` holds the fields of `people.role_content.STATED`; the present version has its row as well.
    """

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["role", "number"], name="role_version_unique")]

    def __str__(self) -> str:
        return f"{self.role_id} version {self.number}"
