from remit.interchange.models.import_report import ImportReport, Reason
from remit.interchange.models.people_import import PeopleImport
from remit.interchange.models.requirement_import import RequirementImport

__all__ = ["ImportReport", "PeopleImport", "Reason", "RequirementImport"]
