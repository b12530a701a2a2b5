from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.meetings.models import Action
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet

LONGEST_LINE = 500


class RiskKind(models.TextChoices):
    """Whether what may happen is unwanted or wanted."""

    THREAT = "threat", _("Threat")
    OPPORTUNITY = "opportunity", _("Opportunity")


class Category(models.TextChoices):
    """Where a risk comes from."""

    TECHNICAL = "technical", _("Technical")
    REQUIREMENTS = "requirements", _("Requirements and scope")
    PEOPLE = "people", _("People and skills")
    SUPPLIERS = "suppliers", _("Suppliers and contracts")
    ORGANISATION = "organisation", _("Organisation and decisions")
    PLANNING = "planning", _("Estimates and plan")
    MONEY = "money", pgettext_lazy("category of risks", "Money")
    LAW = "law", _("Law, safety and environment")
    OUTSIDE = "outside", _("Market, weather and others outside")


class RiskState(models.TextChoices):
    """How far a risk is dealt with."""

    DRAFT = "draft", pgettext_lazy("state of a risk", "Draft")
    OPEN = "open", pgettext_lazy("state of a risk", "Open")
    ASSESSED = "assessed", pgettext_lazy("state of a risk", "Assessed")
    PLANNED = "response-planned", _("Response planned")
    MONITORED = "monitored", _("Monitored")
    CLOSED = "closed", pgettext_lazy("state of a risk", "Closed")


class Outcome(models.TextChoices):
    """Why a risk is closed."""

    EXPIRED = "expired", _("Expired")
    AVOIDED = "avoided", _("Avoided")
    OCCURRED = "occurred", _("It occurred")


class Strategy(models.TextChoices):
    """How a risk is answered; `scoring.STRATEGIES` says which are for threats and which for opportunities."""

    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    TRANSFER = "transfer", _("Transfer")
    EXPLOIT = "exploit", _("Exploit")
    ENHANCE = "enhance", _("Enhance")
    SHARE = "share", _("Share")
    ACCEPT = "accept", pgettext_lazy("response to a risk", "Accept")
    CONTINGENCY = "contingency", _("Prepare a contingent plan")


class Risk(models.Model):
    """What may happen to a project, wanted or not: cause, event and effect, with one owner.

    Bands and score are those of the assessment, measured against `scale_budget_minor` and `scale_days` as they were
    then. Impacts are sizes above zero; `emv_minor` and `residual_emv_minor` carry the sign, minus for a threat.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="risks")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=RiskKind.choices, default=RiskKind.THREAT)
    category = models.CharField(max_length=16, choices=Category.choices)
    cause = models.CharField(max_length=LONGEST_LINE)
    event = models.CharField(max_length=LONGEST_LINE)
    effect = models.CharField(max_length=LONGEST_LINE)
    trigger = models.CharField(max_length=LONGEST_LINE, blank=True)
    note = models.TextField(blank=True)
    near_from = models.DateField(null=True, blank=True)
    near_to = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="risks")
    raised_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="risks_raised"
    )
    raised_on = models.DateField()
    state = models.CharField(max_length=16, choices=RiskState.choices, default=RiskState.DRAFT)
    probability = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    cost_minor = models.BigIntegerField(null=True, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    probability_band = models.PositiveSmallIntegerField(null=True, blank=True)
    cost_band = models.PositiveSmallIntegerField(null=True, blank=True)
    days_band = models.PositiveSmallIntegerField(null=True, blank=True)
    impact_band = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    emv_minor = models.BigIntegerField(null=True, blank=True)
    scale_budget_minor = models.BigIntegerField(null=True, blank=True)
    scale_days = models.PositiveIntegerField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    strategy = models.CharField(max_length=16, choices=Strategy.choices, blank=True)
    response = models.TextField(blank=True)
    response_cost_minor = models.BigIntegerField(null=True, blank=True)
    residual_probability = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    residual_cost_minor = models.BigIntegerField(null=True, blank=True)
    residual_days = models.PositiveIntegerField(null=True, blank=True)
    residual_cost_band = models.PositiveSmallIntegerField(null=True, blank=True)
    residual_days_band = models.PositiveSmallIntegerField(null=True, blank=True)
    residual_score = models.PositiveSmallIntegerField(null=True, blank=True)
    residual_emv_minor = models.BigIntegerField(null=True, blank=True)
    residual_reason = models.CharField(max_length=LONGEST_LINE, blank=True)
    review_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_words = models.TextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="risk_key_unique"),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__range=(0, 1)),
                name="risk_probability_range",
            ),
            models.CheckConstraint(
                condition=Q(residual_probability__isnull=True) | Q(residual_probability__range=(0, 1)),
                name="risk_residual_range",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False, outcome__in=Outcome.values)
                | (~Q(state="closed") & Q(closed_on=None, outcome="")),
                name="risk_closed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], condition=~Q(state="closed"), name="risk_open_by_owner"),
            models.Index(fields=["review_on"], condition=~Q(state="closed"), name="risk_review_waiting"),
        ]
        verbose_name = _("risk")

    def __str__(self) -> str:
        return f"{self.key} {self.event}"


class RiskAction(models.Model):
    """That an action of a project answers a risk."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="answers")
    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="answers_risk")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action_id} for {self.risk_id}"
