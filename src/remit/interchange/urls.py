"""Addresses of imports and exports."""

from django.urls import path

from remit.interchange.views import exports, imports

app_name = "interchange"

PROJECT = "projects/<str:key>/"

urlpatterns = [
    path("import/", imports.upload, name="upload"),
    path(f"{PROJECT}plan/import", imports.project_import, name="project_import"),
    path(f"{PROJECT}plan/export.xml", exports.export, name="export"),
    path(f"{PROJECT}imports/", imports.reports, name="reports"),
    path(f"{PROJECT}imports/<int:number>/", imports.report, name="report"),
    path(f"{PROJECT}imports/<int:number>/undo", imports.undo, name="undo"),
]
