"""Addresses of timesheets: one's own weeks, what waits for approval, each sheet, and the hours of a project."""

from django.urls import path

from remit.timesheets.views import projects, sheets, weeks

app_name = "timesheets"

_WEEK, _SHEET = "time/weeks/<str:week>/", "time/sheets/<str:timesheet_key>/"

urlpatterns = [
    path("time/", weeks.this_week, name="this_week"),
    path(_WEEK, weeks.week, name="week"),
    path(f"{_WEEK}withdraw", weeks.withdraw, name="withdraw"),
    path(f"{_WEEK}correct/", weeks.correct, name="correct"),
    path(f"{_WEEK}drop", weeks.drop, name="drop"),
    path("time/approvals/", sheets.approvals, name="approvals"),
    path("time/sheets/", sheets.sheets, name="sheets"),
    path(_SHEET, sheets.sheet, name="sheet"),
    path(f"{_SHEET}approve", sheets.approve, name="approve"),
    path("projects/<str:key>/time/", projects.of_project, name="project"),
    path(f"{_SHEET}return/", sheets.send_back, name="return"),
]
