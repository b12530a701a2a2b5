from django.db import models
from django.utils.translation import pgettext_lazy

from remit.people.models import Person
from remit.projects.models import Project


class ServiceState(models.TextChoices):
    """How far a handover to operations is."""

    DRAFT = "draft", pgettext_lazy("a handover to operations", "draft")
    PROPOSED = "proposed", pgettext_lazy("a handover to operations", "proposed")
    ACCEPTED = "accepted", pgettext_lazy("a handover to operations", "accepted")
    REFUSED = "refused", pgettext_lazy("a handover to operations", "refused")
    WAIVED = "waived", pgettext_lazy("a handover to operations", "waived")


class ServiceHandover(models.Model):
    """What operations run from the end of a project on, and what they need for it; `owner` answers for them."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="service_handover")
    state = models.CharField(max_length=12, choices=ServiceState.choices, default=ServiceState.DRAFT)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    service_levels = models.TextField(blank=True)
    run_cost = models.TextField(blank=True)
    known_errors = models.TextField(blank=True)
    support = models.TextField(blank=True)
    training = models.TextField(blank=True)
    spares = models.TextField(blank=True)
    warranty = models.TextField(blank=True)
    acceptance_test = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project_id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.state}"
