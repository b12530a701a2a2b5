"""No text of a person reaches a header of a mail: no line of its own, no further recipient, no other subject."""

import contextlib
import datetime as dt
import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.models import User
from remit.accounts.permissions import system_actor
from remit.accounts.tests.conftest import PASSWORD, path_in_mail
from remit.benefits.operations.reviews import remind_of_benefit_reviews
from remit.benefits.tests.making import a_benefit, a_review
from remit.changes.operations.decisions import decide_change
from remit.changes.tests.making import an_assessed_change
from remit.conftest import World
from remit.core.errors import RemitError
from remit.meetings.operations.meetings import Item, cancel_meeting, plan_meeting
from remit.meetings.operations.minutes import publish_minutes
from remit.meetings.operations.series import cancel_following, plan_series
from remit.meetings.tests.making import a_draft, a_meeting
from remit.people.models import Assignment, Person, Role
from remit.people.operations.absences import decide_leave, request_leave
from remit.people.operations.assignments import end_assignment
from remit.people.operations.certificates import add_certificate, remind_of_certificates
from remit.people.operations.invitations import invite_person
from remit.people.operations.people import add_person
from remit.people.operations.reminders import remind_all
from remit.planning.operations.edits import edit_plan
from remit.projects.models import GateReview
from remit.projects.operations.gates import Stated, ask_gate, decide_gate
from remit.projects.operations.lives import choose_method
from remit.registers.operations.issues import escalate_issue
from remit.registers.operations.reviews import remind_of_risks
from remit.registers.tests.making import a_kept_risk, a_risk, an_issue
from remit.resourcing.operations.answering import refuse_request
from remit.resourcing.tests.making import a_pool_entry, a_request
from remit.timesheets.operations.approving import return_sheet
from remit.timesheets.operations.keeping import submit_sheet
from remit.timesheets.tests.making import noted

pytestmark = pytest.mark.django_db
EVIL = "evil@evil.example"
BREAKS = {
    "CR LF": f"Ada\r\nBcc: {EVIL}",
    "LF": f"Ada\nBcc: {EVIL}",
    "CR": f"Ada\rBcc: {EVIL}",
    "folded": f"Ada\r\n Bcc: {EVIL}",
    "end of the headers": f"Ada\r\n\r\nBcc: {EVIL}",
    "percent": f"Ada%0d%0aBcc: {EVIL}",
    "encoded word, Q": f"=?utf-8?Q?Ada=0D=0ABcc:_{EVIL}?=",
    "encoded word, B": "=?utf-8?B?QWRhDQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=",
    "line separator": f"Ada\u2028Bcc: {EVIL}",
    "next line": f"Ada\u0085Bcc: {EVIL}",
    "vertical tab": f"Ada\x0bBcc: {EVIL}",
    "entity": f"Ada&#13;&#10;Bcc: {EVIL}",
    "second address": f"ada@acme.example, {EVIL}",
    "angle brackets": f"Ada <{EVIL}>",
    "quote": f'Ada" <{EVIL}>, "',
    "NUL": f"Ada\x00\r\nBcc: {EVIL}",
}
HEADERS = {
    "Content-Type",
    "MIME-Version",
    "Content-Transfer-Encoding",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
}
# the properties of a calendar file with one meeting, in their order
CALENDAR = [
    "BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND",
    "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "ATTENDEE", "STATUS", "END", "END", "",
]  # fmt: skip
texts = pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)


def assert_unharmed(
    messages: list[EmailMessage], recipients: set[str], content_type: str = "text/plain"
) -> None:
    """Read each message as a mail server does, and hold its headers to what it may have."""
    for message in messages:
        read = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
        assert set(read.keys()) <= HEADERS
        assert len(read.keys()) == len(set(read.keys()))
        assert set(message.recipients()) <= recipients
        assert {each.addr_spec for each in read["To"].addresses} <= recipients
        assert EVIL not in f"{read['Subject']} {read['From']} {read['To']}"
        assert read["Subject"].isprintable()
        assert read.get_content_type() == content_type


@texts
def test_the_name_of_somebody_invited_and_of_who_invites(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    name = text.replace("\x00", "")
    person = add_person(world.organisation, name=name, email="new@acme.example", actor=system_actor())
    world.give("Root", "administrator", world.root)
    boss = world.person("Root")
    boss.name = name
    boss.save()
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(person, actor=world.actor("Root"))
    assert len(mail.outbox) == 1
    assert_unharmed(mail.outbox, {"new@acme.example"})


@texts
def test_an_address_that_is_none_is_refused_where_people_are_added(world: World, text: str) -> None:
    world.give("Root", "administrator", world.root)
    client = world.client("Root")
    sent = {"name": "Ada", "email": text, "hours_per_week": "37.5"}
    assert client.post("/people/new/", sent).status_code in {400, 422}
    assert not type(world.person("Root")).objects.filter(email__contains="evil").exists()
    assert mail.outbox == []


@texts
def test_an_address_that_is_none_is_refused_by_the_operation(world: World, text: str) -> None:
    with pytest.raises(RemitError):
        add_person(world.organisation, name="Ada", email=text, actor=system_actor())


@texts
def test_asking_for_a_reset_and_for_a_new_address(alice: User, text: str) -> None:
    alice.name = text.replace("\x00", "")
    alice.save()
    Client().post("/accounts/password/reset/", {"email": text})
    Client().post("/accounts/password/reset/", {"email": alice.email}, headers={"Host": "127.0.0.1"})
    browser = Client()
    browser.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", {"email": text, "action_add": ""})
    browser.post("/accounts/email/", {"email": "alice@new.example", "action_add": ""})
    assert mail.outbox
    assert_unharmed(mail.outbox, {alice.email, "alice@new.example", "ada@acme.example"})
    assert not EmailAddress.objects.filter(email__contains="evil").exists()


def _change_password(browser: Client) -> None:
    new = "a wholly different sentence"
    browser.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


def _confirm_address(browser: Client) -> None:
    browser.post("/accounts/email/", {"email": "alice@new.example", "action_add": ""})
    browser.post(path_in_mail())


def _reset(browser: Client) -> None:
    browser.post("/accounts/password/reset/", {"email": "alice@acme.example"})
    form = browser.get(path_in_mail(), follow=True)
    new = "another wholly different one"
    browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})


NOTICES: dict[str, Callable[[Client], None]] = {
    "password changed": _change_password,
    "address changed": _confirm_address,
    "password reset": _reset,
}


@pytest.mark.parametrize("agent", BREAKS.values(), ids=BREAKS)
@pytest.mark.parametrize("act", NOTICES.values(), ids=NOTICES)
def test_what_the_browser_says_of_itself_in_a_notice(
    alice: User, act: Callable[[Client], None], agent: str
) -> None:
    """A notice names the browser and the address that a change came from."""
    browser = Client(HTTP_USER_AGENT=agent, HTTP_X_FORWARDED_FOR=agent)
    browser.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    act(browser)
    assert mail.outbox
    assert_unharmed(mail.outbox, {alice.email, "alice@new.example", "alice@acme.example"})


@texts
def test_the_names_of_a_certificate_and_of_a_role_that_somebody_is_reminded_of(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    name, soon = text.replace("\x00", ""), dt.date(2026, 6, 20)
    world.give("Root", "administrator", world.root)
    world.give("Mona", "project-manager")
    person, boss = world.person("Mona"), world.actor("Root")
    Role.objects.filter(code="project-manager").update(name=name)
    with contextlib.suppress(RemitError):  # names of more than one line are refused
        add_certificate(person, name=name, expires_on=soon, actor=boss)
    with django_capture_on_commit_callbacks(execute=True):
        remind_of_certificates(dt.date(2026, 6, 1), actor=system_actor())
        remind_all()
    assert mail.outbox
    assert_unharmed(mail.outbox, {person.email, world.person("Root").email})


@texts
def test_the_names_of_whoever_leaves_and_of_the_role_that_becomes_vacant(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    name = text.replace("\x00", "")
    world.give("Sue", "sponsor")
    world.give("Mona", "project-manager")
    Person.objects.filter(name__in=["Mona", "Sue"]).update(name=name)
    Role.objects.filter(code="project-manager").update(name=name)
    with django_capture_on_commit_callbacks(execute=True):
        end_assignment(Assignment.objects.get(role__code="project-manager"), version=1, actor=system_actor())
    assert mail.outbox
    assert_unharmed(mail.outbox, {world.person("Sue").email})


@texts
def test_the_name_of_whoever_asks_for_leave_and_why_it_is_declined(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words, day = text.replace("\x00", ""), dt.date(2099, 6, 1)
    ada, bob = world.person("Ada"), world.person("Bob")
    Person.objects.filter(pk=ada.pk).update(line_manager=bob, name=words)
    with django_capture_on_commit_callbacks(execute=True):
        asked = request_leave(ada, from_date=day, to_date=day, actor=world.actor("Ada"))
    assert_unharmed(mail.outbox, {bob.email})
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide_leave(asked, is_approved=False, version=1, actor=world.actor("Bob"), reason=words)
    assert mail.outbox
    assert_unharmed(mail.outbox, {ada.email})


@texts
def test_the_name_of_whoever_hands_hours_in_and_why_they_come_back(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    ada, bob = world.person("Ada"), world.person("Bob")
    Person.objects.filter(pk=ada.pk).update(line_manager=bob, name=words)
    sheet = noted(ada)
    with django_capture_on_commit_callbacks(execute=True):
        sheet = submit_sheet(sheet, version=1, actor=world.actor("Ada"))
        return_sheet(sheet, reason=f"No {words}"[:300], version=sheet.version, actor=world.actor("Bob"))
    assert len(mail.outbox) == 2
    assert_unharmed(mail.outbox, {ada.email, bob.email})


@texts
def test_what_somebody_decided_by_delegation(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    name, manager = text.replace("\x00", ""), world.person("Mia")
    world.give("Mia", "project-manager")
    bob = world.give("Bob", "team-member")
    Person.objects.filter(pk=world.person("Bob").pk).update(name=name)
    crew = {"op": "add_resource", "name": "Bob", "person_key": world.person("Bob").key}
    put = {"op": "assign", "activity": "T-1", "resource": "R-1", "delegation": "inquire"}
    edit_plan(world.project, [{"op": "add", "name": name or "Dig"}, crew, put], actor=system_actor())
    units = {"op": "change_assignment", "key": "S-1", "version": 1, "fields": {"units_percent": 50}}
    with django_capture_on_commit_callbacks(execute=True):
        edit_plan(world.project, [units], actor=replace(bob, name=name))
    assert_unharmed(mail.outbox, {manager.email})


def test_these_are_all_the_places_that_send_mail() -> None:
    """Mail is sent by one function; whoever calls it from a new place adds that place above."""
    from pathlib import Path  # noqa: PLC0415 - this test alone reads the source

    source = Path(__file__).resolve().parents[2]
    words = ("deliver(", "EmailMessage(", "send_mail(", "EmailMultiAlternatives")
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "tests" not in path.parts and any(word in path.read_text(encoding="utf-8") for word in words)
    }
    assert found == {
        "accounts/adapters.py",
        "accounts/mail.py",
        "accounts/operations/invitations.py",
        "people/operations/certificates.py",
        "people/operations/mails.py",
        "people/operations/reminders.py",
    }


@texts
def test_outcomes_and_their_late_reviews(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    world.give("Sam", "sponsor")
    owner = world.person("Ada")
    Person.objects.filter(pk=owner.pk).update(name=words)
    owner.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        made = a_benefit(world.project, owner, statement=f"Less {words}", unit=f"min {words}"[:40])
        a_review(made, dt.date(2026, 2, 2))
        remind_of_benefit_reviews()
    assert len(mail.outbox) == 3
    assert_unharmed(mail.outbox, {owner.email, world.person("Sam").email})


@texts
def test_owners_of_risks_and_issues_and_whoever_is_called(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    world.give("Petra", "project-manager")
    world.give("Ada", "team-member")
    owner = world.person("Ada")
    Person.objects.filter(pk=owner.pk).update(name=words)
    owner.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        a_risk(world.project, owner, event=f"Less {words}"[:500])
        a_kept_risk(world.project, owner, f"Late {words}"[:500], review_on=dt.date(2026, 2, 2))
        remind_of_risks()
        issue = an_issue(world.project, owner, title=f"No {words}"[:300])
        escalate_issue(issue, reason=f"Help {words}", version=1, actor=system_actor())
    assert len(mail.outbox) == 4
    assert_unharmed(mail.outbox, {owner.email, world.person("Petra").email})


@texts
def test_whoever_assesses_decides_and_asked_for_a_change(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    petra = world.give("Petra", "project-manager")
    asker = world.give("Ada", "team-member")
    Person.objects.filter(pk=world.person("Ada").pk).update(name=words)
    with django_capture_on_commit_callbacks(execute=True):
        made = an_assessed_change(
            world.project,
            world.person("Petra"),
            title=f"Door {words}"[:300],
            actor=replace(asker, name=words),
        )
        decide_change(made, "approve", words=f"Good {words}", version=made.version, actor=petra)
    assert len(mail.outbox) == 3
    assert_unharmed(mail.outbox, {world.person("Ada").email, world.person("Petra").email})


@texts
def test_conditions_of_gates(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    simon = world.give("Simon", "sponsor")
    owner = world.person("Ada")
    Person.objects.filter(pk=owner.pk).update(name=words)
    owner.refresh_from_db()
    world.baseline()
    choose_method(world.project, "predictive", actor=system_actor())
    project = world.project
    project.name = words[:200]
    project.save()
    review = ask_gate(project, actor=system_actor())
    GateReview.objects.filter(pk=review.pk).update(criteria=[])
    review.refresh_from_db()
    due = [Stated(words[:400], owner, dt.date(2098, 1, 1))]
    with django_capture_on_commit_callbacks(execute=True):
        decide_gate(review, "conditional", version=review.version, actor=simon, conditions=due)
    assert len(mail.outbox) == 1
    assert_unharmed(mail.outbox, {owner.email})


@texts
def test_meetings_and_the_files_for_calendars(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    for name in ("Petra", "Ada"):
        world.give(name, "team-member")
        Person.objects.filter(pk=world.person(name).pk).update(name=words)
        world.person(name).refresh_from_db()
    chair, minutes = world.person("Petra"), world.person("Ada")
    stated = {"kind": "steering", "title": "Budget", "purpose": words, "place": words or "Site"}
    when = {"day": dt.date(2098, 1, 6), "begins": dt.time(10), "length_minutes": 60}
    with django_capture_on_commit_callbacks(execute=True):
        made = plan_meeting(
            world.project, chair=chair, minute_taker=minutes, agenda=[Item(f"Cost {words}")], actor=system_actor(),
            **stated, **when,
        )  # fmt: skip
        cancel_meeting(made, reason=words or "Ill", version=1, actor=system_actor())
    assert len(mail.outbox) == 4
    assert_unharmed(mail.outbox, {chair.email, minutes.email}, "multipart/mixed")
    for message in mail.outbox:
        _name, content, _kind = message.attachments[0]
        lines = str(content).replace("\r\n ", "").split("\r\n")
        assert [line.partition(":")[0].partition(";")[0] for line in lines] == CALENDAR


@texts
def test_series_of_meetings_and_their_files_for_calendars(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    world.give("Petra", "team-member")
    chair = world.person("Petra")
    stated: dict[str, Any] = {"kind": "steering", "title": "Budget", "purpose": words, "place": words[:300]}
    stated |= {"day": dt.date(2098, 1, 6), "begins": dt.time(10), "length_minutes": 60}
    with django_capture_on_commit_callbacks(execute=True):
        made = plan_series(
            world.project, rhythm="weekly", times=2, chair=chair, minute_taker=chair, actor=system_actor(),
            agenda=[Item(f"Cost {words}"[:200])], **stated,
        )  # fmt: skip
        first = made.meetings.order_by("day")[0]
        cancel_following(first, reason=words or "Ill", version=1, actor=system_actor())
    assert len(mail.outbox) == 2
    assert_unharmed(mail.outbox, {chair.email}, "multipart/mixed")
    for message in mail.outbox:
        _name, content, _kind = message.attachments[0]
        lines = str(content).replace("\r\n ", "").split("\r\n")
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
        assert not [line for line in lines if line.startswith(("ATTENDEE", "RRULE"))]


@texts
def test_minutes_that_are_published(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    world.give("Petra", "team-member")
    meeting = a_meeting(world.project, world.person("Petra"), said=words)
    with django_capture_on_commit_callbacks(execute=True):
        publish_minutes(a_draft(meeting, said=words or "x"), version=1, actor=system_actor())
    assert len(mail.outbox) == 1
    assert_unharmed(mail.outbox, {world.person("Petra").email})


@texts
def test_the_title_of_a_meeting_stays_one_line_of_its_subject(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    world.give("Petra", "team-member")
    chair = world.person("Petra")
    with django_capture_on_commit_callbacks(execute=True):
        plan_meeting(
            world.project, kind="steering", title=text.replace("\x00", ""), day=dt.date(2098, 1, 6), begins=dt.time(10),
            length_minutes=60, chair=chair, minute_taker=chair, actor=system_actor(),
        )  # fmt: skip
    (message,) = mail.outbox
    read = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    assert set(read.keys()) <= HEADERS
    assert message.recipients() == [chair.email]
    assert read["Subject"].isprintable()


@texts
def test_requests_for_resources_and_their_answers(
    world: World, text: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    words = text.replace("\x00", "")
    petra = world.give("Petra", "project-manager")
    crane = a_pool_entry(world)
    with django_capture_on_commit_callbacks(execute=True):
        made = a_request(world, petra, pool=crane, what_for=f"Lift {words}"[:300])
        refuse_request(made, version=1, reason=f"No {words}"[:500], actor=world.actor("Mona"))
    assert len(mail.outbox) == 2
    assert_unharmed(mail.outbox, {world.person("Mona").email, world.person("Petra").email})
