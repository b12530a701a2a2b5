from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation
from remit.people.models.person import Person
from remit.people.models.scope import Scope
from remit.people.querysets import DecisionQuerySet


class DecisionState(models.TextChoices):
    """How far a request for a decision is."""

    WAITING = "waiting", _("waiting")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DecisionRequest(models.Model):
    """Somebody asks for a decision at a scope: what, for how much money, for how many working days of delay.

    Who decides while it waits follows from the assignments of the day; it is not kept. Once decided, `facts` holds
    what the decider saw: the request and its version, and the line of people with the reason why each did not
    decide. `decided_in` names the assignment in which it was decided, `as_deputy` that its holder was away.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="decisions")
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="decisions")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    about = models.CharField(max_length=60, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asked_decisions")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=DecisionState.choices, default=DecisionState.WAITING)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="taken_decisions"
    )
    decided_in = models.CharField(max_length=16, blank=True)
    as_deputy = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="decision_key_unique"),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gte=0),
                name="decision_amount_positive",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="decision_not_by_who_asked",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="decision_by_state")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
