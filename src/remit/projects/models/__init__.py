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

__all__ = [
    "OPEN",
    "Charter",
    "Collection",
    "Deliverable",
    "DeliverableState",
    "DeliverableStep",
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
    "QualityCheck",
    "QualityCriterion",
    "RecordState",
    "Requirement",
    "RequirementKind",
    "RequirementState",
    "RequirementWording",
    "ServedProduct",
    "Technique",
]
