from remit.projects.models.deliverable import (
    Deliverable,
    DeliverableState,
    DeliverableStep,
    QualityCheck,
    QualityCriterion,
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

__all__ = [
    "OPEN",
    "Charter",
    "Collection",
    "Deliverable",
    "DeliverableState",
    "DeliverableStep",
    "FeasibilityStudy",
    "FormalRecord",
    "Need",
    "Phase",
    "Priority",
    "Project",
    "ProjectKind",
    "QualityCheck",
    "QualityCriterion",
    "RecordState",
    "Requirement",
    "RequirementKind",
    "RequirementState",
    "RequirementWording",
    "Technique",
]
