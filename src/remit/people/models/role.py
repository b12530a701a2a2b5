from django.db import models

from remit.people.models.organisation import Organisation
from remit.people.models.scope import ScopeKind


class Role(models.Model):
    """A role of the catalogue: what it is for, what it may decide, and what it does not answer for.

    `capabilities` are the rights that an assignment of the role gives. `holders_per_scope` is 1 where a scope
    may have one holder at a time only, and 0 where any number may hold it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    family = models.CharField(max_length=60)
    purpose = models.TextField()
    focus = models.TextField(blank=True)
    scope_kind = models.CharField(max_length=16, choices=ScopeKind.choices)
    authority = models.PositiveSmallIntegerField(default=0)
    horizon = models.CharField(max_length=120, blank=True)
    responsibilities = models.JSONField(default=list)
    decisions = models.JSONField(default=list)
    exclusions = models.JSONField(default=list)
    capabilities = models.JSONField(default=list)
    holders_per_scope = models.PositiveSmallIntegerField(default=0)
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
