from remit.closure.models.archive import Archive, ArchiveState
from remit.closure.models.closing import ChecklistAnswer, ChecklistVersion, ClosingRecord, Settled
from remit.closure.models.lesson import Lesson, LessonKind, LessonNote, NoteState
from remit.closure.models.service_handover import ServiceHandover, ServiceState

__all__ = [
    "Archive",
    "ArchiveState",
    "ChecklistAnswer",
    "ChecklistVersion",
    "ClosingRecord",
    "Lesson",
    "LessonKind",
    "LessonNote",
    "NoteState",
    "ServiceHandover",
    "ServiceState",
    "Settled",
]
