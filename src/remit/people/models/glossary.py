from django.db import models

from remit.people.models.organisation import Organisation


class Term(models.Model):
    """A word that people understand differently: its definitions stand below it, one of them holds here."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="terms")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=80)
    # other words for the same, as people write them
    aliases = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="term_slug_unique"),
            models.UniqueConstraint(fields=["organisation", "name"], name="term_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Definition(models.Model):
    """One meaning of a term with the source that gives it; one of a term is the organisation's own choice."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="definitions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=200)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["term", "position"], name="definition_position_unique"),
            models.UniqueConstraint(
                fields=["term"], condition=models.Q(is_chosen=True), name="definition_one_chosen"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
