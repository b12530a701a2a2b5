"""Forms of a project's life and of methods: they only read what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Invalid
from remit.core.forms import VersionedForm, day_field
from remit.core.money import Money
from remit.people.models import Organisation, Person
from remit.projects.charter_content import lines_of
from remit.projects.life_content import ORDER
from remit.projects.method_queries import Method
from remit.projects.models import GateAnswer, Phase

MOST_TYPED = 6000
MORE_STAGES, MORE_CONDITIONS = 2, 3
CLASSES = [("", gettext_lazy("by its budget")), *((str(each), str(each)) for each in range(1, 6))]


def _lines(label: Any, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=MOST_TYPED, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class MethodChoiceForm(forms.Form):
    """Which method a project follows, and of which class it is."""

    method = forms.ChoiceField(label=gettext_lazy("Method"), widget=forms.RadioSelect)
    project_class = forms.ChoiceField(
        label=gettext_lazy("Class"), required=False, choices=CLASSES,
        help_text=gettext_lazy("The authority, from 1 to 5, that a decider at the gates needs."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, methods: Sequence[Method], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        offered: Any = self.fields["method"]
        offered.choices = [(each.code, f"{each.name}: {each.content['summary']}") for each in methods]
        if not initial.get("is_change"):
            del self.fields["reason"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        typed = self.cleaned_data
        chosen = typed["project_class"]
        return {
            "code": typed["method"],
            "project_class": int(chosen) if chosen else None,
            "reason": typed.get("reason", ""),
        }


class MoveForm(VersionedForm):
    """Into which phase, and why."""

    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=Phase.choices)
    reason = forms.CharField(required=False, max_length=2000)


class GateAskForm(forms.Form):
    """What is asked at a gate."""

    note = _lines(gettext_lazy("Note to the decider"), 2)
    amount = forms.DecimalField(
        label=gettext_lazy("Money that a go releases"), required=False, min_value=0, max_digits=15,
        decimal_places=2,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, currency: str) -> None:
        super().__init__(data)
        self.currency = currency
        self.fields["amount"].help_text = _("In %(currency)s; empty where no money is spent.") % {
            "currency": currency
        }

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        amount = self.cleaned_data["amount"]
        return {
            "note": self.cleaned_data["note"],
            "amount_minor": None if amount is None else Money.of(amount, self.currency).minor,
        }


class GateDecisionForm(VersionedForm):
    """The answer at a gate, with conditions where it has some."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=GateAnswer.choices, widget=forms.RadioSelect
    )
    words = _lines(gettext_lazy("Your words"), 3, gettext_lazy("Needed for hold, rework and stop."))
    on = day_field(
        gettext_lazy("Decided on"), gettext_lazy("Where it was decided before today; empty means today.")
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, version: int) -> None:
        super().__init__(data, initial={"version": version})
        people = Person.objects.filter(organisation=organisation, left_on=None).order_by("name")
        for place in range(MORE_CONDITIONS):
            self.fields[f"text_{place}"] = forms.CharField(
                label=_("Condition"), required=False, max_length=400
            )
            self.fields[f"owner_{place}"] = forms.ModelChoiceField(people, label=_("Owner"), required=False)
            self.fields[f"due_on_{place}"] = day_field(_("Due"))

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields that are no condition's."""
        return [self[name] for name in ("version", "answer", "words", "on")]

    @property
    def condition_fields(self) -> list[list[forms.BoundField]]:
        """Return the fields of each condition."""
        parts = ("text", "owner", "due_on")
        return [[self[f"{part}_{place}"] for part in parts] for place in range(MORE_CONDITIONS)]

    def conditions(self) -> list[tuple[str, Person, Any]]:
        """Return the conditions that were typed; half a one is refused."""
        found = []
        for place in range(MORE_CONDITIONS):
            parts = [self.cleaned_data[f"{part}_{place}"] for part in ("text", "owner", "due_on")]
            if any(parts):
                if not all(parts):
                    message = _("A condition needs words, an owner and a day.")
                    raise Invalid(message, field=f"text_{place}", code="required")
                found.append((parts[0], parts[1], parts[2]))
        return found


HEAD = ("version", "name", "summary", "approved_by_another", "reason")


class StagesForm(VersionedForm):
    """The stages of a method, each with its gate; a stage whose name is emptied goes, blank ones at the end come."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    summary = _lines(gettext_lazy("Summary"), 2)
    approved_by_another = forms.BooleanField(
        label=gettext_lazy("A document is approved by somebody else than its only author"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000,
        help_text=gettext_lazy("Why you change it: it stands in the history."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, content: Mapping[str, Any], version: int, is_project: bool = False
    ) -> None:
        self.content = content
        self.places = range(len(content["stages"]) + MORE_STAGES)
        initial = {"version": version, "name": content["name"], "summary": content.get("summary", "")}
        initial["approved_by_another"] = content.get("approved_by_another", True)
        for place, stage in enumerate(content["stages"]):
            initial |= _stage_initial(place, stage)
        super().__init__(data, initial=initial)
        if is_project:
            del self.fields["name"], self.fields["summary"], self.fields["approved_by_another"]
        for place in self.places:
            self._add_stage(place)

    def _add_stage(self, place: int) -> None:
        phases = [(each.value, each.label) for each in ORDER]
        phase = forms.ChoiceField(label=_("Phase"), choices=phases, required=False, initial=Phase.EXECUTION)
        parts: dict[str, forms.Field] = {
            "name": forms.CharField(label=_("Name"), required=False, max_length=120),
            "phase": phase,
            "purpose": forms.CharField(label=_("Purpose"), required=False, max_length=300),
            "processes": _lines(_("Processes")),
            "documents": _lines(_("Documents")),
            "roles": _lines(_("Roles, by their codes")),
            "gate_code": forms.CharField(label=_("Gate at its end: code"), required=False, max_length=8),
            "gate_name": forms.CharField(label=_("Gate: name"), required=False, max_length=120),
            "entry": _lines(_("Entry criteria")),
            "exit": _lines(_("Exit criteria")),
        }
        for part, made in parts.items():
            self.fields[f"s{place}_{part}"] = made
        self.fields[f"s{place}_before"] = forms.IntegerField(
            label=_("Position"), required=False, initial=place + 1, min_value=1, max_value=60
        )

    @property
    def head_fields(self) -> list[forms.BoundField]:
        """Return the fields that are no stage's."""
        return [self[name] for name in HEAD if name in self.fields]

    @property
    def stage_fields(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return name, gate and fields of each stage."""
        found = []
        for place in self.places:
            fields = [self[name] for name in self.fields if name.startswith(f"s{place}_")]
            found.append(
                (self[f"s{place}_name"].value() or "", self[f"s{place}_gate_code"].value() or "", fields)
            )
        return found

    def stated(self) -> dict[str, Any]:
        """Return the content as the operation takes it, stages in the order of their positions."""
        typed = self.cleaned_data
        codes = {each["code"] for each in self.content["stages"]}
        rows = []
        for place in self.places:
            if not typed[f"s{place}_name"]:
                continue
            rows.append((typed[f"s{place}_before"] or place + 1, place, self._stage(place, codes)))
        stages = [stage for _position, _place, stage in sorted(rows, key=lambda row: row[:2])]
        return {
            **self.content,
            "name": typed.get("name", self.content["name"]),
            "summary": typed.get("summary", self.content.get("summary", "")),
            "approved_by_another": typed.get(
                "approved_by_another", self.content.get("approved_by_another", True)
            ),
            "stages": stages,
        }

    def _stage(self, place: int, codes: set[str]) -> dict[str, Any]:
        typed = {
            name.removeprefix(f"s{place}_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith(f"s{place}_")
        }
        stages = self.content["stages"]
        code = stages[place]["code"] if place < len(stages) else _new_code(typed["name"], codes)
        codes.add(code)
        gate = None
        entry, leave = lines_of(typed["entry"]), lines_of(typed["exit"])
        if typed["gate_code"] or typed["gate_name"] or entry or leave:
            gate = {"code": typed["gate_code"], "name": typed["gate_name"], "entry": entry, "exit": leave}
        return {
            "code": code,
            "name": typed["name"],
            "phase": typed["phase"] or Phase.EXECUTION.value,
            "purpose": typed["purpose"],
            **{name: lines_of(typed[name]) for name in ("processes", "documents", "roles")},
            "gate": gate,
        }

    def take(self, error: Invalid) -> None:
        """Show what the operation refused at the stage that it means."""
        places = {each["code"]: place for place, each in enumerate(self.content["stages"])}
        for each in error.errors:
            name = each.field
            if name.startswith("stages."):
                name = f"s{places.get(name.removeprefix('stages.'), self.places[-1])}_name"
            self.add_error(name if name in self.fields else None, each.message)
        if not error.errors:
            self.add_error(None, error.message)


def _new_code(name: str, codes: set[str]) -> str:
    base = (slugify(name) or "stage")[:36]
    code, number = base, 2
    while code in codes:
        code, number = f"{base}-{number}", number + 1
    return code


def _stage_initial(place: int, stage: Mapping[str, Any]) -> dict[str, Any]:
    gate = stage["gate"] or {"code": "", "name": "", "entry": [], "exit": []}
    found: dict[str, Any] = {f"s{place}_{name}": stage[name] for name in ("name", "phase", "purpose")}
    found |= {f"s{place}_{name}": "\n".join(stage[name]) for name in ("processes", "documents", "roles")}
    found |= {f"s{place}_gate_{name}": gate[name] for name in ("code", "name")}
    found |= {f"s{place}_{name}": "\n".join(gate[name]) for name in ("entry", "exit")}
    return found
