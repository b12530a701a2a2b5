"""Forms of comments: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.comments.models import Comment
from remit.comments.operations.comments import LONGEST_TEXT
from remit.core.forms import VersionedForm


class CommentForm(VersionedForm):
    """What somebody says: about something, or as an answer."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("@ and a name calls somebody: they find it on their start page and in their mail."),
    )
    about = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    answers = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, comment: Comment | None = None, about: str = "", answers: str = ""
    ) -> None:
        stated: dict[str, Any] = {"about": about, "answers": answers}
        if comment is not None:
            stated |= {"text": comment.text, "version": comment.version}
        super().__init__(data, initial=stated)
        if comment is None:
            del self.fields["version"]
        else:
            del self.fields["about"], self.fields["answers"]
