"""Addresses of documents and of their templates."""

from django.urls import path

from remit.documents.views import documents, templates, versions

app_name = "documents"

ALL = "projects/<str:key>/documents/"
ONE = f"{ALL}<str:document_key>/"
VERSION = f"{ONE}versions/<int:version_number>/"

urlpatterns = [
    path("document-templates/", templates.templates, name="templates"),
    path("document-templates/new/", templates.add_one, name="add_template"),
    path("document-templates/<str:template_key>/", templates.edit, name="template"),
    path("document-templates/<str:template_key>/remove", templates.remove, name="remove_template"),
    path("document-templates/<str:template_key>/file", templates.file, name="template_file"),
    path(ALL, documents.documents, name="list"),
    path(f"{ALL}new/", documents.add, name="add"),
    path(f"{ALL}upload", documents.upload, name="upload"),
    path(ONE, documents.document, name="document"),
    path(f"{ONE}edit/", documents.edit, name="edit"),
    path(f"{ONE}remove", documents.remove, name="remove"),
    path(f"{ONE}compare/", versions.compare, name="compare"),
    path(f"{ONE}versions/new/", versions.add, name="add_version"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}file", versions.file, name="file"),
    path(f"{VERSION}picture", versions.picture, name="picture"),
    path(f"{VERSION}review", versions.review, name="review"),
    path(f"{VERSION}answer", versions.answer, name="answer"),
    path(f"{VERSION}approve", versions.approve, name="approve"),
    path(f"{VERSION}back", versions.back, name="send_back"),
    path(f"{VERSION}withdraw", versions.withdraw, name="withdraw"),
    path(f"{VERSION}read", versions.read, name="read"),
]
