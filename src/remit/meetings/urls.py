"""Addresses of meetings, actions and the log of decisions, all of them below their project's."""

from django.urls import path

from remit.meetings.views import actions, decisions, meetings, minutes

app_name = "meetings"

BASE = "projects/<str:key>/"

urlpatterns = [
    path(f"{BASE}meetings/", meetings.meetings, name="meetings"),
    path(f"{BASE}meetings/new/", meetings.plan, name="plan_meeting"),
    path(f"{BASE}meetings/<str:meeting_key>/", meetings.meeting, name="meeting"),
    path(f"{BASE}meetings/<str:meeting_key>/edit/", meetings.edit, name="edit_meeting"),
    path(f"{BASE}meetings/<str:meeting_key>/held", meetings.hold, name="hold_meeting"),
    path(f"{BASE}meetings/<str:meeting_key>/cancel", meetings.cancel, name="cancel_meeting"),
    path(f"{BASE}meetings/<str:meeting_key>/minutes/", minutes.write, name="write_minutes"),
    path(f"{BASE}meetings/<str:meeting_key>/minutes/begin", minutes.begin, name="begin_minutes"),
    path(f"{BASE}meetings/<str:meeting_key>/minutes/drop", minutes.drop, name="drop_minutes"),
    path(f"{BASE}meetings/<str:meeting_key>/minutes/publish", minutes.publish, name="publish_minutes"),
    path(f"{BASE}meetings/<str:meeting_key>/minutes/<int:number>/", minutes.version, name="minutes_version"),
    path(f"{BASE}meetings/<str:meeting_key>/minutes/<int:number>.pdf", minutes.paper, name="minutes_paper"),
    path(f"{BASE}actions/", actions.actions, name="actions"),
    path(f"{BASE}actions/new/", actions.add, name="add_action"),
    path(f"{BASE}actions/<str:todo_key>/", actions.action, name="action"),
    path(f"{BASE}actions/<str:todo_key>/done", actions.finish, name="finish_action"),
    path(f"{BASE}decisions/", decisions.decisions, name="decisions"),
    path(f"{BASE}decisions/new/", decisions.log, name="log_decision"),
    path(f"{BASE}decisions/<str:logged_key>/", decisions.decision, name="decision"),
]
