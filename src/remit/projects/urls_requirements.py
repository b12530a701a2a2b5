"""Addresses of needs, sessions and requirements."""

from django.urls import path

from remit.projects.views import matrix, needs, requirements

_ALL = "projects/<str:key>/requirements"
_ONE = f"{_ALL}/<str:requirement_key>"

urlpatterns = [
    path(f"{_ALL}/", requirements.requirements, name="requirements"),
    path(f"{_ALL}/new/", requirements.add, name="add_requirement"),
    path(f"{_ALL}/words", requirements.words, name="requirement_words"),
    path(f"{_ALL}/matrix/", matrix.matrix, name="requirement_matrix"),
    path(f"{_ALL}/measures/", matrix.measures, name="requirement_measures"),
    path(f"{_ALL}/needs/", needs.needs, name="needs"),
    path(f"{_ALL}/needs/<str:need_key>/", needs.need, name="need"),
    path(f"{_ALL}/sessions/", needs.collections, name="collections"),
    path(f"{_ALL}/sessions/<str:collection_key>/", needs.collection, name="collection"),
    path(f"{_ONE}/", requirements.requirement, name="requirement"),
    path(f"{_ONE}/edit/", requirements.edit, name="edit_requirement"),
    path(f"{_ONE}/move", requirements.move, name="move_requirement"),
    path(f"{_ONE}/link", matrix.link, name="link_requirement"),
]
