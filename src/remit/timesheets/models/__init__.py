from remit.timesheets.models.sheet import (
    DAYS,
    FINAL,
    OWNERS,
    SheetState,
    Timesheet,
    TimesheetLine,
    TimesheetReminder,
)

__all__ = ["DAYS", "FINAL", "OWNERS", "SheetState", "Timesheet", "TimesheetLine", "TimesheetReminder"]
