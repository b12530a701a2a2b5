"""The list of decisions: what was asked, for how much, and for whom it waits or who decided."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day, money
from remit.people.decision_queries import decisions_of, routed
from remit.people.models import DecisionState

STATES = {
    DecisionState.WAITING: "amber",
    DecisionState.APPROVED: "green",
    DecisionState.REFUSED: "red",
    DecisionState.WITHDRAWN: "grey",
}


def _title(each: Any) -> Cell:
    return Cell(each.title, reverse("people:decision", args=[each.key]))


def _amount(each: Any) -> Cell:
    return Cell(money(each.amount_minor, each.organisation.currency))


def _state(each: Any) -> Cell:
    return Cell(each.get_state_display(), kind="status", state=STATES[each.state])


def _who(each: Any) -> Cell:
    who = each.waits_for if each.state == DecisionState.WAITING else each.decided_by
    if who is None:
        return Cell(_("nobody's limit suffices") if each.state == DecisionState.WAITING else "")
    return Cell(who.name, kind="person", ring=who.pk)


def _prepare(rows: list[Any]) -> None:
    """Say for whom each waits, at once for the whole page."""
    found = routed(rows)
    for each in rows:
        each.waits_for = found[each.pk].decider if each.pk in found else None


COLUMNS = (
    Column("key", _("Key"), lambda each: Cell(each.key, kind="key"), "id", "minor"),
    Column("title", _("What is to be decided"), _title, "title", "wide"),
    Column(
        "scope",
        pgettext_lazy("where a role holds", "Scope"),
        lambda each: Cell(f"{each.scope.key} {each.scope.name}"),
        "scope__path",
        "minor",
    ),
    Column("amount", _("Amount"), _amount, "amount_minor", "num"),
    Column("days", _("Days"), lambda each: Cell(each.days), "days", "num minor"),
    Column("state", pgettext_lazy("of a decision", "State"), _state, "state"),
    Column("who", _("Waits for, decided by"), _who),
    Column("by", _("Asked by"), lambda each: Cell(each.asked_by.name), "asked_by__name", "minor"),
    Column("at", _("Asked"), lambda each: Cell(day(each.asked_at)), "asked_at", "num minor"),
)


def decisions_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of the requests that the actor may see, the latest first."""
    return Table(
        request,
        "decisions",
        _("Decisions"),
        decisions_of(actor),
        COLUMNS,
        search=("title", "key", "scope__name", "asked_by__name"),
        choices_offered=(Choice("state", _("Any state"), list(DecisionState.choices), "state"),),
        order="-at",
        filter_hint=_("Filter by what, scope or who asked"),
        prepare=_prepare,
    )
