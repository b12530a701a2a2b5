"""Files that are no plan: each is refused in words that name line or task, and nothing is half-written."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from remit.conftest import World
from remit.core.errors import Invalid
from remit.interchange.operations.imports import import_plan
from remit.interchange.tests.plans import NAMESPACE, after, file_of, plan_xml, task

Census = Callable[[], dict[str, int]]

BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE Project [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>\n<Project><Title>&j;</Title></Project>"
).encode()
EXTERNAL = (
    b'<?xml version="1.0"?>\n<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    b"<Project><Title>&x;</Title></Project>"
)
CYCLE = plan_xml(
    task(1, "Dig", after(3)) + task(2, "Pour", after(1)) + task(3, "Walls", after(2)) + task(4, "Paint")
)
EARLY_FINISH = task(2, "Pour", "<Start>2026-06-05T08:00:00</Start><Finish>2026-06-01T17:00:00</Finish>")


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("plan.xml", plan_xml(task(1, "Dig")))
    return file.getvalue()


def deep(levels: int) -> bytes:
    return plan_xml("".join(task(n, f"Level {n}", level=n) for n in range(1, levels + 1)))


def nested_calendars(count: int) -> str:
    return (
        "".join(
            f"<Calendar><UID>{n}</UID><Name>C{n}</Name><BaseCalendarUID>{n + 1}</BaseCalendarUID></Calendar>"
            for n in range(10, 10 + count)
        )
        + f"<Calendar><UID>{10 + count}</UID><Name>Last</Name></Calendar>"
    )


def recurring_calendar(count: int, *, kind: int = 1, rule: str = "<Period>2</Period>") -> str:
    """Return a calendar with exceptions that each ask for the days of a hundred years."""
    period = "<FromDate>2026-01-01T00:00:00</FromDate><ToDate>2130-01-01T00:00:00</ToDate>"
    each = f"<Exception><TimePeriod>{period}</TimePeriod><Type>{kind}</Type>{rule}</Exception>"
    return f"<Calendar><UID>50</UID><Name>Holidays</Name><Exceptions>{each * count}</Exceptions></Calendar>"


def derived_calendar(uid: int) -> str:
    return f"<Calendar><UID>{uid}</UID><Name>C{uid}</Name><BaseCalendarUID>50</BaseCalendarUID></Calendar>"


def work(inside: str) -> str:
    return f"<Assignments><Assignment><TaskUID>1</TaskUID>{inside}</Assignment></Assignments>"


BAD: dict[str, tuple[bytes, str]] = {
    "not XML": (b"Dear colleague,\nplease find the plan attached.", r"Line 1: .*well-formed XML"),
    "truncated": (plan_xml(task(1, "Dig"))[:-40], r"Line \d+: .*well-formed XML"),
    "XML bomb": (BOMB, r"Line \d+: .*(DOCTYPE|well-formed)"),
    "external entity": (EXTERNAL, r"Line \d+: .*(DOCTYPE|well-formed)"),
    "cycle": (
        CYCLE,
        r"circle: 'Dig' \(line 10\) → .*'Walls' \(line 12\).* → 'Dig'|circle: .*'Dig' \(line 10\)",
    ),
    "waits for itself": (plan_xml(task(1, "Dig", after(1))), r"Line 10: .*waits for itself"),
    "finish before start": (
        plan_xml(task(1, "Dig") + EARLY_FINISH),
        r"Line 11, task 2 'Pour': it finishes before",
    ),
    "unknown calendar": (
        plan_xml(task(1, "Dig", "<CalendarUID>9</CalendarUID>")),
        r"task 1 'Dig'.*calendar 9",
    ),
    "unknown predecessor": (plan_xml(task(1, "Dig", after(9))), r"Line 10, task 'Dig': .*task 9"),
    "1e9 lag": (
        plan_xml(task(1, "Dig") + task(2, "Pour", after(1, lag=10**10))),
        r"Line 11, task 2 'Pour': .*lag",
    ),
    "wrong encoding": (
        plan_xml(task(1, "Dig")).replace(b"UTF-8", b"UTF-16").replace(b"Dig", "Dig ünder".encode("latin-1")),
        r"Line \d+: ",
    ),
    "bytes of another encoding": (
        plan_xml(task(1, "Dig")).replace(b"Dig", "Grün".encode("latin-1")),
        r"Line 10: ",
    ),
    "unknown encoding": (plan_xml(task(1, "Dig")).replace(b"UTF-8", b"KLINGON-8"), r"Line \d+: "),
    "duplicate tasks": (plan_xml(task(1, "Dig") + task(1, "Pour")), r"Line 11, task 1 'Pour': two tasks"),
    "duplicate calendars": (
        plan_xml(task(1, "Dig"), head="<Calendar><UID>1</UID><Name>Second</Name></Calendar>"),
        r"Line 8, task calendar 'Second': two calendars",
    ),
    "duplicate resources": (
        plan_xml(
            tail="<Resources><Resource><UID>3</UID><Name>A</Name></Resource>\n<Resource><UID>3</UID></Resource></Resources>"
        ),
        r"Line 13: two resources",
    ),
    "empty file": (b"", r"empty: there is nothing at line 1"),
    "wrong root": (b"<html><body>Sign in</body></html>", r"Line 1: .*not a Microsoft Project XML"),
    "NUL bytes": (b"\0" * 4000, r"Line 1: "),
    "NUL byte in a name": (plan_xml(task(1, "D\0g")), r"Line 10: "),
    "zip": (zipped(), r"Line 1: this is a zip file"),
    "mpp": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, r"Line 1: this is an \.mpp file.*type XML"),
    "outline 1,000 deep": (deep(1000), r"Line 40, task 31 'Level 31': OutlineLevel is 31"),
    "outline with a gap": (
        plan_xml(task(1, "Dig") + task(2, "Pour", level=4)),
        r"Line 11, task 2 'Pour': Outline",
    ),
    "elements 1,000 deep": (
        b"<Project>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</Project>",
        r"Line 1: .*nested",
    ),
    "calendar derived from itself": (
        plan_xml(
            head="<Calendar><UID>2</UID><BaseCalendarUID>3</BaseCalendarUID></Calendar>\n<Calendar><UID>3</UID><BaseCalendarUID>2</BaseCalendarUID></Calendar>"
        ),
        r"calendar 'Calendar 2': it is derived from itself",
    ),
    "calendars derived 3,000 deep": (
        plan_xml(head=nested_calendars(3000)),
        r"Line 8, task calendar 'C\d+': it is derived over more than 30 others",
    ),
    "calendars of millions of days": (
        plan_xml(head=recurring_calendar(300) + "".join(derived_calendar(n) for n in range(100, 400))),
        r"Line 8, task calendar 'Holidays': the calendars have more than 500000 exceptions",
    ),
    "recurring days that never come": (
        plan_xml(head=recurring_calendar(2000, kind=2, rule="<Month>1</Month><MonthDay>30</MonthDay>")),
        r"Line 8, task calendar 'Holidays': .*more recurring exceptions",
    ),
    "calendar that never works": (
        plan_xml(
            head="<Calendar><UID>2</UID><Name>Never</Name><WeekDays>"
            + "".join(
                f"<WeekDay><DayType>{n}</DayType><DayWorking>0</DayWorking></WeekDay>" for n in range(1, 8)
            )
            + "</WeekDays></Calendar>"
        ),
        r"Line 8, task calendar 'Never': .*never works",
    ),
    "date of the year 1": (
        plan_xml(task(1, "Dig", "<Start>0001-01-01T00:00:00</Start>")),
        r"task 1 'Dig'.*1900",
    ),
    "date that is none": (
        plan_xml(task(1, "Dig", "<Start>soon</Start>")),
        r"Line 10, task 1 'Dig': Start is 'soon'",
    ),
    "duration of ages": (
        plan_xml(task(1, "Dig").replace("PT8H", "PT99999999H")),
        r"task 1 'Dig'.*hundred years",
    ),
    "negative duration": (plan_xml(task(1, "Dig").replace("PT8H", "PT-8H")), r"task 1 'Dig'.*not a duration"),
    "percent above 100": (
        plan_xml(task(1, "Dig", "<PercentComplete>120</PercentComplete>")),
        r"task 1 'Dig'.*0 to 100",
    ),
    "baseline 99": (
        plan_xml(task(1, "Dig", "<Baseline><Number>99</Number></Baseline>")),
        r"'Dig' \(line 10\).*0 to 10",
    ),
    "UID of 50 characters": (
        plan_xml(task(1, "Dig").replace("<UID>1<", f"<UID>{'7' * 50}<")),
        r"'Dig' \(line 10\).*UID",
    ),
    "delay of ages": (
        plan_xml(task(1, "Dig"), tail=work("<Delay>999999999999</Delay>")),
        r"'Dig' \(line 10\).*delayed",
    ),
    "assignment to nobody": (
        plan_xml(task(1, "Dig"), tail=work("<ResourceUID>9</ResourceUID>")),
        r"Line 13: .*resource 9",
    ),
    "units beyond reason": (plan_xml(task(1, "Dig"), tail=work("<Units>1e30</Units>")), r"Line 13: .*Units"),
    "units that are no number": (
        plan_xml(task(1, "Dig"), tail=work("<Units>nan</Units>")),
        r"Line 13: .*Units",
    ),
    "work until after 2199": (
        plan_xml(
            "".join(task(n, f"Age {n}", after(n - 1) if n > 1 else "", days=36000) for n in range(1, 9))
        ),
        r"scheduled",
    ),
}


@pytest.fixture
def planner(world: World) -> Client:
    world.give("Pia", "portfolio-manager", world.root)
    return world.client("Pia")


def send(client: Client, content: bytes, world: World, **more: Any) -> Any:
    file = SimpleUploadedFile("plan.xml", content, content_type="text/xml")
    return client.post("/import/", {"file": file, "parent": world.root.pk, **more})


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_plan_is_refused_with_the_place(
    kind: str, world: World, planner: Client, census: Census
) -> None:
    content, expected = BAD[kind]
    before = census()
    began = time.process_time()
    answer = send(planner, content, world, name="Kept name")
    assert answer.status_code == 422
    assert time.process_time() - began < 10
    (message,) = answer.context["form"].errors["file"]
    assert re.search(expected, message), message
    assert census() == before
    # what was typed is still there
    assert answer.context["form"]["name"].value() == "Kept name"
    assert "Kept name" in answer.content.decode()


@pytest.mark.parametrize("kind", ["cycle", "truncated", "finish before start"])
def test_an_empty_plan_that_could_not_be_filled_stays_as_it_was(
    kind: str, world: World, census: Census
) -> None:
    world.give("Ada", "project-manager")
    client = world.client("Ada")
    before = census()
    file = SimpleUploadedFile("plan.xml", BAD[kind][0])
    answer = client.post(f"/projects/{world.project.key}/plan/import", {"file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert census() == before
    world.plan.refresh_from_db()
    assert world.plan.version == 1


def test_a_file_over_the_limit_is_refused_before_it_is_kept(
    world: World, planner: Client, census: Census, settings: Any
) -> None:
    settings.IMPORT_LIMIT_BYTES = 2 * 1024 * 1024
    before = census()
    answer = send(planner, plan_xml(task(1, "Dig")) + b" " * 2 * 1024 * 1024, world)
    assert answer.status_code == 422
    (message,) = answer.context["form"].errors["file"]
    assert "larger than 2 MB" in message
    assert not answer.wsgi_request.FILES
    assert census() == before


def test_a_known_size_is_refused_before_anything_is_read(world: World, settings: Any) -> None:
    settings.IMPORT_LIMIT_BYTES = 100
    actor = world.give("Pia", "portfolio-manager", world.root)

    class Unread(io.BytesIO):
        size = 101

        def read(self, *_args: Any) -> bytes:
            raise AssertionError

    with pytest.raises(Invalid, match="larger"):
        import_plan(Unread(), "a.xml", actor=actor, parent=world.root)


def test_an_unknown_size_is_refused_while_it_is_read(world: World, settings: Any) -> None:
    settings.IMPORT_LIMIT_BYTES = 1000
    actor = world.give("Pia", "portfolio-manager", world.root)
    with pytest.raises(Invalid, match="larger"):
        import_plan(file_of(plan_xml(task(1, "D" * 2000))), "a.xml", actor=actor, parent=world.root)


def test_no_file_at_all_is_said_at_the_field(world: World, planner: Client) -> None:
    answer = planner.post("/import/", {"parent": world.root.pk})
    assert answer.status_code == 422
    assert "Choose the file" in answer.context["form"].errors["file"][0]


def test_names_of_a_file_are_shown_as_text(world: World, planner: Client) -> None:
    name = "&lt;script&gt;alert(1)&lt;/script&gt;"
    content = plan_xml(task(1, name, after(2)) + task(2, "Pour", after(1)))
    answer = send(planner, content, world)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()


def test_a_file_without_the_namespace_is_read_all_the_same(world: World, planner: Client) -> None:
    content = plan_xml(task(1, "Dig")).replace(f' xmlns="{NAMESPACE}"'.encode(), b"")
    assert send(planner, content, world).status_code == 302


def test_utf_16_is_read_where_the_file_states_it(world: World, planner: Client) -> None:
    content = plan_xml(task(1, "Grün")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert send(planner, content, world).status_code == 302
