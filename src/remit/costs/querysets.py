from typing import Any

from django.db import models
from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

ZERO = Value(0, output_field=BigIntegerField())


def _sum_of(rows: Any, by: str, amount: str) -> Coalesce:
    """Return the sum of `amount` over `rows`, which are of one `by`; nothing is zero."""
    summed = rows.order_by().values(by).annotate(summed=Sum(amount)).values("summed")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), ZERO)


class EntryQuerySet(models.QuerySet[Any]):
    """Reads of cost entries."""

    def with_open(self) -> "EntryQuerySet":
        """Return them with `open_minor`: what of a commitment or accrual is neither settled nor taken back."""
        own = self.model._default_manager.filter  # noqa: SLF001 - Django's public name for it
        settled = _sum_of(own(settles=OuterRef("pk")), "settles", "amount_minor")
        back = _sum_of(own(reverses=OuterRef("pk")), "reverses", "amount_minor")
        rest = Greatest(F("amount_minor") + back - settled, ZERO)
        waits = Q(reverses=None) & ~Q(kind="actual")
        found: EntryQuerySet = self.annotate(
            open_minor=models.Case(
                models.When(waits, then=rest), default=ZERO, output_field=BigIntegerField()
            )
        )
        return found


class AccountQuerySet(models.QuerySet[Any]):
    """Reads of cost accounts."""

    def with_figures(self) -> "AccountQuerySet":
        """Return them with `actual`, `accrued`, `committed`, their sum `used`, and what is `left` of the budget."""
        entries = self.model._meta.get_field("entries").related_model.objects
        here = entries.filter(account=OuterRef("pk"))
        waiting = here.with_open()
        found = self.annotate(
            actual=_sum_of(here.filter(kind="actual"), "account", "amount_minor"),
            accrued=_sum_of(waiting.filter(kind="accrual"), "account", "open_minor"),
            committed=_sum_of(waiting.filter(kind="commitment"), "account", "open_minor"),
        )
        rows: AccountQuerySet = found.annotate(
            used=F("actual") + F("accrued") + F("committed"),
        ).annotate(left=F("budget_minor") - F("used"))
        return rows
