from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.people.models.organisation import Organisation
from remit.people.models.person import Person
from remit.people.models.role import Role
from remit.people.models.skill import Skill
from remit.people.querysets import GrowthQuerySet


class Seniority(models.TextChoices):
    """How long somebody is in a trade, as far as what is expected depends on it."""

    ANY = "any", _("any")
    JUNIOR = "junior", _("junior")
    EXPERIENCED = "experienced", _("experienced")
    SENIOR = "senior", _("senior")


class Met(models.IntegerChoices):
    """How far an expectation is met."""

    NOT_YET = 1, _("not yet")
    PARTLY = 2, _("in part")
    MET = 3, _("as expected")
    BEYOND = 4, _("beyond it")


class RoleProfile(models.Model):
    """Which skills a role takes and how well; apart from the role, so that nobody must read the role again for it."""

    role = models.OneToOneField(Role, on_delete=models.CASCADE, related_name="profile")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"profile of {self.role_id}"


class RoleSkill(models.Model):
    """How well a role takes a skill; a skill that it does not take has no row."""

    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="wanted")
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["skill__area", "skill__name"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "skill"], name="role_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="role_skill_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} at {self.level}"


class ExpectationTemplate(models.Model):
    """What is expected of whoever holds a role, line by line; `items` are texts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="expectations")
    key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="expectations")
    seniority = models.CharField(max_length=12, choices=Seniority.choices, default=Seniority.ANY)
    items = models.JSONField(default=list)
    retired_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["role__name", "seniority", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="expectation_key_unique"),
            models.UniqueConstraint(
                fields=["role", "seniority"],
                condition=Q(retired_on__isnull=True),
                name="expectation_one_of_a_role_and_seniority",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExpectationReview(models.Model):
    """How somebody meets what is expected, seen by themselves and by their line manager, and by nobody else.

    `items` are the texts as they stood when it was begun.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reviews")
    key = models.CharField(max_length=16)
    template = models.ForeignKey(ExpectationTemplate, on_delete=models.PROTECT, related_name="reviews")
    name = models.CharField(max_length=120)
    items = models.JSONField(default=list)
    begun_on = models.DateField()

    objects = GrowthQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="review_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class ReviewSide(models.Model):
    """One of the two views in a review: `levels` are values of `Met` or None, one for each item.

    The other of the two sees it once it is done.
    """

    review = models.ForeignKey(ExpectationReview, on_delete=models.CASCADE, related_name="sides")
    is_own = models.BooleanField()
    levels = models.JSONField(default=list)
    note = models.TextField(blank=True)
    by_name = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-is_own"]
        constraints = [models.UniqueConstraint(fields=["review", "is_own"], name="review_side_once")]

    def __str__(self) -> str:
        return f"{'own' if self.is_own else 'lead'} side of {self.review_id}"


class GrowthAction(models.Model):
    """Something that somebody does to grow, by a day; seen by them and by their line manager alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="growth_actions")
    key = models.CharField(max_length=16)
    what = models.CharField(max_length=300)
    skill = models.ForeignKey(Skill, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    objects = GrowthQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="growth_action_key_unique")]

    def __str__(self) -> str:
        return f"{self.key} {self.what}"
