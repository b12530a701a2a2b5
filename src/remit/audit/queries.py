from dataclasses import dataclass

from remit.audit.models import AuditChain, AuditEvent
from remit.audit.recording import seal

FIRST_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One place where a chain does not hold: which event, and what is wrong with it."""

    organisation_id: int
    sequence: int
    fault: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What the proof of all chains found: events read, and the faults in their order."""

    events: int
    chains: int
    faults: tuple[ChainFault, ...]

    @property
    def holds(self) -> bool:
        """Return whether nothing was altered, removed or slipped in."""
        return not self.faults


def verify_chains() -> Verification:
    """Re-seal every event of every chain and compare it with what is stored."""
    faults: list[ChainFault] = []
    count = 0
    heads = {chain.organisation_id: chain for chain in AuditChain.objects.all()}
    positions: dict[int, tuple[int, str]] = {}
    for event in AuditEvent.objects.order_by("organisation_id", "sequence").iterator(chunk_size=2000):
        count += 1
        sequence, previous = positions.get(event.organisation_id, (0, FIRST_HASH))
        fault = _fault(event, sequence, previous)
        if fault:
            faults.append(ChainFault(event.organisation_id, event.sequence, fault))
        positions[event.organisation_id] = (event.sequence, event.hash)
    for organisation_id in heads.keys() | positions.keys():
        head = heads.get(organisation_id)
        sequence, last = positions.get(organisation_id, (0, FIRST_HASH))
        if head is None or (head.last_sequence, head.last_hash) != (sequence, last):
            faults.append(ChainFault(organisation_id, sequence, "the end of the chain is not the last event"))
    return Verification(count, len(heads), tuple(faults))


def _fault(event: AuditEvent, sequence: int, previous: str) -> str:
    if event.sequence != sequence + 1:
        return f"events {sequence + 1} to {event.sequence - 1} are missing"
    if event.previous_hash != previous:
        return "it does not follow the event before it"
    if event.hash != seal(event):
        return "its content was altered"
    return ""


def last_actor(organisation_id: int, object_kind: str, object_key: str) -> str:
    """Return who last did something to an object, or nothing where nobody has."""
    events = AuditEvent.objects.filter(organisation_id=organisation_id).about(object_kind, object_key)
    return str(events.values_list("actor_name", flat=True).first() or "")
