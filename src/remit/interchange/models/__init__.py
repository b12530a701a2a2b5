from remit.interchange.models.import_report import ImportReport, Reason

__all__ = ["ImportReport", "Reason"]
