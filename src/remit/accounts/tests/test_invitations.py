"""By invitation only: a link in an e-mail, good once and for seven days, behind which a password is set."""

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.mail import MailNotSent
from remit.accounts.models import OneTimeLink, Purpose, User
from remit.accounts.operations.invitations import accept_invitation, invite_user, resend_invitation
from remit.accounts.operations.users import disable_user, enable_user
from remit.accounts.permissions import Actor, system_actor
from remit.accounts.tests.conftest import PASSWORD, links_in_mail, path_in_mail, sign_in
from remit.audit.models import AuditEvent
from remit.audit.recording import About
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
ABOUT = About("person", "U-7", "Bob", 1, "/1/")
Commit = DjangoCaptureOnCommitCallbacks


def invite(commit: Commit, email: str = "bob@acme.example") -> User:
    with commit(execute=True):
        return invite_user(email, "Bob", about=ABOUT, actor=system_actor())


def accept(client: Client, path: str, password: str = PASSWORD) -> int:
    form = client.get(path, follow=True)
    if form.status_code != 200:
        return form.status_code
    return client.post("/invitation/", {"password": password, "again": password}).status_code


def test_the_invited_choose_a_password_and_are_in(django_capture_on_commit_callbacks: Commit) -> None:
    user = invite(django_capture_on_commit_callbacks, " Bob@Acme.example ")
    assert (user.email, mail.outbox[-1].to) == ("bob@acme.example", ["bob@acme.example"])
    assert links_in_mail()[0].startswith("http://127.0.0.1:8000/invitation/")

    browser = Client()
    assert accept(browser, path_in_mail()) == 302

    assert browser.session["_auth_user_id"] == str(user.pk)
    assert sign_in(Client(), "bob@acme.example")


def test_before_that_nobody_signs_in_with_the_address(django_capture_on_commit_callbacks: Commit) -> None:
    user = invite(django_capture_on_commit_callbacks)
    assert not user.has_usable_password()
    for password in ("", PASSWORD, user.password):
        assert not sign_in(Client(), user.email, password)


def test_opening_the_link_uses_nothing_up(django_capture_on_commit_callbacks: Commit) -> None:
    invite(django_capture_on_commit_callbacks)
    for _ in range(3):  # scanners of mail follow links
        assert Client().get(path_in_mail(), follow=True).status_code == 200
    assert accept(Client(), path_in_mail()) == 302


def test_the_token_stands_in_no_address_that_is_kept(django_capture_on_commit_callbacks: Commit) -> None:
    invite(django_capture_on_commit_callbacks)
    page = Client().get(path_in_mail(), follow=True)
    token = path_in_mail().split("/")[2]
    assert page.request["PATH_INFO"] == "/invitation/"
    assert token not in page.content.decode()
    assert token not in str(list(OneTimeLink.objects.values_list()))


def test_a_used_an_expired_and_an_invented_link_are_refused_alike(
    django_capture_on_commit_callbacks: Commit,
) -> None:
    invite(django_capture_on_commit_callbacks)
    used = path_in_mail()
    accept(Client(), used)
    invite(django_capture_on_commit_callbacks, "eve@acme.example")
    expired = path_in_mail()
    OneTimeLink.objects.filter(used_at=None).update(expires_at=timezone.now())
    answers = [Client().get(path) for path in (used, expired, "/invitation/invented/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert all("no longer valid" in answer.content.decode() for answer in answers)


def test_a_link_lasts_seven_days(django_capture_on_commit_callbacks: Commit) -> None:
    invite(django_capture_on_commit_callbacks)
    link = OneTimeLink.objects.get(purpose=Purpose.INVITATION)
    assert (
        dt.timedelta(days=7) - dt.timedelta(minutes=1)
        < link.expires_at - link.created_at
        <= dt.timedelta(days=7)
    )


def test_sending_again_ends_the_earlier_link(django_capture_on_commit_callbacks: Commit) -> None:
    user = invite(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(user, actor=system_actor())
    assert accept(Client(), path_in_mail(0)) == 404
    assert accept(Client(), path_in_mail(1)) == 302
    user.refresh_from_db()
    with pytest.raises(Conflict):
        resend_invitation(user, actor=system_actor())


def test_a_weak_password_does_not_use_the_link_up(django_capture_on_commit_callbacks: Commit) -> None:
    invite(django_capture_on_commit_callbacks)
    token = path_in_mail().split("/")[2]
    assert accept(Client(), path_in_mail(), "short") == 422
    with pytest.raises(Invalid):
        accept_invitation(token, "short")
    assert accept(Client(), path_in_mail()) == 302


def test_two_different_passwords_are_refused(django_capture_on_commit_callbacks: Commit) -> None:
    invite(django_capture_on_commit_callbacks)
    browser = Client()
    browser.get(path_in_mail())
    answer = browser.post("/invitation/", {"password": PASSWORD, "again": PASSWORD + "x"})
    assert answer.status_code == 422


def test_a_reset_link_is_no_invitation_and_the_other_way_round(
    alice: User, django_capture_on_commit_callbacks: Commit
) -> None:
    Client().post("/accounts/password/reset/", {"email": alice.email})
    with pytest.raises(NotFound):
        accept_invitation(path_in_mail().rstrip("/").split("-", 1)[1], PASSWORD)
    user = invite(django_capture_on_commit_callbacks)
    token = path_in_mail().split("/")[2]
    answer = Client().get(f"/accounts/password/reset/key/{user.pk}-{token}/", follow=True)
    assert "no longer works" in answer.content.decode()


def test_a_disabled_invitation_opens_nothing_even_after_enabling(
    django_capture_on_commit_callbacks: Commit,
) -> None:
    user = invite(django_capture_on_commit_callbacks)
    disable_user(user, actor=system_actor())
    user.refresh_from_db()
    with pytest.raises(Conflict):
        resend_invitation(user, actor=system_actor())
    assert accept(Client(), path_in_mail()) == 404
    enable_user(user, actor=system_actor())
    assert accept(Client(), path_in_mail()) == 404


def test_an_address_in_use_is_refused(alice: User) -> None:
    with pytest.raises(Invalid):
        invite_user(alice.email.upper(), "Alice", about=ABOUT, actor=system_actor())


def test_only_whoever_manages_accounts_there_may_invite() -> None:
    for actor in (Actor(key="U-1", name="Bo", user_id=1), Actor(key="nobody", name="nobody")):
        with pytest.raises(NotAllowed):
            invite_user("bob@acme.example", "Bob", about=ABOUT, actor=actor)
    assert not User.objects.exists()


def test_a_mail_that_is_not_sent_is_said_and_the_sign_in_stands(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commit
) -> None:
    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(MailNotSent, match="Send it again"):
        invite(django_capture_on_commit_callbacks)
    assert User.objects.filter(email="bob@acme.example").exists()


def test_accepting_does_not_pass_by_a_second_factor(django_capture_on_commit_callbacks: Commit) -> None:
    user = invite(django_capture_on_commit_callbacks)
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    browser = Client()
    assert accept(browser, path_in_mail()) == 302
    assert "_auth_user_id" not in browser.session


def test_inviting_and_accepting_stand_in_the_record(django_capture_on_commit_callbacks: Commit) -> None:
    invite(django_capture_on_commit_callbacks)
    accept(Client(), path_in_mail())
    operations = list(AuditEvent.objects.values_list("operation", flat=True))
    assert "accounts.invite_user" in operations
    assert "accounts.accept_invitation" in operations
    assert PASSWORD not in str(list(AuditEvent.objects.values_list()))
