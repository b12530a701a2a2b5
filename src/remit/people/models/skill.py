from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation
from remit.people.models.person import Person


class Level(models.IntegerChoices):
    """How well somebody can do something."""

    NONE = 0, _("not at all")
    BASICS = 1, _("knows the basics")
    GUIDED = 2, _("with guidance")
    ALONE = 3, _("alone")
    GUIDES = 4, _("guides others")
    LEADS = 5, _("sets the standard")


class Skill(models.Model):
    """Something that people of the organisation can do, more or less well."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="skills")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    area = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=300, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="skill_key_unique"),
            models.UniqueConstraint("organisation", Lower("name"), name="skill_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class SkillLevel(models.Model):
    """How well a person can do something, who says so, and since when it is said."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skill_levels")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    assessed_on = models.DateField()
    assessed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessed_levels"
    )
    assessed_by_name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["skill__area", "skill__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="skill_level_once"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=5), name="skill_level_0_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} of {self.person_id}: {self.level}"


class Certificate(models.Model):
    """A paper that somebody holds until it expires. It is no role and gives no right.

    `reminded_days` is how many days before its end the holder was last reminded; None where not yet.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    issuer = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    reminded_days = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["expires_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="certificate_key_unique"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="certificate_expires_after_issue",
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="certificate_by_expiry")]

    def __str__(self) -> str:
        return self.name
