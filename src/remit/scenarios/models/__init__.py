from remit.scenarios.models.levelling import LevellingProposal, LevelObjective, ProposalState
from remit.scenarios.models.scenario import Scenario

__all__ = ["LevelObjective", "LevellingProposal", "ProposalState", "Scenario"]
