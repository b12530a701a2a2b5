"""Addresses of capacity and of the pool that projects share."""

from django.urls import path

from remit.resourcing.views import capacity, pool

app_name = "resourcing"
_ENTRY = "pool/<str:pool_key>/"

urlpatterns = [
    path("capacity/", capacity.capacity, name="capacity"),
    path("capacity/<str:person_key>/", capacity.person, name="person"),
    path("pool/", pool.pool_list, name="pool"),
    path("pool/new/", pool.add, name="add_pool_entry"),
    path(_ENTRY, pool.entry, name="pool_entry"),
    path(f"{_ENTRY}edit/", pool.edit, name="edit_pool_entry"),
    path(f"{_ENTRY}close/", pool.close, name="close_pool_entry"),
    path(f"{_ENTRY}reopen/", pool.reopen, name="reopen_pool_entry"),
    path("projects/<str:key>/capacity/", capacity.project, name="project"),
]
