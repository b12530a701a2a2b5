"""What has happened: actual dates hold, what is left follows, what is done has no float."""

from remit.engine.model import Activity, DriverKind
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, at, link, problem, shown, span, task


def begun(name: str, days: int, start: str, done: int, left: int) -> Activity:
    """Return a task planned for so many days that began at `start`, with days done and days left."""
    minutes = {"actual_duration_minutes": done * DAY, "remaining_duration_minutes": left * DAY}
    return task(name, days, actual_start=at(start), **minutes)


def test_an_actual_start_holds_whatever_logic_says() -> None:
    begun = task("B", 2, actual_start=at("2026-01-06 10:00"))
    answer = schedule(problem(task("A", 3), begun, link("A FS B"))).activities["B"]
    assert span(answer) == ("2026-01-06 10:00", "2026-01-08 10:00")
    assert answer.driver.kind == DriverKind.ACTUAL


def test_what_is_done_and_what_is_left_make_the_length_of_what_has_begun() -> None:
    left = begun("A", 5, "2026-01-06 08:00", 1, 6)
    answer = schedule(problem(left, task("B", 1), link("A FS B"))).activities
    assert span(answer["A"]) == ("2026-01-06 08:00", "2026-01-14 17:00")
    assert shown(answer["B"].start) == "2026-01-15 08:00"


def test_finished_work_keeps_its_dates_drives_its_successor_and_has_no_float() -> None:
    done = task("A", 3, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-06 12:00"))
    answer = schedule(problem(done, task("B", 1), task("L", 10), link("A FS B"))).activities
    assert span(answer["A"]) == ("2026-01-05 08:00", "2026-01-06 12:00")
    assert span(answer["B"]) == ("2026-01-06 13:00", "2026-01-07 12:00")
    assert (answer["A"].total_float_minutes, answer["A"].free_float_minutes, answer["A"].critical) == (
        0,
        0,
        False,
    )


def test_a_finished_successor_takes_no_float_from_its_predecessor() -> None:
    done = task("B", 1, actual_start=at("2026-01-05 08:00"), actual_finish=at("2026-01-05 17:00"))
    answer = schedule(problem(task("A", 3), done, task("L", 10), link("A FS B"))).activities
    assert answer["A"].total_float_minutes == 7 * DAY
    assert answer["A"].free_float_minutes == 7 * DAY


def test_the_float_of_what_has_begun_is_that_of_its_finish() -> None:
    left = begun("A", 5, "2026-01-05 08:00", 2, 3)
    answer = schedule(problem(left, task("L", 10))).activities["A"]
    assert answer.total_float_minutes == 5 * DAY
    assert shown(answer.late_start) == "2026-01-14 08:00"


def test_out_of_sequence_work_does_not_push_what_is_left_of_it() -> None:
    left = begun("B", 4, "2026-01-05 08:00", 1, 3)
    answer = schedule(problem(task("A", 6), left, link("A FS B"))).activities["B"]
    assert span(answer) == ("2026-01-05 08:00", "2026-01-08 17:00")


def test_a_finish_without_a_start_never_lies_before_the_start() -> None:
    answer = schedule(problem(task("A", 3, actual_finish=at("2026-01-01 12:00")))).activities["A"]
    assert answer.finish >= answer.start
