"""Addresses of plans, all of them below their project's."""

from django.urls import path

from remit.planning.views import activities, data, plan

app_name = "planning"

BASE = "projects/<str:key>/plan/"

urlpatterns = [
    path(BASE, plan.workspace, name="workspace"),
    path(f"{BASE}data", data.data, name="data"),
    path(f"{BASE}edits", data.edits, name="edits"),
    path(f"{BASE}undo", data.undo, name="undo"),
    path(f"{BASE}log/", plan.edit_log, name="edit_log"),
    path(f"{BASE}log/<int:number>/undo", plan.undo_from_log, name="undo_from_log"),
    path(f"{BASE}baselines/", plan.baselines, name="baselines"),
    path(f"{BASE}activities/<str:activity_key>/", activities.activity, name="activity"),
    path(f"{BASE}activities/<str:activity_key>/why", activities.why, name="why"),
    path(f"{BASE}activities/<str:activity_key>/link", activities.add_link, name="add_link"),
    path(
        f"{BASE}activities/<str:activity_key>/unlink/<str:link_key>",
        activities.remove_link,
        name="remove_link",
    ),
]
