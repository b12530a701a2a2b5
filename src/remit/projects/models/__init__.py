from remit.projects.models.deliverable import (
    Deliverable,
    DeliverableState,
    DeliverableStep,
    QualityCheck,
    QualityCriterion,
)
from remit.projects.models.life import (
    GateAnswer,
    GateCondition,
    GateReview,
    GateState,
    LifeStep,
    MethodVersion,
    ProjectLife,
)
from remit.projects.models.project import Phase, Project, ProjectKind
from remit.projects.models.record import OPEN, Charter, FeasibilityStudy, FormalRecord, RecordState
from remit.projects.models.requirement import (
    Collection,
    Need,
    Priority,
    Requirement,
    RequirementKind,
    RequirementState,
    RequirementWording,
    Technique,
)
from remit.projects.models.serving import ServedProduct
from remit.projects.models.stakeholder import Engagement, Quadrant, Stakeholder, StakeholderContact

__all__ = [
    "OPEN",
    "Charter",
    "Collection",
    "Deliverable",
    "DeliverableState",
    "DeliverableStep",
    "Engagement",
    "FeasibilityStudy",
    "FormalRecord",
    "GateAnswer",
    "GateCondition",
    "GateReview",
    "GateState",
    "LifeStep",
    "MethodVersion",
    "Need",
    "Phase",
    "Priority",
    "Project",
    "ProjectKind",
    "ProjectLife",
    "Quadrant",
    "QualityCheck",
    "QualityCriterion",
    "RecordState",
    "Requirement",
    "RequirementKind",
    "RequirementState",
    "RequirementWording",
    "ServedProduct",
    "Stakeholder",
    "StakeholderContact",
    "Technique",
]
