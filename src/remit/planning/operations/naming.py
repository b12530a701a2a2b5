"""How the steps of one edit name activities that an earlier step of it adds, whose keys nobody knows yet."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.planning.operations.editing import Step

REF = re.compile(r"[A-Za-z0-9]{1,15}", re.ASCII)
NAMING = ("key", "after", "parent", "predecessor", "successor", "activity")
"""What names an activity in a step."""


def with_keys(step: Step, refs: Mapping[str, str]) -> Step:
    """Return a step with the keys of the activities that it names by what an earlier step called them.

    `Invalid` where no earlier step did.
    """
    named = {name: step[name] for name in NAMING if str(step.get(name, "")).startswith("@")}
    for name, ref in named.items():
        if ref not in refs:
            message = _("No earlier step of this edit adds what is called %(ref)s.")
            raise Invalid(message % {"ref": str(ref)[:40]}, field=name, code="unknown")
    return {**step, **{name: refs[ref] for name, ref in named.items()}} if named else step


def new_ref(stated: Any, refs: Mapping[str, str]) -> str:
    """Return how later steps name what a step adds; `Invalid` where that is no name, or another's."""
    if not isinstance(stated, str) or not REF.fullmatch(stated):
        raise Invalid(_("Call it by 1 to 15 letters and digits."), field="ref", code="ref")
    if f"@{stated}" in refs:
        message = _("Two steps of this edit call what they add %(ref)s.")
        raise Invalid(message % {"ref": stated}, field="ref", code="twice")
    return f"@{stated}"
