from django.db import models

from remit.people.models import Organisation


class PeopleImport(models.Model):
    """What one file of people added and changed, so that it can be shown and taken back as a whole.

    `changes` lists `{person, key, name, row, added, version, fields}`: `person` is a primary key, `version` the
    one that the import left, `fields` maps each field to `[before, after]` as people read it. `before` holds for
    each changed person the columns as they stood, by primary key.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people_imports")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    file_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    imported_by_key = models.CharField(max_length=60)
    imported_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    ignored = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["organisation_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="people_import_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.file_name}"
