"""Addresses of capacity, of the pool that projects share, and of requests."""

from django.urls import path

from remit.resourcing.views import capacity, pool, requests

app_name = "resourcing"
_ENTRY = "pool/<str:pool_key>/"
_REQUEST = "requests/<str:request_key>/"

urlpatterns = [
    path("capacity/", capacity.capacity, name="capacity"),
    path("capacity/<str:person_key>/", capacity.person, name="person"),
    path("pool/", pool.pool_list, name="pool"),
    path("pool/new/", pool.add, name="add_pool_entry"),
    path(_ENTRY, pool.entry, name="pool_entry"),
    path(f"{_ENTRY}edit/", pool.edit, name="edit_pool_entry"),
    path(f"{_ENTRY}close/", pool.close, name="close_pool_entry"),
    path(f"{_ENTRY}reopen/", pool.reopen, name="reopen_pool_entry"),
    path(f"{_ENTRY}deliveries/", pool.add_stock, name="add_delivery"),
    path(f"{_ENTRY}deliveries/<int:delivery_number>/remove/", pool.remove_stock, name="remove_delivery"),
    path("requests/", requests.request_list, name="requests"),
    path(_REQUEST, requests.one, name="request"),
    path(f"{_REQUEST}approve/", requests.approve, name="approve"),
    path(f"{_REQUEST}propose/", requests.propose, name="propose"),
    path(f"{_REQUEST}refuse/", requests.refuse, name="refuse"),
    path(f"{_REQUEST}accept/", requests.accept, name="accept"),
    path(f"{_REQUEST}decline/", requests.decline, name="decline"),
    path(f"{_REQUEST}withdraw/", requests.withdraw, name="withdraw"),
    path(f"{_REQUEST}allocations/<int:allocation_number>/release/", requests.release, name="release"),
    path("projects/<str:key>/requests/", requests.of_project, name="project_requests"),
    path("projects/<str:key>/requests/new/", requests.ask, name="ask"),
    path("projects/<str:key>/capacity/", capacity.project, name="project"),
]
