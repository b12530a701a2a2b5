"""Row 130: length counts, composition does not, and nothing is cut off."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from remit.accounts.models import User
from remit.accounts.tests.conftest import path_in_mail, sign_in

BOB = User(email="robertson@acme.example", name="Bob Robertson")


@pytest.mark.parametrize(
    "password",
    [
        "kettle brass fog",
        "lowercaseonlynothingelse",
        "4815162342 1984 2001",
        "ein langer deutscher Satz mit Umlauten äöü",
        "密码很长而且没有人会猜到它",
        "  spaces at both ends  ",
        "x7" * 3 + "kitchen sink and sofa " * 3,
        "unusual words " * 18,
    ],
)
def test_a_long_enough_password_is_accepted_whatever_it_is_made_of(password: str) -> None:
    validate_password(password, BOB)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("", "password_too_short"),
        ("z9" * 129, "password_too_long"),
        ("passwordpassword", "password_too_common"),
        ("PasswordPassword", "password_too_common"),
        ("aaaaaaaaaaaaaaaa", "password_too_common"),
        ("abababababababab", "password_too_common"),
        ("123456789012345", "password_too_common"),
        ("432109876543210", "password_too_common"),
        ("qwertyuiopasdfgh", "password_too_common"),
        ("zyxwvutsrqponmlk", "password_too_common"),
        ("robertson@acme.example", "password_too_similar"),
        ("bob robertson", "password_too_similar"),
    ],
)
def test_what_is_short_common_or_ones_own_name_is_refused(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, BOB)
    assert code in {error.code for error in refusal.value.error_list}


def test_every_character_of_a_long_password_counts(alice: User) -> None:
    long = "kettle brass fog and " * 11  # beyond the 72 bytes at which some hashes stop reading
    alice.set_password(long + "a")
    assert alice.check_password(long + "a")
    assert not alice.check_password(long + "b")
    assert not alice.check_password(long)


def test_spaces_at_the_ends_are_part_of_the_password(alice: User) -> None:
    Client().post("/accounts/password/reset/", {"email": alice.email})
    browser = Client()
    form = browser.get(path_in_mail(), follow=True)
    spaced = "  kettle brass fog  "
    browser.post(form.request["PATH_INFO"], {"password1": spaced, "password2": spaced})
    assert not sign_in(Client(), password=spaced.strip())
    assert sign_in(Client(), password=spaced)


@pytest.mark.usefixtures("alice")
def test_the_form_states_the_shortest_length() -> None:
    Client().post("/accounts/password/reset/", {"email": "alice@acme.example"})
    assert "at least 12 characters" in Client().get(path_in_mail(), follow=True).content.decode()
