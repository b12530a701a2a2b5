from remit.scenarios.models.estimate import Estimate, EstimateMethod, ShirtSize
from remit.scenarios.models.levelling import LevellingProposal, LevelObjective, ProposalState
from remit.scenarios.models.scenario import Scenario

__all__ = [
    "Estimate",
    "EstimateMethod",
    "LevelObjective",
    "LevellingProposal",
    "ProposalState",
    "Scenario",
    "ShirtSize",
]
