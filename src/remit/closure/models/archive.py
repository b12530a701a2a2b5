from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.closure.querysets import ArchiveQuerySet
from remit.people.models import Organisation, Person
from remit.projects.models import Project


class ArchiveState(models.TextChoices):
    """Whether the file of an archive is kept: it is deleted only after its time, and by two people."""

    KEPT = "kept", pgettext_lazy("of an archive", "kept")
    PROPOSED = "deletion-proposed", _("deletion is proposed")
    DELETED = "deleted", pgettext_lazy("of an archive", "deleted")


class Archive(models.Model):
    """The archive of a project: one file that nobody changes, what it holds and leaves out, until when it is kept.

    `file_name` is the name under which it is stored, `holds` what not everybody may see of it (`registries.Kept`),
    `sha256` the hash of the whole file. While `hold_reason` is stated nothing deletes it. Of a deleted one the row
    stays.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="archives")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="archives")
    key = models.CharField(max_length=16)
    made_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by_name = models.CharField(max_length=200)
    file_name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField()
    holds = models.JSONField(default=list)
    retain_until = models.DateField()
    state = models.CharField(max_length=20, choices=ArchiveState.choices, default=ArchiveState.KEPT)
    hold_reason = models.TextField(blank=True)
    hold_by_name = models.CharField(max_length=200, blank=True)
    hold_on = models.DateField(null=True, blank=True)
    deletion_reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_on = models.DateField(null=True, blank=True)
    deleted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deleted_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="archive_key_unique"),
            models.CheckConstraint(
                condition=Q(retain_until__gte=F("made_on")), name="archive_kept_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(hold_reason="") | Q(state="kept"), name="archive_on_hold_is_kept"
            ),
            models.CheckConstraint(
                condition=~Q(state="deleted")
                | (Q(deleted_by__isnull=False) & ~Q(deleted_by=F("proposed_by"))),
                name="archive_deleted_by_a_second",
            ),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="archive_by_project")]

    def __str__(self) -> str:
        return f"{self.key} {self.project_id}"
