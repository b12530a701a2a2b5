"""Addresses of plans, all of them below their project's."""

from django.urls import path

from remit.planning.views import (
    activities,
    calendars,
    data,
    date_holders,
    drawings,
    plan,
    resources,
    settings,
    tracing,
)

app_name = "planning"

BASE = "projects/<str:key>/plan/"
CALENDAR = f"{BASE}calendars/<str:calendar_key>/"

urlpatterns = [
    path(BASE, plan.workspace, name="workspace"),
    path(f"{BASE}data", data.data, name="data"),
    path(f"{BASE}news", data.news, name="news"),
    path(f"{BASE}edits", data.edits, name="edits"),
    path(f"{BASE}undo", data.undo, name="undo"),
    path(f"{BASE}print/", plan.sheet, name="sheet"),
    path(f"{BASE}log/", plan.edit_log, name="edit_log"),
    path(f"{BASE}log/<int:number>/undo", plan.undo_from_log, name="undo_from_log"),
    path(f"{BASE}off-deliverable/", tracing.off_deliverable, name="off_deliverable"),
    path(f"{BASE}date/", date_holders.holders, name="date_holders"),
    path(f"{BASE}network/", drawings.network, name="network"),
    path(f"{BASE}month/", drawings.month, name="month"),
    path(f"{BASE}calendar.ics", drawings.calendar_file, name="calendar_file"),
    path(f"{BASE}baselines/", plan.baselines, name="baselines"),
    path(f"{BASE}settings/", settings.settings, name="settings"),
    path(f"{BASE}calendars/", calendars.calendars, name="calendars"),
    path(CALENDAR, calendars.calendar, name="calendar"),
    path(f"{CALENDAR}use", calendars.use, name="use_calendar"),
    path(f"{CALENDAR}remove", calendars.remove, name="remove_calendar"),
    path(f"{CALENDAR}days", calendars.add_exception, name="add_exception"),
    path(f"{CALENDAR}days/<int:number>", calendars.change_exception, name="change_exception"),
    path(f"{CALENDAR}days/<int:number>/remove", calendars.remove_exception, name="remove_exception"),
    path(f"{BASE}resources/", resources.resources, name="resources"),
    path(f"{BASE}resources/<str:resource_key>/", resources.resource, name="resource"),
    path(f"{BASE}resources/<str:resource_key>/remove", resources.remove, name="remove_resource"),
    path(f"{BASE}staffing/<str:staffing_key>/", resources.change_staffing, name="change_staffing"),
    path(f"{BASE}staffing/<str:staffing_key>/remove", resources.unassign, name="unassign"),
    path(f"{BASE}activities/<str:activity_key>/assign", resources.assign, name="assign"),
    path(f"{BASE}activities/<str:activity_key>/", activities.activity, name="activity"),
    path(f"{BASE}activities/<str:activity_key>/why", activities.why, name="why"),
    path(f"{BASE}activities/<str:activity_key>/link", activities.add_link, name="add_link"),
    path(
        f"{BASE}activities/<str:activity_key>/unlink/<str:link_key>",
        activities.remove_link,
        name="remove_link",
    ),
]
