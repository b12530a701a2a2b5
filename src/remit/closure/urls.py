"""Addresses of the end of a project."""

from django.urls import path

from remit.closure.views import archives, checklists, closing, lessons, services

app_name = "closure"

_CLOSURE = "projects/<str:key>/closure"
_SERVICE = "projects/<str:key>/service-handover"
_ARCHIVE = "archives/<str:archive_key>"

urlpatterns = [
    path(f"{_CLOSURE}/", closing.closure, name="closure"),
    path(f"{_CLOSURE}/items/<slug:code>", closing.item, name="item"),
    path(f"{_CLOSURE}/record/", closing.record, name="record"),
    path(f"{_CLOSURE}/record/edit/", closing.edit_record, name="record_edit"),
    path(f"{_CLOSURE}/record/begin", closing.start_record, name="record_begin"),
    path(f"{_CLOSURE}/record/submit", closing.hand_in_record, name="record_submit"),
    path(f"{_CLOSURE}/record/answer", closing.sign_record, name="record_answer"),
    path(f"{_CLOSURE}/record/file", closing.record_file, name="record_file"),
    path(f"{_SERVICE}/", services.service, name="service"),
    path(f"{_SERVICE}/begin", services.begin, name="service_begin"),
    path(f"{_SERVICE}/edit/", services.edit, name="service_edit"),
    path(f"{_SERVICE}/propose", services.propose, name="service_propose"),
    path(f"{_SERVICE}/answer", services.answer, name="service_answer"),
    path(f"{_SERVICE}/waive", services.waive, name="service_waive"),
    path(f"{_SERVICE}/file", services.file, name="service_file"),
    path("lessons/", lessons.library, name="lessons"),
    path("lessons/<str:lesson_key>/", lessons.lesson, name="lesson"),
    path("lessons/<str:lesson_key>/edit/", lessons.edit, name="lesson_edit"),
    path("projects/<str:key>/lessons/", lessons.of_project, name="project_lessons"),
    path("projects/<str:key>/lessons/new/", lessons.add, name="add_lesson"),
    path("projects/<str:key>/lessons/<str:lesson_key>/note", lessons.note, name="note_lesson"),
    path("projects/<str:key>/archives/", archives.project_archives, name="project_archives"),
    path("archives/", archives.archive_list, name="archives"),
    path("archives/verify/", archives.verify, name="verify"),
    path(f"{_ARCHIVE}/", archives.archive, name="archive"),
    path(f"{_ARCHIVE}/file", archives.archive_file, name="archive_file"),
    path(f"{_ARCHIVE}/verify", archives.verify_kept, name="archive_verify"),
    path(f"{_ARCHIVE}/hold", archives.hold, name="archive_hold"),
    path(f"{_ARCHIVE}/lift", archives.lift, name="archive_lift"),
    path(f"{_ARCHIVE}/propose", archives.propose, name="archive_propose"),
    path(f"{_ARCHIVE}/confirm", archives.confirm, name="archive_confirm"),
    path("closing-list/", checklists.checklist, name="checklist"),
    path("closing-list/edit/", checklists.edit, name="checklist_edit"),
]
