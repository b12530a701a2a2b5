"""Selection: which projects to do, who could do what, which projects overlap."""

from remit.engine.selection.comparing import Breach, Comparison, breaches, compare
from remit.engine.selection.delegation import (
    Delegation,
    DelegationWeights,
    Obstacle,
    Part,
    Person,
    Suggestion,
    Work,
    delegate,
    jain,
    parts_of,
    thin_skills,
)
from remit.engine.selection.frontiers import (
    FrontierPoint,
    MarginalMoney,
    Rivals,
    budget_frontier,
    marginal_money,
    risk_frontier,
    rivals,
)
from remit.engine.selection.overlap import Overlap, Scope, overlap
from remit.engine.selection.portfolio import Answer, Candidate, Limits, Selection, select
from remit.engine.selection.scoring import WeightChange, weight_sensitivity, weighted

__all__ = [
    "Answer",
    "Breach",
    "Candidate",
    "Comparison",
    "Delegation",
    "DelegationWeights",
    "FrontierPoint",
    "Limits",
    "MarginalMoney",
    "Obstacle",
    "Overlap",
    "Part",
    "Person",
    "Rivals",
    "Scope",
    "Selection",
    "Suggestion",
    "WeightChange",
    "Work",
    "breaches",
    "budget_frontier",
    "compare",
    "delegate",
    "jain",
    "marginal_money",
    "overlap",
    "parts_of",
    "risk_frontier",
    "rivals",
    "select",
    "thin_skills",
    "weight_sensitivity",
    "weighted",
]
