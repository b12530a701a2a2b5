"""Hours as people write them: 7.5, 7,5 or 7:30; kept in whole minutes."""

import re

from django.utils.translation import gettext as _

from remit.core.errors import Invalid

DAY_MINUTES = 24 * 60
_CLOCK = re.compile(r"^(\d{1,2})?:([0-5]\d)$", re.ASCII)
_DECIMAL = re.compile(r"^(\d{1,2})?(?:[.,](\d{1,4}))?$", re.ASCII)


def read_hours(typed: str, field: str = "hours") -> int:
    """Return what was typed in minutes, nothing as 0; `Invalid` naming `field` for what is no time of a day."""
    text = typed.strip().removesuffix("h").strip()
    if not text:
        return 0
    clock, decimal = _CLOCK.match(text), _DECIMAL.match(text)
    if clock:
        minutes = int(clock[1] or 0) * 60 + int(clock[2])
    elif decimal and (decimal[1] or decimal[2]):
        minutes = round(float(f"{decimal[1] or 0}.{decimal[2] or 0}") * 60)
    else:
        message = _("“%(typed)s” is no time: write hours as 7.5 or 7:30.")
        raise Invalid(message % {"typed": typed[:20]}, field=field, code="hours")
    if minutes > DAY_MINUTES:
        message = _("A day has 24 hours: “%(typed)s” is more.")
        raise Invalid(message % {"typed": typed[:20]}, field=field, code="day")
    return minutes


def hour_text(minutes: int) -> str:
    """Return minutes as hours and minutes, such as 7:30 or -0:15."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02}"
