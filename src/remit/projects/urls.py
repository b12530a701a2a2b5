"""Addresses of projects."""

from django.urls import path

from remit.projects import urls_requirements
from remit.projects.views import (
    deliverables,
    lives,
    methods,
    people,
    projects,
    records,
    serving,
    stakeholders,
)

app_name = "projects"

_DELIVERABLE = "projects/<str:key>/deliverables/<str:deliverable_key>"
_STAKEHOLDER = "projects/<str:key>/stakeholders/<str:stakeholder_key>"

urlpatterns = [
    path("projects/", projects.project_list, name="list"),
    path("projects/new/", projects.create, name="create"),
    path("projects/<str:key>/", projects.detail, name="detail"),
    path("projects/<str:key>/edit/", projects.edit, name="edit"),
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:code>/", methods.method, name="method_one"),
    path("methods/<slug:code>/edit/", methods.edit, name="method_edit"),
    path("projects/<str:key>/life/", lives.life, name="life"),
    path("projects/<str:key>/life/method/", lives.method, name="life_method"),
    path("projects/<str:key>/life/tailor/", lives.tailor, name="life_tailor"),
    path("projects/<str:key>/life/move", lives.move, name="life_move"),
    path("projects/<str:key>/life/advance", lives.advance, name="life_advance"),
    path("projects/<str:key>/life/document", lives.document, name="life_document"),
    path("projects/<str:key>/life/gates/ask", lives.ask, name="gate_ask"),
    path("projects/<str:key>/life/gates/<int:number>/", lives.gate, name="gate"),
    path("projects/<str:key>/life/gates/<int:number>/judge", lives.judge, name="gate_judge"),
    path("projects/<str:key>/life/gates/<int:number>/decide", lives.decide, name="gate_decide"),
    path("projects/<str:key>/life/gates/<int:number>/withdraw", lives.withdraw, name="gate_withdraw"),
    path(
        "projects/<str:key>/life/gates/<int:number>/conditions/<int:place>",
        lives.condition,
        name="gate_condition",
    ),
    path("projects/<str:key>/life/charter/", records.charter, name="charter"),
    path("projects/<str:key>/life/charter/begin", records.start_charter, name="charter_begin"),
    path("projects/<str:key>/life/charter/edit/", records.edit_charter, name="charter_edit"),
    path("projects/<str:key>/life/charter/pdf", records.charter_file, name="charter_file"),
    path("projects/<str:key>/life/charter/submit", records.hand_in_charter, name="charter_submit"),
    path("projects/<str:key>/life/charter/answer", records.sign_charter, name="charter_answer"),
    path("projects/<str:key>/life/feasibility/", records.study, name="study"),
    path("projects/<str:key>/life/feasibility/begin", records.start_study, name="study_begin"),
    path("projects/<str:key>/life/feasibility/edit/", records.edit_study, name="study_edit"),
    path("projects/<str:key>/life/feasibility/submit", records.hand_in_study, name="study_submit"),
    path("projects/<str:key>/life/feasibility/answer", records.decide_study, name="study_answer"),
    path("projects/<str:key>/products", serving.serve, name="serve_product"),
    path("projects/<str:key>/products/<str:product_key>/remove", serving.stop, name="stop_serving"),
    path("projects/<str:key>/people/", people.people, name="people"),
    path("projects/<str:key>/people/<str:assignment_key>/end", people.end, name="end_assignment"),
    path("projects/<str:key>/deliverables/", deliverables.deliverables, name="deliverables"),
    path("projects/<str:key>/deliverables/new/", deliverables.add, name="add_deliverable"),
    path(f"{_DELIVERABLE}/", deliverables.deliverable, name="deliverable"),
    path(f"{_DELIVERABLE}/edit/", deliverables.edit, name="edit_deliverable"),
    path(f"{_DELIVERABLE}/remove", deliverables.remove, name="remove_deliverable"),
    path(f"{_DELIVERABLE}/advance", deliverables.advance, name="advance_deliverable"),
    path(f"{_DELIVERABLE}/decide", deliverables.decide, name="decide_deliverable"),
    path(f"{_DELIVERABLE}/check", deliverables.check, name="check_deliverable"),
    *urls_requirements.urlpatterns,
    path("projects/<str:key>/stakeholders/", stakeholders.stakeholders, name="stakeholders"),
    path("projects/<str:key>/stakeholders/new/", stakeholders.add, name="add_stakeholder"),
    path("projects/<str:key>/stakeholders/grid/", stakeholders.grid, name="stakeholder_grid"),
    path("projects/<str:key>/stakeholders/communication/", stakeholders.communication, name="communication"),
    path(f"{_STAKEHOLDER}/", stakeholders.stakeholder, name="stakeholder"),
    path(f"{_STAKEHOLDER}/edit/", stakeholders.edit, name="edit_stakeholder"),
    path(f"{_STAKEHOLDER}/remove", stakeholders.remove, name="remove_stakeholder"),
    path(f"{_STAKEHOLDER}/move", stakeholders.move, name="move_stakeholder"),
    path(f"{_STAKEHOLDER}/contact", stakeholders.contact, name="note_contact"),
]
