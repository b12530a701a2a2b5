"""The state machine of a project: which phase may follow which, and what must be so first. Pure."""

from remit.projects.models import Phase

# a project may rest in these, and goes back to the same one
HOLDABLE = frozenset({Phase.FEASIBILITY, Phase.CHARTERED, Phase.PLANNING, Phase.EXECUTION, Phase.CLOSING})
FORWARD: dict[str, str] = {
    Phase.IDEA: Phase.FEASIBILITY,
    Phase.FEASIBILITY: Phase.CHARTERED,
    Phase.CHARTERED: Phase.PLANNING,
    Phase.PLANNING: Phase.EXECUTION,
    Phase.EXECUTION: Phase.CLOSING,
    Phase.CLOSING: Phase.CLOSED,
    Phase.CLOSED: Phase.ARCHIVED,
    # ended early: what there is is handed over, and it is closed
    Phase.TERMINATED: Phase.CLOSING,
}
# no work is done on a project any more
OVER = frozenset({Phase.CLOSED, Phase.ARCHIVED, Phase.TERMINATED})


def _following(phase: str) -> frozenset[str]:
    found = {FORWARD[phase]} if phase in FORWARD else set()
    if phase in HOLDABLE:
        found.add(Phase.ON_HOLD)
    if phase not in OVER:
        found.add(Phase.TERMINATED)
    return frozenset(found)


FOLLOWS: dict[str, frozenset[str]] = {
    **{phase: _following(phase) for phase in Phase.values},
    Phase.ON_HOLD: HOLDABLE | {Phase.TERMINATED},
}
# facts by their codes that must hold before a project is in a phase; what nothing here judges is not asked
GUARDS: dict[str, tuple[str, ...]] = {
    Phase.CHARTERED: ("charter-signed",),
    Phase.EXECUTION: ("baseline-approved",),
    Phase.CLOSING: ("deliverables-accepted",),
    Phase.CLOSED: ("issues-closed", "changes-settled", "closure-complete"),
    Phase.ARCHIVED: ("archive-kept",),
}
# whoever sponsors the project says so, not its manager
BY_SPONSOR = frozenset({Phase.TERMINATED, Phase.CLOSED})
