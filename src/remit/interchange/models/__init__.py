from remit.interchange.models.import_report import ImportReport, Reason
from remit.interchange.models.people_import import PeopleImport

__all__ = ["ImportReport", "PeopleImport", "Reason"]
