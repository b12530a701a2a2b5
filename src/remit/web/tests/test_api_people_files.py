"""People as files over the API: previewed, taken in, listed, taken back, and handed out."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from remit.conftest import World
from remit.people.models import Person
from remit.web.tests.api_calls import Caller, assert_problem, caller

STAFF = b"Name,E-mail,Title\r\nEve Lund,eve@acme.example,Chief\r\n"


@pytest.fixture
def adam(world: World) -> Caller:
    return caller(world, "Adam", "administrator", at_root=True)


def send(by: Caller, path: str, content: bytes, **fields: str) -> Any:
    return by.client.post(
        f"/api/v1{path}",
        {"file": SimpleUploadedFile("staff.csv", content), **fields},
        headers={"Authorization": f"Bearer {by.token}"},
    )


def test_a_file_is_previewed_taken_in_as_previewed_and_taken_back(adam: Caller) -> None:
    preview = send(adam, "/imports/people/preview", STAFF)
    assert preview.status_code == 200, preview.content
    assert preview.json()["added"][0]["fields"]["title"] == ["", "Chief"]
    assert not Person.objects.filter(name="Eve Lund").exists()
    done = send(adam, "/imports/people", STAFF, seen=preview.json()["digest"])
    assert done.status_code == 201, done.content
    found = adam.get(done.headers["Location"]).json()
    assert (found["added"], found["people_added"][0]["name"]) == (1, "Eve Lund")
    assert adam.get("/imports/people").json()["count"] == 1
    undone = adam.post(f"/imports/people/{found['number']}/undo", {})
    assert undone.json()["undone_at"] is not None
    assert not Person.objects.filter(name="Eve Lund").exists()


def test_another_file_than_the_one_previewed_is_refused(adam: Caller) -> None:
    seen = send(adam, "/imports/people/preview", STAFF).json()["digest"]
    assert_problem(
        send(adam, "/imports/people", STAFF.replace(b"Chief", b"Clerk"), seen=seen), 409, "preview_stale"
    )


def test_each_value_at_fault_is_an_error_of_its_own(adam: Caller) -> None:
    document = assert_problem(send(adam, "/imports/people", STAFF.replace(b"@", b"")), 422, "rows")
    (error,) = document["errors"]
    assert error["field"] == "rows.2.E-mail"
    assert error["message"].startswith("Row 2, E-mail 'eveacme.example'")


def test_what_is_no_file_of_people_is_refused(adam: Caller) -> None:
    assert_problem(adam.post("/imports/people", {}), 422)
    assert_problem(send(adam, "/imports/people", STAFF, more="x"), 422)
    assert_problem(send(adam, "/imports/people", b""), 422, "empty")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_everybody_is_handed_out_as_a_file(adam: Caller, kind: str) -> None:
    found = adam.get(f"/exports/people?format={kind}")
    assert found.status_code == 200
    assert found.headers["Content-Disposition"] == f'attachment; filename="people.{kind}"'
    assert_problem(adam.get("/exports/people?format=pdf"), 400)
