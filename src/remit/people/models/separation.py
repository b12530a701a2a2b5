from django.db import models

from remit.people.models.assignment import Assignment
from remit.people.models.person import Person


class SeparationReview(models.Model):
    """Duties that one person holds together although they should be apart are looked at by a second person.

    Due on `due_on`; `given_by` gave the role and is not the one who reviews it. Decided once: `is_kept` is None until
    then, false where the assignment was ended by it.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="separation_review")
    given_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    is_kept = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_kept=None, decided_on=None)
                | models.Q(is_kept__isnull=False, decided_on__isnull=False),
                name="separation_review_decided_whole",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.assignment_id}"
