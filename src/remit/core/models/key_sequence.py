from django.db import models


class KeySequence(models.Model):
    """The last number given out for a prefix in a space (an organisation, a project)."""

    space = models.CharField(max_length=60)
    prefix = models.CharField(max_length=3)
    last_number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "prefix"], name="key_sequence_unique")]

    def __str__(self) -> str:
        return f"{self.space} {self.prefix}-{self.last_number}"
