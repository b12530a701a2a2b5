"""Addresses of a project's earned value."""

from django.urls import path

from remit.earned_value.views import measures, value

app_name = "earned_value"

_VALUE = "projects/<str:key>/value/"

urlpatterns = [
    path(_VALUE, value.value, name="value"),
    path(f"{_VALUE}rules/", measures.rules, name="rules"),
    path(f"{_VALUE}rules/<str:activity_key>/", measures.measure, name="measure"),
    path(f"{_VALUE}settings/", measures.settings, name="settings"),
    path(f"{_VALUE}record/", value.record, name="record"),
    path(f"{_VALUE}kept/", value.snapshots, name="snapshots"),
    path(f"{_VALUE}kept/<str:snapshot_key>/", value.snapshot, name="snapshot"),
]
