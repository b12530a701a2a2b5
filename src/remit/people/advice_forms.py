"""Forms of the advisor: they only read what was typed; the rules stand in the operations."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm
from remit.people.advice_bounds import BOUNDS
from remit.people.advice_facts import BY_CODE, FACTS, GROUPS, Fact, FactKind, Value, value_in_words
from remit.people.advice_rules import RULES
from remit.people.models import Advice, Person, Scope, StructureType
from remit.people.operations.advice import LONGEST_NAME, LONGEST_TEXT

YES_NO = (("", "–"), ("yes", _("Yes")), ("no", _("No")))


def field_of(fact: Fact, counted: Value | None = None) -> forms.Field:
    """Return the form's field for a question; below it stands what Remit counts."""
    told = [str(fact.help)] if fact.help else []
    if counted is not None:
        told.append(gettext("Remit counts: %(value)s.") % {"value": value_in_words(fact.code, counted)})
    stated: dict[str, Any] = {"label": fact.name, "required": False, "help_text": " ".join(told)}
    if fact.kind is FactKind.FLAG:
        return forms.ChoiceField(choices=YES_NO, **stated)
    if fact.kind is FactKind.CHOICE:
        return forms.ChoiceField(choices=[("", "–"), *StructureType.choices], **stated)
    return forms.IntegerField(min_value=0, max_value=fact.most, **stated)


def typed(fact: Fact, value: Any) -> Value | None:
    """Return what was typed as an answer, None where nothing was."""
    if value in {None, ""}:
        return None
    answer: Value = value == "yes" if fact.kind is FactKind.FLAG else value
    return answer


def shown(value: Value | None) -> Any:
    """Return an answer as the form's field takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


class AdviceForm(VersionedForm):
    """The questionnaire: without `advice` a new one, filled in with what Remit counts."""

    name = forms.CharField(
        label=_("What it is about"), max_length=LONGEST_NAME, help_text=_("For example: The firm in 2027.")
    )
    internal_factors = forms.CharField(
        label=_("Internal factors"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Strategy, culture, skills, money: what inside the organisation speaks for or against."),
    )
    external_factors = forms.CharField(
        label=_("External factors"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Law, clients, market, partners: what acts from outside."),
    )

    def __init__(
        self, data: Any = None, *, counted: Mapping[str, Value], advice: Advice | None = None
    ) -> None:
        stated: dict[str, Any] = {code: shown(value) for code, value in counted.items()}
        if advice is not None:
            stated = {code: shown(value) for code, value in advice.facts.items()}
            for field in ("version", "name", "internal_factors", "external_factors"):
                stated[field] = getattr(advice, field)
        super().__init__(data, initial=stated)
        if advice is None:
            del self.fields["version"]
        for fact in FACTS:
            self.fields[fact.code] = field_of(fact, counted.get(fact.code))

    def groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """Yield each group of questions with its fields."""
        for code, label in GROUPS.items():
            yield label, [self[fact.code] for fact in FACTS if fact.group == code]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = self.cleaned_data
        texts = ("name", "internal_factors", "external_factors")
        facts = {fact.code: typed(fact, cleaned.get(fact.code)) for fact in FACTS}
        return {name: cleaned[name] for name in texts} | {"facts": facts}


class WhatIfForm(forms.Form):
    """One question and another answer to it."""

    change = forms.ChoiceField(label=_("Question"))

    def __init__(self, data: Any, facts: Mapping[str, Value]) -> None:
        super().__init__(data or None)
        choices = [
            (label, [(fact.code, fact.name) for fact in FACTS if fact.group == code])
            for code, label in GROUPS.items()
        ]
        self.fields["change"].choices = [("", gettext("choose a question")), *choices]  # type: ignore[attr-defined]  # a ChoiceField
        self.fact = BY_CODE.get((data or {}).get("change", ""))
        if self.fact is not None:
            self.fields["to"] = field_of(self.fact)
            self.fields["to"].label = gettext("Answer instead")
            now = value_in_words(self.fact.code, facts.get(self.fact.code))
            self.fields["to"].help_text = gettext("Now: %(value)s.") % {"value": now}

    def answer(self) -> Value | None:
        """Return the other answer."""
        if self.fact is None:
            return None
        return typed(self.fact, self.cleaned_data.get("to"))


class DecideForm(VersionedForm):
    """What is decided on an advice."""

    decision = forms.CharField(
        label=_("What is decided"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which of it is followed, which is not, and why."),
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class BoundsForm(VersionedForm):
    """The thresholds of the rules."""

    def __init__(self, data: Any = None, *, bounds: Mapping[str, int], version: int) -> None:
        super().__init__(data, initial={**bounds, "version": version})
        for bound in BOUNDS:
            self.fields[bound.code] = forms.IntegerField(
                label=str(bound.name),
                min_value=bound.least,
                max_value=bound.most,
                help_text=gettext("Default: %(value)d.") % {"value": bound.default},
            )

    def rules(self) -> Iterator[tuple[Any, list[Any]]]:
        """Yield each rule with the fields of its thresholds."""
        for rule in RULES:
            yield rule, [self[bound.code] for bound in BOUNDS if bound.rule == rule.code]

    def stated(self) -> dict[str, int]:
        """Return the thresholds as the operation takes them."""
        return {bound.code: self.cleaned_data[bound.code] for bound in BOUNDS}


class StaffForm(VersionedForm):
    """Who is to hold the advised roles: a row for each role and scope that lacks somebody."""

    from_date = forms.DateField(
        label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        advice: Advice,
        rows: list[tuple[Any, Scope]],
        people: list[Person],
        start: Any,
    ) -> None:
        super().__init__(data, initial={"version": advice.version, "from_date": start})
        self.rows = rows
        choices = [("", gettext("nobody yet")), *((person.key, person.name) for person in people)]
        for place, (role, scope) in enumerate(rows):
            label = f"{role.name}, {scope.key} {scope.name}"
            self.fields[f"person_{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def take_places(self, places: Mapping[str, str]) -> None:
        """Show what was refused beside the row, by the place of the pick among those that were made."""
        made = [place for place in range(len(self.rows)) if self.cleaned_data.get(f"person_{place}")]
        for field, message in places.items():
            number = int(field.removeprefix("picks."))
            self.add_error(f"person_{made[number]}", message)

    def chosen(self) -> list[tuple[Any, Scope, str]]:
        """Return role, scope and the key of the person for each row in which somebody was chosen."""
        return [
            (role, scope, self.cleaned_data[f"person_{place}"])
            for place, (role, scope) in enumerate(self.rows)
            if self.cleaned_data.get(f"person_{place}")
        ]

    def lines(self) -> list[Any]:
        """Return the fields of the rows."""
        return [self[f"person_{place}"] for place in range(len(self.rows))]
