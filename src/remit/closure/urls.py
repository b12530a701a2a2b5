"""Addresses of the end of a project."""

from django.urls import path

from remit.closure.views import checklists, closing

app_name = "closure"

_CLOSURE = "projects/<str:key>/closure"

urlpatterns = [
    path(f"{_CLOSURE}/", closing.closure, name="closure"),
    path(f"{_CLOSURE}/items/<slug:code>", closing.item, name="item"),
    path(f"{_CLOSURE}/record/", closing.record, name="record"),
    path(f"{_CLOSURE}/record/edit/", closing.edit_record, name="record_edit"),
    path(f"{_CLOSURE}/record/begin", closing.start_record, name="record_begin"),
    path(f"{_CLOSURE}/record/submit", closing.hand_in_record, name="record_submit"),
    path(f"{_CLOSURE}/record/answer", closing.sign_record, name="record_answer"),
    path(f"{_CLOSURE}/record/file", closing.record_file, name="record_file"),
    path("closing-list/", checklists.checklist, name="checklist"),
    path("closing-list/edit/", checklists.edit, name="checklist_edit"),
]
