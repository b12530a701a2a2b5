"""Addresses of changes: the list of all, and those of a project below it."""

from django.urls import path

from remit.changes.views import changes, plans, scope, steps

app_name = "changes"

BASE = "projects/<str:key>/changes/"
_ONE = f"{BASE}<str:change_key>/"

urlpatterns = [
    path("changes/", changes.all_changes, name="all_changes"),
    path(BASE, changes.of_project, name="changes"),
    path(f"{BASE}new/", changes.add, name="add_change"),
    path(f"{BASE}scope/", scope.scope, name="scope"),
    path(_ONE, changes.change, name="change"),
    path(f"{_ONE}edit/", changes.edit, name="edit_change"),
    path(f"{_ONE}assess/", steps.assess, name="assess_change"),
    path(f"{_ONE}decide/", steps.decide, name="decide_change"),
    path(f"{_ONE}emergency/", steps.emergency, name="approve_in_emergency"),
    path(f"{_ONE}ratify/", steps.ratify, name="ratify_change"),
    path(f"{_ONE}scenario/", plans.scenario, name="try_change"),
    path(f"{_ONE}implement/", plans.implement, name="implement_change"),
    path(f"{_ONE}steps/<str:change_step>/", steps.advance, name="advance_change"),
]
