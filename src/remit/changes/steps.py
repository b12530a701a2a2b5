"""The state machine of a change request: which step leads from where to where. Pure."""

from collections.abc import Mapping

from remit.changes.models import ChangeState as State

# step: from which states, to which
STEPS: Mapping[str, tuple[frozenset[str], str]] = {
    "submit": (frozenset({State.DRAFT}), State.SUBMITTED),
    "verify": (frozenset({State.IMPLEMENTED}), State.VERIFIED),
    "close": (frozenset({State.VERIFIED}), State.CLOSED),
}
ASSESSABLE = frozenset({State.SUBMITTED, State.ASSESSED, State.DEFERRED})
EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.DEFERRED})
# nobody has answered it yet: here an emergency may be met
UNANSWERED = frozenset({State.DRAFT, State.SUBMITTED, State.ASSESSED, State.DEFERRED})
# somebody has something to do about it
OPEN = frozenset({State.SUBMITTED, State.ASSESSED, State.APPROVED, State.IMPLEMENTED, State.VERIFIED})
# it was approved, and may stand in the plan
GRANTED = frozenset({State.APPROVED, State.IMPLEMENTED, State.VERIFIED, State.CLOSED})
ANSWERS = ("approve", "reject", "defer")
