from remit.projects.models.project import Phase, Project, ProjectKind
from remit.projects.models.record import OPEN, Charter, FeasibilityStudy, FormalRecord, RecordState

__all__ = [
    "OPEN",
    "Charter",
    "FeasibilityStudy",
    "FormalRecord",
    "Phase",
    "Project",
    "ProjectKind",
    "RecordState",
]
