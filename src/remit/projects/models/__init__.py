from remit.projects.models.deliverable import (
    Deliverable,
    DeliverableState,
    DeliverableStep,
    QualityCheck,
    QualityCriterion,
)
from remit.projects.models.project import Phase, Project, ProjectKind
from remit.projects.models.record import OPEN, Charter, FeasibilityStudy, FormalRecord, RecordState

__all__ = [
    "OPEN",
    "Charter",
    "Deliverable",
    "DeliverableState",
    "DeliverableStep",
    "FeasibilityStudy",
    "FormalRecord",
    "Phase",
    "Project",
    "ProjectKind",
    "QualityCheck",
    "QualityCriterion",
    "RecordState",
]
