from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.meetings.models import LoggedDecision
from remit.people.models import Person
from remit.planning.models import Baseline
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet
from remit.scenarios.models import Scenario


class Cause(models.TextChoices):
    """Why something changes that was agreed: what is counted shows where to begin."""

    UNCLEAR_SCOPE = "unclear-scope", _("Unclear scope")
    WEAK_CONTROL = "weak-control", _("Weak change control")
    PRESSURE = "stakeholder-pressure", _("Pressure by stakeholders")
    GOLD_PLATING = "gold-plating", _("Gold plating")
    LATE_DISCOVERY = "late-discovery", _("Late discovery")
    ESTIMATE_ERROR = "estimate-error", _("Error of estimate")
    REGULATION = "regulation", _("Regulation")


class ChangeKind(models.TextChoices):
    """What is asked to be otherwise in the first place."""

    SCOPE = "scope", pgettext_lazy("kind of change", "Scope")
    TIME = "time", pgettext_lazy("kind of change", "Time")
    COST = "cost", pgettext_lazy("kind of change", "Cost")
    QUALITY = "quality", pgettext_lazy("kind of change", "Quality")


class ChangeState(models.TextChoices):
    """How far a request has come."""

    DRAFT = "draft", pgettext_lazy("state of a change", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a change", "Submitted")
    ASSESSED = "assessed", pgettext_lazy("state of a change", "Assessed")
    APPROVED = "approved", pgettext_lazy("state of a change", "Approved")
    REJECTED = "rejected", pgettext_lazy("state of a change", "Rejected")
    DEFERRED = "deferred", pgettext_lazy("state of a change", "Deferred")
    IMPLEMENTED = "implemented", pgettext_lazy("state of a change", "Implemented")
    VERIFIED = "verified", pgettext_lazy("state of a change", "Verified")
    CLOSED = "closed", pgettext_lazy("state of a change", "Closed")


def _person(name: str) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name=name)


class ChangeRequest(models.Model):
    """What somebody asks to be otherwise than agreed, what that would do, and what was decided on it.

    `owner` assesses it. Impacts are against the plan as it stood: days and work later or more are above zero, None is
    not stated yet. `decision` is its line in the log, which keeps how the project stood; `decided_facts` are what was
    stated of the change then, and the line of authority. One that was approved in an emergency is to be ratified
    until `ratify_by`. `computed` is what the engine found of `scenario`, on a copy of the plan, when it was assessed
    with it; `baseline` is the first that holds the change.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    description = models.TextField()
    reason = models.TextField()
    cause = models.CharField(max_length=24, choices=Cause.choices)
    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    raised_by = _person("changes_raised")
    raised_on = models.DateField()
    state = models.CharField(max_length=16, choices=ChangeState.choices, default=ChangeState.DRAFT)
    days = models.IntegerField(null=True, blank=True)
    cost_minor = models.BigIntegerField(null=True, blank=True)
    work_minutes = models.BigIntegerField(null=True, blank=True)
    scope_impact = models.TextField(blank=True)
    risk_impact = models.TextField(blank=True)
    quality_impact = models.TextField(blank=True)
    benefit_impact = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    assessed_by = _person("changes_assessed")
    decided_by = _person("changes_decided")
    decided_on = models.DateField(null=True, blank=True)
    decided_words = models.TextField(blank=True)
    decision = models.ForeignKey(
        LoggedDecision, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    decided_facts = models.JSONField(default=dict, blank=True)
    deferred_to = models.DateField(null=True, blank=True)
    is_emergency = models.BooleanField(default=False)
    ratify_by = models.DateField(null=True, blank=True)
    ratified_by = _person("changes_ratified")
    ratified_on = models.DateField(null=True, blank=True)
    ratified_words = models.TextField(blank=True)
    implemented_by = _person("changes_implemented")
    implemented_on = models.DateField(null=True, blank=True)
    implemented_words = models.TextField(blank=True)
    verified_by = _person("changes_verified")
    verified_on = models.DateField(null=True, blank=True)
    verified_words = models.TextField(blank=True)
    scenario = models.ForeignKey(
        Scenario, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    computed = models.JSONField(default=dict, blank=True)
    baseline = models.ForeignKey(
        Baseline, on_delete=models.SET_NULL, null=True, blank=True, related_name="changes"
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="change_key_unique"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted"))
                | Q(days__isnull=False, cost_minor__isnull=False),
                name="change_assessed_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_emergency=False) | Q(ratify_by__isnull=False), name="change_emergency_dated"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner"], condition=~Q(state__in=("rejected", "closed")), name="change_open_by_owner"
            )
        ]
        verbose_name = _("change request")

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def awaits_ratification(self) -> bool:
        """Return whether it was approved in an emergency and nobody with the authority has answered for it yet."""
        return self.is_emergency and self.ratified_on is None and self.state != ChangeState.REJECTED


class ChangeItem(models.Model):
    """Work on an activity that a change lets in: minutes more than the baseline has, below zero where less."""

    change = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="items")
    activity_key = models.CharField(max_length=16)
    name = models.CharField(max_length=300)
    minutes = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["change", "activity_key"], name="change_item_once")]

    def __str__(self) -> str:
        return f"{self.activity_key} in {self.change_id}"


class ScopeCorrection(models.Model):
    """A difference between plan and baseline that somebody accepted as a correction, with the reason: no new scope."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="scope_corrections")
    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="corrections")
    activity_key = models.CharField(max_length=16)
    name = models.CharField(max_length=300)
    minutes = models.BigIntegerField()
    reason = models.TextField()
    by = _person("scope_corrections")
    by_name = models.CharField(max_length=200)
    on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.activity_key}: {self.minutes}"
