from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_SELECTED = mark_safe(" selected")
_CHECKED = mark_safe(" checked")


class LongSelect(forms.Select):
    """A list of choices that may be long: Django's own renders a template for each of them."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the list with its choices, those of groups left out."""
        del renderer
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED if str(key) in chosen else "", label) for key, label in self.choices),
        )
        stated = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(stated), options)


class Checklist(forms.CheckboxSelectMultiple):
    """Several of many choices as boxes to tick, those that are ticked first; `checklist.js` finds them by their words.

    Without a script it is the whole list. The field that is typed into bears the id, so that the label leads to it.
    """

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of the field that is typed into."""
        del index
        return id_

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the list."""
        del renderer
        stated = self.build_attrs(self.attrs, attrs)
        own = str(stated.get("id", name))
        described: dict[str, Any] = {
            key: stated[key] for key in ("aria-describedby", "aria-invalid") if key in stated
        }
        chosen = {str(each) for each in self.format_value(value) or ()}
        rows = [(str(key), label) for key, label in self.choices]
        rows.sort(key=lambda each: each[0] not in chosen)
        boxes = format_html_join(
            "",
            '<li><label for="{}"><input type="checkbox" id="{}" name="{}" value="{}"{}> {}</label></li>',
            (
                (f"{own}_{at}", f"{own}_{at}", name, key, _CHECKED if key in chosen else "", label)
                for at, (key, label) in enumerate(rows)
            ),
        )
        return format_html(
            '<div class="checklist" data-checklist data-chosen="{}" data-none="{}">'
            '<input type="search" id="{}" autocomplete="off" placeholder="{}" hidden{}>'
            '<p class="muted small" role="status" hidden></p><div role="group" aria-label="{}"><ul>{}</ul></div></div>',
            _("%(n)s chosen") % {"n": "{n}"}, _("Nobody here has these letters."),
            own, _("Type a part of the name"), flatatt(described), self.attrs.get("aria-label", name), boxes,
        )  # fmt: skip
