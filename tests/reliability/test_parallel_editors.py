"""Goal J: many editors at the same time, through a server that runs: nothing is lost, nothing done twice."""

import random
import re
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from tests.reliability.live import Answer, Live, Sender, together

pytestmark = pytest.mark.long

ALLOWED = {200, 409, 412}
PATIENCE = 2000


def edit(sender: Sender, path: str, marks: list[str], pause: Callable[[], float]) -> Counter[int]:
    """Add each mark to what stands in the notes; whoever comes too late reads again and tries again."""
    statuses: Counter[int] = Counter()
    for mark in marks:
        for _ in range(PATIENCE):
            stands = sender.get(path)
            body = {"version": stands["version"], "notes": stands["notes"] + mark}
            answer = sender.send("PATCH", path, body)
            statuses[answer.status] += 1
            assert answer.status in ALLOWED, answer
            if answer.status == 200:
                break
            theirs = answer.body["current"]["fields"]["notes"]["theirs"]
            assert theirs != stands["notes"], "whoever is refused is shown what stands there now"
        else:
            pytest.fail("one editor never got through")
        pause()
    return statuses


def check_editors(live: Live, editors: int, rounds: int) -> None:
    key, (activity,) = live.project(1)
    path = f"/projects/{key}/activities/{activity}"
    before = live.sender().get(f"/projects/{key}/plan")["version"]
    marks = [[f"<{editor}.{number}>" for number in range(rounds)] for editor in range(editors)]
    source = random.Random(1)
    work = [
        partial(edit, live.sender(number + 1), path, marks[number], source.random)
        for number in range(editors)
    ]
    statuses = sum(together(work), Counter[int]())
    root = live.sender()
    stands = root.get(path)
    kept = re.findall(r"<\d+\.\d+>", stands["notes"])
    wanted = [mark for each in marks for mark in each]
    lost = len(set(wanted) - set(kept))
    refused = statuses[409] + statuses[412]
    print(f"J: {editors} editors, {len(wanted)} updates, {lost} lost, {refused} told that they came too late")
    assert sorted(kept) == sorted(wanted)
    for each in marks:  # everybody's own order is kept
        assert [mark for mark in kept if mark in each] == each
    assert stands["version"] == 1 + len(wanted)
    assert root.get(f"/projects/{key}/plan")["version"] == before + len(wanted)
    assert numbers(root, f"/projects/{key}/plan/edits?order_by=number", "number") == list(
        range(1, len(wanted) + 2)
    )
    check_record(live)


def numbers(sender: Sender, path: str, name: str) -> list[int]:
    """Return one column of a whole list."""
    found: list[int] = []
    following: str | None = f"/api/v1{path}&limit=500"
    while following:
        page = sender.get(following.removeprefix("/api/v1"))
        found += [row[name] for row in page["items"]]
        following = page["next"]
    return found


def check_record(live: Live) -> None:
    """The record has no gap, and every event follows from the one before."""
    sequence = numbers(live.sender(), "/audit?order_by=sequence", "sequence")
    assert sequence == list(range(1, len(sequence) + 1))
    assert live.installation.facts("audit", "verify")["events"] >= len(sequence)
    assert live.faults() == []


def test_no_update_of_parallel_editors_is_lost(live: Live) -> None:
    check_editors(live, 4, 10)


@pytest.mark.soak
def test_no_update_of_16_editors_is_lost(live: Live) -> None:
    check_editors(live, 16, 125)


def sent_together(live: Live, count: int, send: Callable[[Sender, int], Answer]) -> list[Answer]:
    return together([partial(send, live.sender(0), number) for number in range(count)])


def test_what_is_sent_16_times_with_one_key_is_made_once(live: Live) -> None:
    body = {"name": "Canal", "starts_on": "2026-06-01"}

    def send(sender: Sender, _number: int) -> Answer:
        return sender.send("POST", "/projects", body, **{"Idempotency-Key": "once-and-for-all"})

    answers = sent_together(live, 16, send)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["key"] for answer in answers}) == 1
    made = live.sender().get("/projects?q=Canal")["count"]
    print(f"J: sent 16 times with one key, {made} made")
    assert made == 1


def test_the_last_free_role_is_given_to_one_of_16(live: Live) -> None:
    key, _activities = live.project(1)

    def send(sender: Sender, number: int) -> Answer:
        body = {
            "person": f"U-{number + 1}",
            "role": "project-manager",
            "scope": key,
            "from_date": "2026-06-01",
        }
        return sender.send("POST", "/assignments", body)

    statuses = Counter(answer.status for answer in sent_together(live, 16, send))
    held = live.sender().get(f"/assignments?scope={key}&role=project-manager")["count"]
    print(f"J: 16 asked for the one free role, {held} got it ({dict(statuses)})")
    assert statuses == {201: 1, 409: 15}
    assert held == 1


def test_two_links_each_of_which_is_legal_alone_make_no_circle(live: Live) -> None:
    key, (first, second) = live.project(2)

    def send(sender: Sender, number: int) -> Answer:
        ends = (first, second) if number % 2 else (second, first)
        body = {"predecessor": ends[0], "successor": ends[1]}
        return sender.send("POST", f"/projects/{key}/links", body)

    statuses = Counter(answer.status for answer in sent_together(live, 16, send))
    assert statuses[201] == 1
    assert set(statuses) <= {201, 409, 422}, statuses
    assert live.sender().get(f"/projects/{key}/links")["count"] == 1
    check_record(live)


def sound_draft(live: Live) -> tuple[str, dict[str, str]]:
    """Return the address of a draft in which nothing is wrong, and its two columns, one of them without a letter."""
    root = live.sender()
    key, _activities = live.project(1)
    person = root.get("/me")["key"]
    given = {"person": person, "scope": key, "from_date": "2026-01-01"}
    held = root.made("/assignments", given | {"role": "project-manager"})
    assert root.send("POST", f"/assignments/{held['key']}/acknowledge", {"role_version": 1}).status == 200
    path = f"/scopes/{key}/matrix/draft"
    root.made(path, {})
    for role in ("project-manager", "project-leader"):
        root.made(f"{path}/columns", {"role": role})
    row = root.made(f"{path}/rows", {"text": "Reports", "area": "scope"})
    letters = {"version": row["version"], "letters": {"role:project-manager": "AR"}}
    assert root.send("PATCH", f"{path}/rows/{row['key']}", letters).status == 200
    return path, row


def test_of_those_who_put_a_draft_into_force_at_the_same_moment_one_does(live: Live) -> None:
    path, _row = sound_draft(live)
    version = live.sender().get(path)["version"]
    body = {"version": version, "reason": "The sponsor is named next week."}

    def send(sender: Sender, _number: int) -> Answer:
        return sender.send("POST", f"{path}/activate", body)

    answers = sent_together(live, 8, send)
    statuses = Counter(answer.status for answer in answers)
    print(f"J: 8 put a draft into force at once: {dict(statuses)}")
    assert statuses[200] == 1
    assert set(statuses) <= {200, 404, 409}  # whoever comes later finds another state, or no draft any more
    stands = live.sender().get(path.removesuffix("/draft"))
    assert (stands["number"], stands["state"]) == (1, "active")
    (only,) = stands["rows"]
    assert list(only["letters"].values()) == ["AR"]
    check_record(live)


def test_of_those_who_give_the_a_to_different_people_at_the_same_moment_one_does(live: Live) -> None:
    path, row = sound_draft(live)
    stands = live.sender().get(f"{path}/rows/{row['key']}")

    def send(sender: Sender, number: int) -> Answer:
        manager, leader = ("AR", "C") if number % 2 else ("R", "A")
        letters = {"role:project-manager": manager, "role:project-leader": leader}
        return sender.send(
            "PATCH", f"{path}/rows/{row['key']}", {"version": stands["version"], "letters": letters}
        )

    answers = sent_together(live, 8, send)
    assert Counter(answer.status for answer in answers) == {200: 1, 409: 7}
    after = live.sender().get(f"{path}/rows/{row['key']}")
    assert sorted("".join(after["letters"].values())) in (["A", "C", "R"], ["A", "R"])
    assert after["version"] > stands["version"]


def test_of_16_who_give_the_same_time_at_the_same_moment_as_many_succeed_as_there_is_time_for(
    live: Live,
) -> None:
    root = live.sender()
    key, _activities = live.project()
    unit = root.made("/organisation/units", {"name": f"Works of {key}", "head": "U-2"})["key"]
    crane = {
        "name": f"Crane of {key}",
        "kind": "equipment",
        "unit": unit,
        "pieces": 2,
        "minutes_per_week": 600,
    }
    entry = root.made("/pool", crane)["key"]
    asked = {
        "pool_key": entry, "minutes_per_week": 400, "from_date": "2098-06-02", "to_date": "2098-06-27", "what_for": "x",
    }  # fmt: skip
    requests = [root.made(f"/projects/{key}/resource-requests", asked)["key"] for _number in range(16)]
    work = [
        partial(live.sender(1).send, "POST", f"/resource-requests/{each}/approve", {"version": 1})
        for each in requests
    ]
    answers = together(work)
    statuses = Counter(answer.status for answer in answers)
    print(f"16 approvals of what has time for 3: {dict(statuses)}")
    assert statuses == {200: 3, 409: 13}
    assert {answer.body["code"] for answer in answers if answer.status == 409} == {"booked"}
    given = [len(root.get(f"/resource-requests/{each}")["allocations"]) for each in requests]
    assert sum(given) == 3


def test_of_16_who_give_the_same_material_at_the_same_moment_as_many_succeed_as_there_is(live: Live) -> None:
    root = live.sender()
    key, _activities = live.project()
    unit = root.made("/organisation/units", {"name": f"Yard of {key}", "head": "U-2"})["key"]
    sand = {"name": f"Sand of {key}", "kind": "material", "unit": unit, "measure": "t"}
    entry = root.made("/pool", sand)["key"]
    delivery = {"version": 1, "amount": "10", "day": "2026-06-01"}
    assert root.send("POST", f"/pool/{entry}/deliveries", delivery).status == 200
    asked = {"pool_key": entry, "amount": "2.5", "to_date": "2098-06-02", "what_for": "x"}
    requests = [root.made(f"/projects/{key}/resource-requests", asked)["key"] for _number in range(16)]
    work = [
        partial(live.sender(1).send, "POST", f"/resource-requests/{each}/approve", {"version": 1})
        for each in requests
    ]
    statuses = Counter(answer.status for answer in together(work))
    print(f"16 approvals of 2.5 t each where there are 10 t: {dict(statuses)}")
    assert statuses == {200: 4, 409: 12}
    assert root.get(f"/pool/{entry}/stock")["lines"][-1]["left"] == "0"
