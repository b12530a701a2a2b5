from django.db import models

from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet


class RequirementImport(models.Model):
    """What one file of requirements brought into a project, so that it can be taken back as a whole.

    `made` lists the primary key and the key of each requirement that it stated.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requirement_imports")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    imported_by_key = models.CharField(max_length=60)
    imported_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    made = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="requirement_import_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.file_name}"
