"""Addresses of actions and of the log of decisions, all of them below their project's."""

from django.urls import path

from remit.meetings.views import actions, decisions

app_name = "meetings"

BASE = "projects/<str:key>/"

urlpatterns = [
    path(f"{BASE}actions/", actions.actions, name="actions"),
    path(f"{BASE}actions/new/", actions.add, name="add_action"),
    path(f"{BASE}actions/<str:todo_key>/", actions.action, name="action"),
    path(f"{BASE}actions/<str:todo_key>/done", actions.finish, name="finish_action"),
    path(f"{BASE}decisions/", decisions.decisions, name="decisions"),
    path(f"{BASE}decisions/new/", decisions.log, name="log_decision"),
    path(f"{BASE}decisions/<str:logged_key>/", decisions.decision, name="decision"),
]
