from remit.documents.models.document import Confidentiality, Document, DocumentKind, DocumentReader
from remit.documents.models.template import DocumentTemplate
from remit.documents.models.version import (
    DocumentReading,
    DocumentReview,
    DocumentVersion,
    Verdict,
    VersionState,
)

__all__ = [
    "Confidentiality",
    "Document",
    "DocumentKind",
    "DocumentReader",
    "DocumentReading",
    "DocumentReview",
    "DocumentTemplate",
    "DocumentVersion",
    "Verdict",
    "VersionState",
]
