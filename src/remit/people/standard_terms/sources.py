"""Where the definitions come from, and how one is told."""

from dataclasses import dataclass

REMIT = "Remit"
PMI = "PMBOK Guide, paraphrased"
PRINCE2 = "PRINCE2, paraphrased"
MSP = "Managing Successful Programmes, paraphrased"
SCRUM = "Scrum Guide 2020, paraphrased"
KANBAN = "Kanban Guide, paraphrased"
ISO21502 = "ISO 21502, paraphrased"
COLLOQUIAL = "Everyday use"


@dataclass(frozen=True, slots=True)
class StandardTerm:
    """One term: its name, other words for it, and pairs of source and definition; the first holds."""

    name: str
    definitions: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...] = ()
