"""Addresses of people, roles and the organisation."""

from django.urls import path

from remit.people.views import edits, glossary, people, second_factor, units, users

app_name = "people"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", edits.add, name="add"),
    path("people/<str:key>/edit/", edits.edit, name="edit"),
    path("people/sign-ins/", users.users, name="users"),
    path("people/sign-ins/second-factor/", second_factor.rule, name="second_factor"),
    path("second-factor/", second_factor.first, name="second_factor_first"),
    path("people/<str:key>/invite/", users.invite, name="invite"),
    path("people/<str:key>/disable/", users.disable, name="disable"),
    path("people/<str:key>/enable/", users.enable, name="enable"),
    path("people/<str:key>/", people.person, name="person"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new/", glossary.add, name="add_term"),
    path("glossary/standard/", glossary.add_standard, name="add_standard_terms"),
    path("glossary/words/", glossary.words, name="glossary_words"),
    path("glossary/<slug:slug>/", glossary.term, name="term"),
    path("glossary/<slug:slug>/edit/", glossary.edit, name="edit_term"),
    path("glossary/<slug:slug>/remove/", glossary.remove, name="remove_term"),
    path("roles/", people.roles, name="roles"),
    path("roles/<slug:code>/", people.role, name="role"),
    path("organisation/", people.organisation, name="organisation"),
    path("organisation/units/new/", units.add_unit, name="add_unit"),
    path("organisation/units/<str:unit_key>/", units.unit, name="unit"),
    path("organisation/units/<str:unit_key>/close", units.close, name="close_unit"),
    path("organisation/units/<str:unit_key>/reopen", units.reopen, name="reopen_unit"),
]
