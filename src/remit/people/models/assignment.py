from django.db import models
from django.db.models import F, Q

from remit.people.models.person import Person
from remit.people.models.role import Role
from remit.people.models.scope import Scope
from remit.people.querysets import AssignmentQuerySet


class Assignment(models.Model):
    """A person holds a role at a scope from a day to a day. All rights come from here and from nowhere else.

    `only_one` mirrors that the role has one holder at a time; `ended_at` is set when it is ended, and the
    database itself then refuses a second open holder of such a role at the same scope. `is_next` is the one successor
    who is named already and begins when the holder's last day is over. `acknowledged_version`
    is the version of the role that the holder has read and taken on; None until the first time. `deputy` stands
    in from `deputy_from` to `deputy_to`, each of which may be open. `separation_reason` says why one person was
    given duties that should be apart, where the firm is too small to part them.
    """

    key = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="assignments")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    allocation_percent = models.PositiveSmallIntegerField(default=100)
    money_limit_minor = models.BigIntegerField(null=True, blank=True)
    days_limit = models.PositiveIntegerField(null=True, blank=True)
    deputy = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="deputises"
    )
    deputy_from = models.DateField(null=True, blank=True)
    deputy_to = models.DateField(null=True, blank=True)
    separation_reason = models.TextField(blank=True)
    only_one = models.BooleanField(default=False)
    is_next = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    acknowledged_version = models.PositiveIntegerField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["scope__path", "-role__authority", "from_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(allocation_percent__lte=100), name="assignment_at_most_full"),
            models.CheckConstraint(
                condition=Q(deputy_from__isnull=True)
                | Q(deputy_to__isnull=True)
                | Q(deputy_to__gte=F("deputy_from")),
                name="assignment_deputy_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")), name="assignment_not_own_deputy"
            ),
            models.UniqueConstraint(
                fields=["role", "scope"],
                condition=Q(only_one=True, ended_at__isnull=True, is_next=False),
                name="assignment_one_open_holder",
            ),
            models.UniqueConstraint(
                fields=["role", "scope"],
                condition=Q(is_next=True, ended_at__isnull=True),
                name="assignment_one_successor",
            ),
        ]
        indexes = [models.Index(fields=["person", "ended_at"], name="assignment_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role_id} at {self.scope_id}"
