"""Addresses of a project's money."""

from django.urls import path

from remit.costs.views import accounts, entries

app_name = "costs"

_BUDGET = "projects/<str:key>/budget/"
_ACCOUNT = f"{_BUDGET}accounts/<str:account_key>/"
_ENTRY = f"{_BUDGET}costs/<str:entry_key>/"

urlpatterns = [
    path(_BUDGET, accounts.budget, name="budget"),
    path(f"{_BUDGET}moves/", accounts.moves, name="moves"),
    path(f"{_BUDGET}move/", accounts.move, name="move"),
    path(f"{_BUDGET}accounts/new/", accounts.add, name="add_account"),
    path(_ACCOUNT, accounts.account, name="account"),
    path(f"{_ACCOUNT}edit/", accounts.edit, name="edit_account"),
    path(f"{_ACCOUNT}closed", accounts.close, name="close_account"),
    path(f"{_BUDGET}costs/", entries.entry_list, name="entries"),
    path(f"{_BUDGET}costs/new/", entries.add, name="add_entry"),
    path(_ENTRY, entries.entry, name="entry"),
    path(f"{_ENTRY}reverse/", entries.reverse, name="reverse_entry"),
]
