"""Addresses of people, roles and the organisation."""

from django.urls import path

from remit.people.views import people

app_name = "people"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<str:key>/", people.person, name="person"),
    path("roles/", people.roles, name="roles"),
    path("roles/<slug:code>/", people.role, name="role"),
    path("organisation/", people.organisation, name="organisation"),
]
