"""Goal A: every route, method, kind of person and scope, against the table of what each may."""

import os

import pytest

from remit.conftest import World
from tests.permissions import PARTS, expected, measured, of_part, routes, stage, write

pytestmark = pytest.mark.django_db


@pytest.mark.any_database
@pytest.mark.long(25)
@pytest.mark.parametrize("part", range(PARTS))
def test_everyone_gets_what_the_table_says_and_no_refusal_writes(world: World, part: int) -> None:
    of = of_part(part)
    found = measured(stage(world), of)
    if os.environ.get("REMIT_WRITE_PERMISSIONS"):
        write(found, of)
    names = {route.name for route in of}
    table = {row: given for row, given in expected().items() if row[0] in names}
    assert set(found) - set(table) == set(), "routes that the table does not know: add and review them"
    assert set(table) - set(found) == set(), "routes of the table that are gone"
    wrong = [
        (*where, persona, f"table {table[where][persona]}, got {got}")
        for where, row in found.items()
        for persona, got in row.items()
        if table[where][persona] != got
    ]
    assert wrong == []


def test_the_table_is_of_the_routes_that_there_are() -> None:
    assert {route for (route, _m, _s) in expected()} <= {route.name for route in routes()}


def test_the_table_lets_nobody_in_where_nobody_should_be() -> None:
    """What must hold whatever the table says in detail."""
    table = expected()
    open_to_all = {route for (route, _m, _s), row in table.items() if row["anonymous"] == "open"}
    assert open_to_all <= OPEN_TO_ALL
    for (route, method, scope), row in table.items():
        if "<key>" in route or route.startswith(
            ("projects:d", "projects:e", "projects:p", "planning:", "interchange:r")
        ):
            assert row["removed"] == row["nobody"] != "open", (route, method, scope)
        if scope == "missing":
            assert set(row.values()) & {"open"} == set() or route in TELL_NOTHING, (route, method)
        assert "FAULT" not in row.values(), (route, method, scope)
        assert row["disabled"] == row["anonymous"], (route, method, scope)


# A history of nothing is an empty page, whether the thing exists or not; signing in knows no scope, and a
# second factor asks for the password again before it looks for the thing.
TELL_NOTHING = {
    "audit:history",
    "account_confirm_email",
    "account_reset_password_from_key",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}

# Pages that need no sign-in: signing in itself, setting a password by a link, and the description of the API.
OPEN_TO_ALL = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "api/v1/openapi.json",
    "api/v1/docs",
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
}
