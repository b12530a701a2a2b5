"""The form of an organisation's thresholds: it only reads what was typed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from remit.core.forms import VersionedForm
from remit.core.money import Money
from remit.core.templatetags.remit import money
from remit.people.thresholds import BY_CODE, GROUPS, THRESHOLDS, Threshold


class ThresholdsForm(VersionedForm):
    """Every threshold in its group, each with its default beside it; amounts in major units."""

    def __init__(
        self, data: Any = None, *, held: Mapping[str, int | None], version: int, currency: str
    ) -> None:
        self.currency = currency
        start = {each.code: self._major(each, held[each.code]) for each in THRESHOLDS}
        super().__init__(data, initial={**start, "version": version})
        for each in THRESHOLDS:
            self.fields[each.code] = self._field(each)

    def _major(self, threshold: Threshold, value: int | None) -> Any:
        return value if value is None or not threshold.is_money else Money(value, self.currency).major

    def _field(self, each: Threshold) -> forms.Field:
        label = str(each.name)
        if each.authority is not None:
            label = gettext("Authority %(level)d") % {"level": each.authority}
        stated: dict[str, Any] = {"label": label, "required": not each.may_be_open, "min_value": each.least}
        stated["help_text"] = self._default(each)
        if each.is_money:
            most = Decimal(Money(each.most, self.currency).major)
            return forms.DecimalField(max_value=most, decimal_places=2, **stated)
        return forms.IntegerField(max_value=each.most, **stated)

    def _default(self, each: Threshold) -> str:
        if each.default is None:
            return gettext("Default: empty, without bound.")
        value = money(each.default, self.currency) if each.is_money else str(each.default)
        return gettext("Default: %(value)s.") % {"value": value}

    def groups(self) -> Iterator[tuple[str, str, list[Any]]]:
        """Yield each group as code, name and fields."""
        for code, name in GROUPS.items():
            yield code, str(name), [self[each.code] for each in THRESHOLDS if each.group == code]

    def stated(self) -> dict[str, int | None]:
        """Return the thresholds as the operation takes them."""
        return {each.code: self._minor(each, self.cleaned_data[each.code]) for each in THRESHOLDS}

    def _minor(self, threshold: Threshold, value: Any) -> int | None:
        return value if value is None or not threshold.is_money else Money.of(value, self.currency).minor

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it: an amount in major units."""
        return self._major(BY_CODE[name], value) if name in BY_CODE else super().shown(name, value)
