"""Decisions of the demo: some wait on their way up the line, some are taken."""

from dataclasses import dataclass

from remit.people.models import Scope
from remit.people.operations.decisions import ask_decision, decide
from remit.web.demo.firm import Firm

PENCE = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request; `by` asked, `decider` answered, or nobody yet where that is empty."""

    scope: str
    title: str
    by: str
    reason: str
    amount: int | None = None
    days: int | None = None
    decider: str = ""
    approve: bool = True
    answer: str = ""


ASKED = (
    _Asked(
        "P-1", "Licence the data migration tool for the last six sites", "Amina Yusuf",
        "Moving bookings by hand took nine days at Harrogate. The tool does a site in one.", amount=25_001,
    ),
    _Asked(
        "P-1", "Rent a second migration server for eight weeks", "Amina Yusuf",
        "Two sites move in the same weeks of August.", amount=6_400,
    ),
    _Asked(
        "P-3", "Move the opening by twelve working days for the lift", "Patience Moyo",
        "The lift comes fifteen days late; three are won back by laying floors first.", days=12,
    ),
    _Asked(
        "P-4", "Add the map of study places that students asked for", "Owen Pritchard",
        "Not in the fixed price.", amount=7_800, decider="Kwame Boateng", approve=False,
        answer="Beyond the contract: Louise offers it to the client first.",
    ),
    _Asked(
        "P-6", "Pay for two days of a measurement expert", "George Papadakis",
        "The gauge study must stand before the samples are drawn.", amount=1_900, decider="Ellen Sorensen",
        answer="Yes, in July.",
    ),
)  # fmt: skip


def load_decisions(firm: Firm) -> None:
    """Let people ask for what they need, and those decide whose limits suffice."""
    scopes = {scope.key: scope for scope in Scope.objects.filter(organisation=firm.organisation)}
    for each in ASKED:
        asked = ask_decision(
            scopes[each.scope],
            title=each.title,
            reason=each.reason,
            amount_minor=None if each.amount is None else each.amount * PENCE,
            days=each.days,
            actor=firm.actor(each.by),
        )
        if each.decider:
            decide(
                asked,
                approve=each.approve,
                answer=each.answer,
                version=asked.version,
                actor=firm.actor(each.decider),
            )
