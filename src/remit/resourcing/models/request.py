import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from remit.core.figures import in_unit
from remit.core.words import hour_words
from remit.people.models import Organisation, Person, PoolEntry, Skill, Unit
from remit.planning.models import Activity
from remit.projects.models import Project
from remit.resourcing.models.stock import DECIMALS, DIGITS
from remit.resourcing.periods import Period, read
from remit.resourcing.querysets import AllocationQuerySet, RequestQuerySet


class RequestState(models.TextChoices):
    """How far a request is. From `open` and `proposed` it moves on; the others are its end."""

    OPEN = "open", pgettext_lazy("request", "waits for an answer")
    PROPOSED = "proposed", pgettext_lazy("request", "other terms proposed")
    APPROVED = "approved", pgettext_lazy("request", "approved")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    DECLINED = "declined", pgettext_lazy("request", "proposal declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")


class ResourceRequest(models.Model):
    """A project asks a unit for somebody by name, for people of a skill, or for what the pool lends.

    The head of `unit` answers, never whoever asked: see `resourcing.heads`. Minutes a week are of each of `count`;
    with `periods` they are the most of any. Material is asked for by `amount`, on the one day on which it is needed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="resource_requests")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resource_requests")
    key = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="resource_requests")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="asked_for"
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.CASCADE, null=True, blank=True, related_name="asked_for"
    )
    level = models.PositiveSmallIntegerField(default=0)
    pool = models.ForeignKey(
        PoolEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="asked_for"
    )
    count = models.PositiveSmallIntegerField(default=1)
    minutes_per_week = models.PositiveIntegerField()
    from_date = models.DateField()
    to_date = models.DateField()
    periods = models.JSONField(default=list, blank=True)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    what_for = models.CharField(max_length=300)
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="resource_requests")
    asked_on = models.DateField()
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.OPEN)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="resource_request_key_unique"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, skill=None, pool=None)
                | Q(person=None, skill__isnull=False, pool=None)
                | Q(person=None, skill=None, pool__isnull=False),
                name="resource_request_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date"), count__gte=1, minutes_per_week__gte=1, amount=None)
                | Q(to_date=F("from_date"), count=1, minutes_per_week=0, amount__gt=0, pool__isnull=False),
                name="resource_request_whole",
            ),
        ]
        verbose_name = gettext_lazy("request for resources")

    def __str__(self) -> str:
        return f"{self.key} {self.wanted}"

    @property
    def wanted(self) -> str:
        """Return whom or what is asked for, in words."""
        if self.person is not None:
            return self.person.name
        if self.pool is not None and self.amount is not None:
            return f"{in_unit(self.amount, self.pool.measure)} {self.pool.name}"
        if self.pool is not None:
            return f"{self.count} × {self.pool.name}" if self.count > 1 else self.pool.name
        name = self.skill.name if self.skill is not None else ""
        return _("%(count)d × %(skill)s, level %(level)d") % {
            "count": self.count, "skill": name, "level": self.level,
        }  # fmt: skip

    @property
    def parts(self) -> list[Period]:
        """Return the days with their hours: one part where every week is the same."""
        return read(self.periods) or [Period(self.from_date, self.to_date, self.minutes_per_week)]

    @property
    def how_much(self) -> str:
        """Return the hours a week of each, or the amount of material, in words."""
        if self.amount is not None and self.pool is not None:
            return in_unit(self.amount, self.pool.measure)
        least = min(each.minutes_per_week for each in self.parts)
        if least == self.minutes_per_week:
            return _("%(hours)s a week") % {"hours": hour_words(least)}
        words = {"least": hour_words(least), "most": hour_words(self.minutes_per_week)}
        return _("%(least)s to %(most)s a week") % words

    @property
    def is_waiting(self) -> bool:
        """Return whether somebody is still to say something."""
        return self.state in {RequestState.OPEN, RequestState.PROPOSED}


class AllocationState(models.TextChoices):
    """What became of what was offered: only what is held or was released counts against anybody's time."""

    PROPOSED = "proposed", pgettext_lazy("allocation", "proposed")
    HELD = "held", pgettext_lazy("allocation", "held")
    RELEASED = "released", pgettext_lazy("allocation", "released")
    DROPPED = "dropped", pgettext_lazy("allocation", "dropped")


class Allocation(models.Model):
    """A person, or pieces of an entry of the pool, given to a project for some days with so many minutes a week each.

    Of material it is an `amount` given on one day, which is used up afterwards.
    It changes only by a release, which sets `last_on`: anything else is a new request. `over_reason` says why it was
    given beyond the time that there is.
    """

    request = models.ForeignKey(ResourceRequest, on_delete=models.CASCADE, related_name="allocations")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    pool = models.ForeignKey(
        PoolEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    pieces = models.PositiveSmallIntegerField(default=1)
    minutes_per_week = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    from_date = models.DateField()
    to_date = models.DateField()
    over_reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=AllocationState.choices, default=AllocationState.PROPOSED)
    last_on = models.DateField(null=True, blank=True)
    release_reason = models.CharField(max_length=500, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="allocation_number_unique"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, pool=None) | Q(person=None, pool__isnull=False),
                name="allocation_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="allocation_days_in_order"),
        ]
        indexes = [
            models.Index(fields=["person", "to_date"], name="allocation_of_person"),
            models.Index(fields=["pool", "to_date"], name="allocation_of_pool"),
        ]

    def __str__(self) -> str:
        return f"{self.whose.name} for {self.request_id}"

    @property
    def whose(self) -> Person | PoolEntry:
        """Return who or what was given."""
        found = self.person if self.person is not None else self.pool
        if found is None:
            msg = "An allocation is of a person or of the pool."
            raise ValueError(msg)
        return found

    @property
    def how_much(self) -> str:
        """Return the hours a week of each, or the amount of material, in words."""
        if self.amount is not None and self.pool is not None:
            return in_unit(self.amount, self.pool.measure)
        return _("%(hours)s a week") % {"hours": hour_words(self.minutes_per_week)}

    @property
    def minutes(self) -> int:
        """Return the minutes a week of all pieces."""
        return self.pieces * self.minutes_per_week

    @property
    def ends_on(self) -> dt.date:
        """Return its last day, earlier where it was released."""
        return self.last_on or self.to_date
