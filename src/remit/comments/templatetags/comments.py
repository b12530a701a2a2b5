"""The words of a comment as people read them: links can be followed, whoever is called is named."""

import re
from functools import partial

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from remit.comments.models import Comment

register = template.Library()


@register.filter
def comment_text(comment: Comment) -> SafeString:
    """Return the text with paragraphs, addresses as links, and a link to each person it calls."""
    shown = linebreaks(urlize(conditional_escape(comment.text), nofollow=True), autoescape=False)
    for mention in comment.mentions.all():
        person = mention.person
        name = str(conditional_escape(person.name))
        link = format_html(
            '<a class="mention" href="{}">@{}</a>', reverse("people:person", args=[person.key]), person.name
        )
        # a function, so that nothing in a name is read as a reference to a group
        shown = re.sub(re.escape(f"@{name}") + r"(?!\w)", partial(_as, str(link)), shown, flags=re.IGNORECASE)
    return mark_safe(shown)  # noqa: S308 - it was escaped before anything was added


def _as(link: str, _found: re.Match[str]) -> str:
    return link
