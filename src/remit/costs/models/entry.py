from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.costs.models.account import CostAccount
from remit.costs.querysets import EntryQuerySet
from remit.people.models import Person
from remit.projects.models import Project


class EntryKind(models.TextChoices):
    """What an entry says of money: promised to somebody, owed for what was received, or paid or invoiced."""

    COMMITMENT = "commitment", _("commitment")
    ACCRUAL = "accrual", _("accrual")
    ACTUAL = "actual", _("actual cost")


class CostEntry(models.Model):
    """A line of a project's costs, never changed: what was wrong is taken back by a line against it.

    An actual cost may settle a commitment or an accrual of the same account; `amount_minor` is negative only where it
    `reverses` another entry.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cost_entries")
    account = models.ForeignKey(CostAccount, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=16)
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    text = models.CharField(max_length=300)
    supplier = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    settles = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="settled_by"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="reversed_by"
    )
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    entered_on = models.DateField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="cost_entry_key_unique"),
            models.CheckConstraint(
                condition=Q(reverses=None, amount_minor__gt=0)
                | Q(reverses__isnull=False, amount_minor__lt=0),
                name="cost_entry_sign",
            ),
            models.CheckConstraint(
                condition=Q(settles=None) | Q(kind=EntryKind.ACTUAL), name="cost_entry_actuals_settle"
            ),
        ]
        indexes = [models.Index(fields=["account", "kind"], name="cost_entry_account_kind")]
        verbose_name = _("cost entry")

    def __str__(self) -> str:
        return f"{self.key} {self.text}"
