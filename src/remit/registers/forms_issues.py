"""Forms of issues: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.registers.forms import person_field, words_field
from remit.registers.models import Issue, IssueKind, Severity
from remit.registers.operations.issues import FIELDS, LONGEST_TITLE, LONGEST_WORDS

WORDS = {
    "assess": (_("What it means"), _("For scope, time, cost and quality, and what is to be done.")),
    "begin": (_("Note"), ""),
    "resolve": (_("What was done"), _("And where it can be seen.")),
    "close": (_("Note"), ""),
    "reopen": (_("Why it is not settled"), ""),
}
NEEDED = frozenset({"assess", "resolve", "reopen"})


class IssueForm(VersionedForm):
    """What has happened, and who deals with it by when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IssueKind.choices)
    title = forms.CharField(label=_("Issue"), max_length=LONGEST_TITLE, help_text=_("In a line: what is so."))
    description = words_field(_("Description"), LONGEST_WORDS, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.MEDIUM)
    owner = person_field(_("Owner"))
    due_on = day_field(_("Due"), required=True)

    def __init__(self, data: Any = None, *, people: Any, issue: Issue | None = None) -> None:
        stated: dict[str, Any] = {}
        if issue is not None:
            stated = {name: getattr(issue, name) for name in (*FIELDS, "version")}
            stated["owner"] = issue.owner.key
        super().__init__(data, initial=stated)
        if issue is None:
            del self.fields["version"]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class StepForm(VersionedForm):
    """What is said at a step of an issue."""

    words = words_field("", LONGEST_WORDS, required=False)

    def __init__(self, data: Any = None, *, issue: Issue, step: str) -> None:
        kept = {"assess": issue.assessment, "resolve": issue.resolution}
        super().__init__(data, initial={"version": issue.version, "words": kept.get(step, "")})
        field: Any = self.fields["words"]
        field.label, field.help_text = WORDS[step]
        field.required = step in NEEDED


class EscalateForm(VersionedForm):
    """Why an issue needs somebody above."""

    reason = words_field(_("Why it needs somebody above"), LONGEST_WORDS)

    def __init__(self, data: Any = None, *, issue: Issue) -> None:
        super().__init__(data, initial={"version": issue.version})
