"""Public holidays as they are typed: one a line."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Invalid


class HolidaysForm(forms.Form):
    """Days that become holidays, one a line, each with its name."""

    days = forms.CharField(
        label=gettext_lazy("Days"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line, the day first: 2026-12-25 Christmas Day."),
    )

    def clean_days(self) -> list[tuple[dt.date, str]]:
        """Read the lines, naming the one that cannot be read."""
        found = []
        for line in str(self.cleaned_data["days"]).splitlines():
            if not line.strip():
                continue
            day, _space, name = line.strip().partition(" ")
            try:
                found.append((dt.date.fromisoformat(day), name))
            except ValueError:
                message = _("'%(line)s' does not begin with a day: write it as 2026-12-25 Christmas Day.")
                raise forms.ValidationError(message % {"line": line[:60]}) from None
        return found

    def take(self, error: Invalid) -> None:
        """Show what an operation refused."""
        self.add_error("days", error.message)

    @property
    def stated(self) -> Any:
        """Return the days as they were read."""
        return self.cleaned_data["days"]
