from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from remit.costs.querysets import AccountQuerySet
from remit.people.models import Organisation, Person
from remit.projects.models import Project


class AccountKind(models.TextChoices):
    """What an account is for; the management reserve alone stands outside the baseline."""

    WORK = "work", _("work")
    CONTINGENCY = "contingency", _("contingency reserve")
    RESERVE = "reserve", _("management reserve")


class CostAccount(models.Model):
    """A part of a project's budget, with exactly one person who answers for it.

    `budget_minor` is in minor units of the organisation's currency, never below zero, and the sum of the moves of
    budget into the account less those out of it. A closed account takes no more costs.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="cost_accounts")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cost_accounts")
    key = models.CharField(max_length=16)
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=AccountKind.choices, default=AccountKind.WORK)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cost_accounts")
    budget_minor = models.BigIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["project", "code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="cost_account_key_unique"),
            models.UniqueConstraint(fields=["project", "code"], name="cost_account_code_unique"),
            models.CheckConstraint(condition=Q(budget_minor__gte=0), name="cost_account_budget_not_negative"),
        ]
        verbose_name = _("cost account")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetMove(models.Model):
    """That budget went from one account to another, never to be changed.

    Without a source it came from what of the project's budget was not distributed, without a target it went there.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_moves")
    number = models.PositiveIntegerField()
    source = models.ForeignKey(
        CostAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="moves_out"
    )
    target = models.ForeignKey(
        CostAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="moves_in"
    )
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    moved_on = models.DateField()

    class Meta:
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="budget_move_number_unique"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="budget_move_amount_positive"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(target__isnull=False), name="budget_move_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(source=None) | Q(target=None) | ~Q(source=F("target")),
                name="budget_move_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"budget move {self.number}"
