from remit.scenarios.models.levelling import LevellingProposal, LevelObjective, ProposalState

__all__ = ["LevelObjective", "LevellingProposal", "ProposalState"]
