from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Organisation, Person
from remit.projects.models.project import Phase, Project


class MethodVersion(models.Model):
    """A version of a method that an organisation has edited; the standard ones are version 1 of their code.

    `content` holds name, summary and stages, as `projects.life_content` describes them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="methods")
    code = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.TextField()
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["organisation_id", "code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code", "number"], name="method_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class ProjectLife(models.Model):
    """The life of one project: its own copy of a method, and the stage in which it stands.

    `project_class` is the authority that a decider at its gates needs; None lets it follow from the budget.
    `documents` says by stage and name where a document lies and who said so.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="life")
    method = models.SlugField(max_length=40)
    method_version = models.PositiveIntegerField()
    content = models.JSONField()
    stage = models.SlugField(max_length=40)
    project_class = models.PositiveSmallIntegerField(null=True, blank=True)
    tailored = models.TextField(blank=True)
    documents = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(project_class__isnull=True) | Q(project_class__range=(1, 5)),
                name="life_class_range",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage}"


class GateState(models.TextChoices):
    """How far the review of a gate is."""

    OPEN = "open", pgettext_lazy("of a gate review", "waits for a decision")
    DECIDED = "decided", _("decided")
    WITHDRAWN = "withdrawn", _("withdrawn")


class GateAnswer(models.TextChoices):
    """What a decider answers at a gate."""

    GO = "go", pgettext_lazy("at a gate", "Go")
    CONDITIONAL = "conditional", pgettext_lazy("at a gate", "Go, with conditions")
    HOLD = "hold", pgettext_lazy("at a gate", "Hold")
    REWORK = "rework", pgettext_lazy("at a gate", "Rework")
    STOP = "stop", pgettext_lazy("at a gate", "Stop")


class GateReview(models.Model):
    """One review of one gate: what was asked, each criterion with its evidence, the decision and what was seen.

    `criteria` is a list of text, fact (a code, or nothing where people judge), `is_met`, evidence, by, on.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="gate_reviews")
    number = models.PositiveIntegerField()
    gate = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    stage = models.SlugField(max_length=40)
    note = models.TextField(blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    criteria = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_gates"
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=GateState.choices, default=GateState.OPEN)
    answer = models.CharField(max_length=12, choices=GateAnswer.choices, blank=True)
    words = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_gates"
    )
    decided_on = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="gate_number_unique"),
            models.UniqueConstraint(fields=["project"], condition=Q(state="open"), name="gate_one_open"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="gate_not_by_who_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.number}"


class GateCondition(models.Model):
    """What must be done after a conditional go: by whom, by when, and how it was met."""

    review = models.ForeignKey(GateReview, on_delete=models.CASCADE, related_name="conditions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=400)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="gate_conditions")
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    met_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="gate_condition_unique")]

    def __str__(self) -> str:
        return self.text


class LifeStep(models.Model):
    """One dated step of a project's life: into which phase and stage, by whom, why, and at which gate."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    day = models.DateField()
    from_phase = models.CharField(max_length=16, choices=Phase.choices)
    to_phase = models.CharField(max_length=16, choices=Phase.choices)
    stage = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    by_key = models.CharField(max_length=60)
    by_name = models.CharField(max_length=200)
    review = models.ForeignKey(
        GateReview, on_delete=models.SET_NULL, null=True, blank=True, related_name="steps"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["project", "-id"], name="life_step_by_project")]

    def __str__(self) -> str:
        return f"{self.from_phase} - {self.to_phase}"
