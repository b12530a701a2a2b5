"""Addresses of what a plan could be, all of them below their project's plan."""

from django.urls import path

from remit.scenarios.views import estimates, levelling, scenarios

app_name = "scenarios"

BASE = "projects/<str:key>/plan/"
SCENARIO = f"{BASE}scenarios/<str:scenario_key>/"

urlpatterns = [
    path(f"{BASE}levelling/", levelling.levelling, name="levelling"),
    path(f"{BASE}levelling/<str:proposal_key>/", levelling.proposal, name="proposal"),
    path(f"{BASE}levelling/<str:proposal_key>/keep", scenarios.keep_proposal, name="keep_proposal"),
    path(f"{BASE}estimates/", estimates.estimates, name="estimates"),
    path(f"{BASE}estimates/<str:activity_key>/", estimates.estimate, name="estimate"),
    path(f"{BASE}estimates/<str:activity_key>/take", estimates.take_estimate, name="take_estimate"),
    path(f"{BASE}scenarios/", scenarios.scenarios, name="scenarios"),
    path(SCENARIO, scenarios.scenario, name="scenario"),
    path(f"{SCENARIO}chart/", scenarios.chart, name="chart"),
    path(f"{SCENARIO}data", scenarios.data, name="data"),
    path(f"{SCENARIO}edits", scenarios.edits, name="edits"),
    path(f"{SCENARIO}undo", scenarios.undo, name="undo"),
]
