from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.people.models import Person
from remit.projects.models.deliverable import Deliverable
from remit.projects.models.project import Project
from remit.projects.querysets import PartQuerySet


class Technique(models.TextChoices):
    """How requirements are collected."""

    INTERVIEW = "interview", _("Interview")
    WORKSHOP = "workshop", _("Workshop")
    SURVEY = "survey", pgettext_lazy("technique", "Survey")
    OBSERVATION = "observation", _("Observation")
    DOCUMENTS = "documents", _("Study of documents")
    PROTOTYPE = "prototype", _("Prototype")
    INTERFACES = "interfaces", _("Study of interfaces")


class Collection(models.Model):
    """A session in which requirements were collected: by which technique, with whom, and what was said."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="collections")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    technique = models.CharField(max_length=16, choices=Technique.choices)
    held_on = models.DateField()
    people = models.ManyToManyField(Person, blank=True, related_name="+")
    others = models.CharField(max_length=500, blank=True)
    notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="collection_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Need(models.Model):
    """What somebody needs, or would like to have: the reason for requirements."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="needs")
    key = models.CharField(max_length=16)
    text = models.CharField(max_length=500)
    is_want = models.BooleanField(default=False)
    whose = models.CharField(max_length=200)
    evidence = models.TextField(blank=True)
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, null=True, blank=True, related_name="needs"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="need_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.text}"


class RequirementKind(models.TextChoices):
    """What a requirement is about."""

    FUNCTION = "function", _("Function")
    QUALITY = "quality", pgettext_lazy("requirement", "Quality")
    INTERFACE = "interface", _("Interface")
    DATA = "data", _("Data")
    CONSTRAINT = "constraint", pgettext_lazy("requirement", "Constraint")
    RULE = "rule", _("Business rule")
    TRANSITION = "transition", _("Transition")


class Priority(models.TextChoices):
    """How much is lost without it (MoSCoW)."""

    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    COULD = "could", _("Could")
    WONT = "wont", _("Won't this time")


class RequirementState(models.TextChoices):
    """Where a requirement stands between its proposal and its acceptance."""

    PROPOSED = "proposed", pgettext_lazy("requirement", "proposed")
    CLARIFIED = "clarified", pgettext_lazy("requirement", "clarified")
    AGREED = "agreed", pgettext_lazy("requirement", "agreed")
    BUILT = "built", pgettext_lazy("requirement", "built")
    VERIFIED = "verified", pgettext_lazy("requirement", "verified")
    ACCEPTED = "accepted", pgettext_lazy("requirement", "accepted")
    CHANGED = "changed", pgettext_lazy("requirement", "changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("requirement", "withdrawn")


class Requirement(models.Model):
    """What a result must do or be: stated so that it can be checked, traced to its reason and to what meets it.

    `agreed_on` is the day on which it was first agreed; `wording` counts the versions of what it states.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requirements")
    key = models.CharField(max_length=16)
    foreign_id = models.CharField(max_length=200, blank=True)
    statement = models.TextField()
    kind = models.CharField(max_length=12, choices=RequirementKind.choices, default=RequirementKind.FUNCTION)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.SHOULD)
    what_if_not = models.TextField(blank=True)
    acceptance_criteria = models.TextField(blank=True)
    effort_minutes = models.PositiveIntegerField(null=True, blank=True)
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, null=True, blank=True, related_name="requirements"
    )
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=12, choices=RequirementState.choices, default=RequirementState.PROPOSED
    )
    needs = models.ManyToManyField(Need, blank=True, related_name="requirements")
    deliverables = models.ManyToManyField(Deliverable, blank=True, related_name="requirements")
    wording = models.PositiveIntegerField(default=1)
    agreed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="requirement_key_unique"),
            models.UniqueConstraint(
                fields=["project", "foreign_id"],
                condition=~Q(foreign_id=""),
                name="requirement_foreign_id_unique",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn") & Q(withdrawn_on__isnull=False))
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="requirement_withdrawn_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["project", "state"], name="requirement_by_state")]

    def __str__(self) -> str:
        return f"{self.key} {self.statement[:80]}"


class RequirementWording(models.Model):
    """What a requirement stated from a day on, who said so, and why it changed."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    statement = models.TextField()
    acceptance_criteria = models.TextField(blank=True)
    priority = models.CharField(max_length=8, choices=Priority.choices)
    said_on = models.DateField()
    by_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["requirement_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "number"], name="wording_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.number}"
