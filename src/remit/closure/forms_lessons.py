"""Forms of lessons: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.closure.models import Lesson, LessonKind, NoteState
from remit.closure.operations.lessons import FIELDS, LONGEST
from remit.core.forms import VersionedForm
from remit.projects.models import Phase

MOST_TYPED = 600


def _text(name: str, label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST[name], help_text=help_text, widget=widget
    )


class LessonForm(VersionedForm):
    """What was learnt."""

    title = forms.CharField(
        label=_("In a line"), max_length=LONGEST["title"],
        help_text=_("As advice: “Test the interface with live data first”."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Next time"), choices=LessonKind.choices, initial=LessonKind.CHANGE)
    phase = forms.ChoiceField(label=_("From which phase"), choices=Phase.choices)
    happened = _text("happened", _("What happened"))
    cause = _text("cause", _("Why"), _("Causes, not people."), required=False)
    advice = _text("advice", _("What to do"))
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=MOST_TYPED,
        help_text=_("Between commas: supplier, testing."),
    )
    is_shared = forms.BooleanField(
        label=_("In the library"), required=False,
        help_text=_("Everybody in the organisation who sees any project reads it, without the project's name."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, may_share: bool, phase: str = "", lesson: Lesson | None = None
    ) -> None:
        stated: dict[str, Any] = {"phase": phase}
        if lesson is not None:
            stated = {name: getattr(lesson, name) for name in (*FIELDS, "version")}
            stated["tags"] = ", ".join(lesson.tags)
        super().__init__(data, initial=stated)
        if lesson is None:
            del self.fields["version"]
        if not may_share:
            del self.fields["is_shared"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return found | {"tags": self.cleaned_data["tags"].split(",")}

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it."""
        return value if name == "tags" else super().shown(name, value)


class NoteForm(forms.Form):
    """What a project makes of a lesson of others."""

    version = forms.IntegerField(min_value=0)
    state = forms.ChoiceField(choices=NoteState.choices)
    words = forms.CharField(max_length=LONGEST["words"])
