"""Addresses of imports and exports."""

from django.urls import path

from remit.interchange.views import exports, imports, people, requirements

app_name = "interchange"

PROJECT = "projects/<str:key>/"

urlpatterns = [
    path("import/", imports.upload, name="upload"),
    path("import/people/", people.upload, name="people_upload"),
    path("import/people/confirm", people.confirm, name="people_confirm"),
    path("import/people/<int:number>/", people.report, name="people_import"),
    path("import/people/<int:number>/undo", people.undo, name="people_undo"),
    path("import/requirements/<str:key>/", requirements.take_in, name="requirements"),
    path("import/requirements/<str:key>/<int:number>/undo", requirements.undo, name="requirements_undo"),
    path("export/requirements/<str:key>.<str:suffix>", requirements.export, name="export_requirements"),
    path("export/people.<str:suffix>", people.export, name="people_export"),
    path(f"{PROJECT}plan/import", imports.project_import, name="project_import"),
    path(f"{PROJECT}plan/export.xml", exports.export, name="export"),
    path(f"{PROJECT}imports/", imports.reports, name="reports"),
    path(f"{PROJECT}imports/<int:number>/", imports.report, name="report"),
    path(f"{PROJECT}imports/<int:number>/undo", imports.undo, name="undo"),
]
