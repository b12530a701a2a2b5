"""Promises between people of the demo: kept, late, moved to another day, and still to come."""

import datetime as dt

from remit.people.models import Scope
from remit.people.operations.commitments import close_promise, promise, renegotiate_promise
from remit.web.demo.firm import Firm

# by, to (a person here or a name outside), scope, what, due, what became of it
PROMISES: tuple[tuple[str, str, str, str, dt.date, str], ...] = (
    (
        "Nadia Rahman",
        "Meera Nair",
        "P-1",
        "Options for the missed date, with what each costs",
        dt.date(2026, 7, 3),
        "",
    ),
    ("Nadia Rahman", "Catherine Holroyd", "P-1", "New date for wave three", dt.date(2026, 7, 10), "moved"),
    (
        "Amina Yusuf",
        "Nadia Rahman",
        "P-1",
        "Rehearsal of the cut-over written down",
        dt.date(2026, 6, 30),
        "kept",
    ),
    ("Samuel Okafor", "Amina Yusuf", "P-1", "Floor plans of site nine checked", dt.date(2026, 7, 1), ""),
    ("Meera Nair", "Nadia Rahman", "P-1", "An answer to the exception", dt.date(2026, 7, 6), ""),
    (
        "Catherine Holroyd",
        "Meera Nair",
        "P-1",
        "Shares of the two benefits that are claimed twice",
        dt.date(2026, 7, 17),
        "",
    ),
    (
        "Louise Tremblay",
        "Brightmoor University",
        "P-4",
        "Draft of the terms for the additions",
        dt.date(2026, 7, 8),
        "",
    ),
    (
        "Victor Lindqvist",
        "Seun Bakare",
        "P-2",
        "Who learns the firmware beside Hiroshi",
        dt.date(2026, 7, 20),
        "released",
    ),
)


def load_commitments(firm: Firm) -> None:
    """Write down the promises, and what became of some of them."""
    scopes = {each.key: each for each in Scope.objects.filter(organisation=firm.organisation)}
    for by, to, scope, what, due, became in PROMISES:
        to_person = firm.people.get(to)
        made = promise(
            firm.people[by],
            Scope.objects.select_related("organisation").get(pk=scopes[scope].pk),
            what=what,
            due_on=due,
            to_person=to_person,
            to_name="" if to_person else to,
            actor=firm.system,
        )
        if became == "moved":
            renegotiate_promise(
                made,
                due_on=dt.date(2026, 7, 24),
                reason="The supplier answers only after the holidays.",
                version=made.version,
                actor=firm.actor(by),
            )
        elif became:
            close_promise(made, is_kept=became == "kept", version=made.version, actor=firm.system)
