"""Addresses of projects."""

from django.urls import path

from remit.projects.views import people, projects

app_name = "projects"

urlpatterns = [
    path("projects/", projects.project_list, name="list"),
    path("projects/new/", projects.create, name="create"),
    path("projects/<str:key>/", projects.detail, name="detail"),
    path("projects/<str:key>/edit/", projects.edit, name="edit"),
    path("projects/<str:key>/people/", people.people, name="people"),
    path("projects/<str:key>/people/<str:assignment_key>/end", people.end, name="end_assignment"),
]
