import errno
import io
import json
import os
import signal
import socket
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db.models import F

from remit.accounts.models import User
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import NotAllowed
from remit.engine.tests.plan_files import project, task
from remit.people.actors import actor_for
from remit.people.models import Organisation, Person
from remit.people.queries import holder as accountable_at
from remit.planning.models import Activity
from remit.planning.operations.edits import edit_plan
from remit.projects.models import Project
from remit.web import cli
from remit.web.cli import keeping, plans
from remit.web.cli.arguments import COMMANDS
from remit.web.presence import SERVING, held, holder, last_words
from remit.web.tests.installation import PASSWORD, Installation

Capture = pytest.CaptureFixture[str]


def as_json(capsys: Capture) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


@pytest.fixture
def planned(world: World) -> World:
    """The organisation, with two activities in its plan."""
    actor = world.give("Alice", "project-manager")
    steps = [
        {"op": "add", "temporary_key": "a", "name": "Dig", "duration_minutes": 450},
        {"op": "add", "temporary_key": "b", "name": "Pour", "duration_minutes": 900},
    ]
    edit_plan(world.project, steps, actor=actor)
    return world


def test_the_version_is_said_as_words_and_as_json(capsys: Capture) -> None:
    assert cli.main(["version"]) == 0
    assert capsys.readouterr().out.startswith("remit 0.")
    assert cli.main(["--json", "version"]) == 0
    before = as_json(capsys)
    assert cli.main(["version", "--json"]) == 0
    assert as_json(capsys) == before
    assert before["ok"] is True


@pytest.mark.parametrize("words", [[], ["nonsense"], ["import"], ["serve", "--port", "many"], ["audit"]])
def test_wrong_usage_ends_with_code_2(words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_every_command_has_a_function_and_help(capsys: Capture) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as caught:
            cli.main([*command.name.split(), "--help"])
        assert caught.value.code == 0
        assert command.help in capsys.readouterr().out
        module, _colon, name = command.function.partition(":")
        assert callable(getattr(__import__(module, fromlist=[name]), name))


def test_a_plan_goes_out_and_comes_in_as_a_new_project(
    planned: World, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "plan.xml"
    assert cli.main(["export", planned.project.key, str(file)]) == 0
    assert cli.main(["import", str(file), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert facts["counts"]["activities"] == 2
    names = Activity.objects.filter(project__key=facts["project"]).values_list("name", flat=True)
    assert sorted(names) == ["Dig", "Pour"]


def test_an_import_says_who_answers_for_the_project_or_that_nobody_does(
    world: World, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "plan.xml"
    file.write_bytes(project(task(1, Name="Dig")))
    assert cli.main(["import", str(file)]) == 0
    assert "nobody is accountable for it yet" in capsys.readouterr().out
    mona = world.person("Mona")
    assert cli.main(["import", str(file), "--manager", mona.email.upper(), "--json"]) == 0
    facts = as_json(capsys)
    assert facts["accountable"] == "Mona"
    assert accountable_at(Project.objects.get(key=facts["project"]).scope_id) == mona


def test_an_import_for_a_manager_whom_nobody_knows_makes_no_project(
    world: World, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "plan.xml"
    file.write_bytes(project(task(1, Name="Dig")))
    assert cli.main(["import", str(file), "--manager", "nobody@example.org"]) == 3
    assert "Nobody in Acme has the address nobody@example.org" in capsys.readouterr().err
    assert list(Project.objects.all()) == [world.project]


@pytest.mark.usefixtures("world")
def test_an_import_names_each_date_that_came_out_differently_and_why(tmp_path: Path, capsys: Capture) -> None:
    dates = {"Start": "2026-01-05T09:00:00", "Finish": "2026-01-07T17:00:00"}  # a day of work over three
    (tmp_path / "plan.xml").write_bytes(project(task(1, Name="Dig", **dates)))
    assert cli.main(["import", str(tmp_path / "plan.xml")]) == 0
    said = capsys.readouterr().out
    assert "T-1 Dig, finish Mon 5 Jan 2026" in said
    assert "(in the file Wed 7 Jan 2026, 17:00): In the file its work is interrupted" in said
    assert cli.main(["import", str(tmp_path / "plan.xml"), "--json"]) == 0
    facts = as_json(capsys)
    assert [(each["key"], each["field"]) for each in facts["differing"]][-1] == ("T-1", "finish")
    assert facts["differences"] == len(facts["differing"])


@pytest.mark.usefixtures("planned")
def test_a_file_that_cannot_be_written_is_said_with_its_name(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["export", "P-1", str(tmp_path)]) == 5
    assert capsys.readouterr().err == f"remit: {tmp_path} is a folder: name the file to write.\n"
    assert cli.main(["export", "P-1", str(tmp_path / "none" / "plan.xml")]) == 5
    assert capsys.readouterr().err == f"remit: There is no folder {tmp_path / 'none'}.\n"


def test_a_plan_is_written_to_standard_output_without_a_file(planned: World, capfdbinary: Any) -> None:
    assert cli.main(["export", planned.project.key.lower()]) == 0
    assert capfdbinary.readouterr().out.startswith(b"<?xml")


def test_a_file_comes_into_an_empty_plan_and_not_into_a_full_one(
    planned: World, stranger: World, tmp_path: Path, capsys: Capture
) -> None:
    file = str(tmp_path / "plan.xml")
    acme, globex = (["--organisation", each.organisation.name] for each in (planned, stranger))
    assert cli.main(["export", "P-1", file, *acme]) == 0
    assert cli.main(["import", file, "--project", "P-1", *globex]) == 0
    assert Activity.objects.filter(project=stranger.project).count() == 2
    assert cli.main(["import", file, "--project", "P-1", *acme]) == 4
    assert "has a plan already" in capsys.readouterr().err


def test_a_schedule_is_computed_and_compared_with_what_is_stored(planned: World, capsys: Capture) -> None:
    assert cli.main(["schedule", "P-1", "--json"]) == 0
    facts = as_json(capsys)
    assert (facts["start"], facts["finish"]) == ("2026-06-01T09:00:00", "2026-06-02T17:30:00")
    assert facts["stored_differs"] == []
    pour = Activity.objects.get(name="Pour")
    Activity.objects.filter(pk=pour.pk).update(finish_minute=F("finish_minute") + 60)
    assert cli.main(["schedule", "P-1", "--json"]) == 0
    assert as_json(capsys)["stored_differs"] == [pour.key]
    assert cli.main(["schedule", "P-1", "--store", "--json"]) == 0
    assert as_json(capsys)["stored_differs"] == []


@pytest.mark.usefixtures("world")
def test_what_is_not_there_ends_with_code_3_and_one_line(capsys: Capture) -> None:
    assert cli.main(["export", "P-99"]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "remit: There is no project P-99.\n")
    assert cli.main(["schedule", "P-99", "--json"]) == 3
    assert as_json(capsys) == {
        "ok": False,
        "error": {"code": "not_found", "message": "There is no project P-99."},
    }


@pytest.mark.usefixtures("world", "stranger")
def test_a_key_that_several_organisations_have_ends_with_code_4(capsys: Capture) -> None:
    assert cli.main(["export", "P-1"]) == 4
    assert "--organisation" in capsys.readouterr().err


@pytest.mark.usefixtures("world")
def test_a_file_that_is_no_plan_ends_with_code_1(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "notes.txt").write_text("Dear all")
    assert cli.main(["import", str(tmp_path / "notes.txt")]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("remit: Line 1")


@pytest.mark.parametrize("command", ["import", "restore"])
@pytest.mark.usefixtures("world")
def test_a_file_that_is_not_there_ends_with_code_3(command: str, tmp_path: Path, capsys: Capture) -> None:
    assert cli.main([command, str(tmp_path / "missing")]) == 3
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"remit: There is no file {tmp_path / 'missing'}."


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 5, "The disk is full"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/srv/remit"),
            5,
            "Permission denied: /srv/remit",
        ),
        (NotAllowed("No.", "the sponsor"), 1, "No. Who may: the sponsor."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (ZeroDivisionError("division by zero"), 5, "Remit made a mistake"),
    ],
)
@pytest.mark.usefixtures("world")
def test_no_error_shows_as_a_traceback(
    error: BaseException,
    code: int,
    line: str,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def fail(*_given: object) -> None:
        raise error

    monkeypatch.setenv("REMIT_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(plans, "schedule", fail)
    assert cli.main(["schedule", "P-1"]) == code
    said = capsys.readouterr().err
    assert line in said
    assert said.count("\n") == 1
    assert (tmp_path / "error.log").exists() == isinstance(error, ZeroDivisionError)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("file", "Set REMIT_DATA_DIR to a folder that Remit may make and write in."),
        ("file/below", "Set REMIT_DATA_DIR to a folder that Remit may make and write in."),
        ("damaged", "bring back a backup with `remit restore FILE --replace`"),
        ("blocked", "Set REMIT_DATA_DIR to a folder that Remit may make and write in."),
    ],
)
def test_a_data_folder_that_cannot_be_used_is_one_line_with_the_remedy(
    place: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "remit.sqlite3").write_bytes(b"no database" * 1000)
    (tmp_path / "blocked" / "remit.sqlite3").mkdir(parents=True)
    done = Installation(tmp_path / place).run("serve", "--port", "1")
    assert done.returncode == 5
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_audit_record_is_proved_and_a_changed_event_named(world: World, capsys: Capture) -> None:
    world.give("Alice", "project-manager")
    assert cli.main(["audit", "verify", "--json"]) == 0
    assert as_json(capsys)["events"] == AuditEvent.objects.count()
    changed = AuditEvent.objects.filter(operation="people.assign_role").get()
    AuditEvent.objects.filter(pk=changed.pk).update(actor_name="Mallory")
    assert cli.main(["audit", "verify"]) == 1
    assert f"event {changed.sequence}: its content was altered" in capsys.readouterr().err


def create_admin(monkeypatch: pytest.MonkeyPatch, *words: str, password: str = PASSWORD) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return cli.main(["create-admin", *words, "--password-stdin", "--json"])


@pytest.mark.django_db
def test_the_first_administrator_comes_with_an_organisation_and_can_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    words = ["jo.smith@example.org", "--organisation", "Mill", "--also", "portfolio-manager"]
    assert create_admin(monkeypatch, *words) == 0
    assert as_json(capsys)["organisation"] == "Mill"
    person = Person.objects.get(organisation__name="Mill")
    assert person.name == "Jo Smith"
    user = User.objects.get(email="jo.smith@example.org")
    assert user.check_password(PASSWORD)
    actor = actor_for(user)
    assert actor.can_anywhere("account.manage")
    assert actor.can_anywhere("project.create")
    assert authenticate(email="jo.smith@example.org", password="wrong") is None


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        (["jo@example.org", "--organisation", "Mill"], "short", "too short"),
        (["no address", "--organisation", "Mill"], PASSWORD, "valid email"),
        (["jo@example.org", "--organisation", "Mill", "--also", "king"], PASSWORD, "no role king"),
    ],
)
@pytest.mark.django_db
def test_an_administrator_that_cannot_be_leaves_nothing_behind(
    words: list[str], password: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert create_admin(monkeypatch, *words, password=password) == 1
    assert said in as_json(capsys)["error"]["message"]
    assert not Organisation.objects.filter(name="Mill").exists()
    assert not User.objects.filter(email="jo@example.org").exists()


def test_a_password_is_never_taken_from_a_pipe_unasked(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
    monkeypatch.setattr(keeping, "create_administrator", lambda *_a, **_k: pytest.fail("asked nobody"))
    assert cli.main(["create-admin", "jo@example.org"]) == 1
    assert "--password-stdin" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_doctor_finds_an_installation_in_order_and_a_damaged_record_not(
    world: World, capsys: Capture
) -> None:
    assert cli.main(["doctor", "--json"]) == 0
    findings = {each["name"]: each["state"] for each in as_json(capsys)["findings"]}
    wanted = {
        "Python",
        "disk",
        "data folder",
        "database",
        "migrations",
        "mail",
        "audit record",
        "worker",
        "compiled code",
        "port",
    }
    assert wanted <= set(findings)
    assert "fault" not in findings.values()
    world.person("Alice")
    AuditEvent.objects.filter(operation="people.add_person").update(actor_name="Mallory")
    assert cli.main(["doctor", "--json"]) == 5
    facts = as_json(capsys)
    assert facts["ok"] is False
    assert [each["name"] for each in facts["findings"] if each["state"] == "fault"] == ["audit record"]


def test_a_lock_is_free_again_however_its_holder_ended(tmp_path: Path) -> None:
    with held(tmp_path, SERVING, "http://127.0.0.1:1") as free:
        assert free
        assert holder(tmp_path, SERVING) == "http://127.0.0.1:1"
        with held(tmp_path, SERVING) as second:
            assert not second
    assert holder(tmp_path, SERVING) is None
    assert last_words(tmp_path, SERVING) == ""
    (tmp_path / "serving.lock").write_text("http://127.0.0.1:1")
    assert last_words(tmp_path, SERVING) == "http://127.0.0.1:1"


def test_a_taken_port_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = Installation(tmp_path).run("serve", "--port", str(port))
    assert done.returncode == 5
    assert done.stderr.startswith(
        f"remit: Port {port} is taken by another program: stop it, or choose a port: make run"
    )
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REMIT_DATABASE_URL", "mysql://here", "postgres:// or sqlite://"),
        ("REMIT_SECRET_KEY", "secret", "at least 32"),
        ("REMIT_SMTP_URL", "mail.example.org", "smtp://"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path, name: str, value: str, said: str) -> None:
    done = Installation(tmp_path, more={name: value}).run("migrate")
    assert done.returncode == 5
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_remit_serves_and_stops_in_good_order(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = installation.start_server(port)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith(f"Remit runs on http://127.0.0.1:{port}")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.status == 200
            assert "Content-Security-Policy" in page.headers
        second = installation.run("serve", "--port", str(port + 1))
        assert second.returncode == 5
        assert "runs already" in second.stderr
        looks = {each["name"]: each for each in installation.facts("doctor", "--port", str(port))["findings"]}
        assert looks["worker"]["text"] == "alive"
        assert looks["port"]["text"] == f"Remit listens on http://127.0.0.1:{port}"
        os.killpg(server.pid, signal.SIGINT)  # what Ctrl+C does: every process of the group hears it
        _out, said = server.communicate(timeout=8)
    finally:
        if server.poll() is None:
            server.kill()
            server.wait()
    assert server.returncode == 0, said
    assert said.splitlines()[-1] == "Remit has stopped."
    assert "Traceback" not in said
    assert holder(tmp_path, SERVING) is None
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)


def test_a_second_factor_is_demanded_and_who_lacks_one_is_named(world: World, capsys: Capture) -> None:
    world.give("Ada", "project-manager")
    assert cli.main(["second-factor", "roles", "--role", "project-manager", "--json"]) == 0
    facts = as_json(capsys)
    assert (facts["of"], facts["roles"]) == ("roles", ["project-manager"])
    assert facts["without"] == [f"Ada ({world.person('Ada').email})"]
    assert cli.main(["second-factor", "nobody"]) == 0
    assert "demanded of nobody" in capsys.readouterr().out
    assert cli.main(["second-factor", "everybody", "--organisation", "Elsewhere"]) == 3
