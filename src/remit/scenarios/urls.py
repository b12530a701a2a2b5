"""Addresses of what a plan could be, all of them below their project's plan."""

from django.urls import path

from remit.scenarios.views import levelling

app_name = "scenarios"

BASE = "projects/<str:key>/plan/"

urlpatterns = [
    path(f"{BASE}levelling/", levelling.levelling, name="levelling"),
    path(f"{BASE}levelling/<str:proposal_key>/", levelling.proposal, name="proposal"),
]
