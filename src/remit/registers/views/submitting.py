"""What every form of the registers does with what was sent."""

from collections.abc import Callable
from typing import Any

from remit.core.errors import Conflict, Invalid
from remit.core.forms import VersionedForm


def is_done(form: VersionedForm, act: Callable[[], Any], version: Callable[[], int]) -> bool:
    """Return whether what was sent was done; what is refused stands in the form, beside what stands now."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.take_conflict(error, version())
    else:
        return True
    return False
