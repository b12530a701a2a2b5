"""Addresses of capacity: of the organisation, of one person, and of the people of a project."""

from django.urls import path

from remit.resourcing.views import capacity

app_name = "resourcing"

urlpatterns = [
    path("capacity/", capacity.capacity, name="capacity"),
    path("capacity/<str:person_key>/", capacity.person, name="person"),
    path("projects/<str:key>/capacity/", capacity.project, name="project"),
]
