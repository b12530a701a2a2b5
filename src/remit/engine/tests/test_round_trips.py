"""What a format can hold comes back from it the same: generated documents, and every file beside the project."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from remit.engine.formats import FORMATS, PlanDocument, format_named, read_plan
from remit.engine.tests.building import shared_data
from remit.engine.tests.documents import JSON, MSPDI, XER, documents, without_lines

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])


def again(plan: PlanDocument, name: str) -> PlanDocument:
    return without_lines(read_plan(format_named(name).write(plan)))


@SLOW
@given(documents(MSPDI))
def test_any_plan_comes_back_from_microsoft_project_xml_the_same(plan: PlanDocument) -> None:
    assert again(plan, "mspdi") == plan


@SLOW
@given(documents(JSON))
def test_any_plan_comes_back_from_json_the_same(plan: PlanDocument) -> None:
    assert again(plan, "json") == plan


@SLOW
@given(documents(XER))
def test_any_plan_comes_back_from_xer_the_same(plan: PlanDocument) -> None:
    assert again(plan, "xer") == plan


def files() -> list[Path]:
    folder = shared_data()
    return sorted([*folder.glob("mspdi*/*.xml"), *folder.glob("xer/*")])


def test_every_file_beside_the_project_comes_back_from_its_own_format_and_from_json() -> None:
    own = {"microsoft-project": "mspdi", "primavera-p6": "xer"}
    for path in files():
        plan = without_lines(read_plan(path))
        assert again(plan, "json") == plan, path
        back = again(plan, own[plan.rules])
        # what the first reading could not keep is not in the second file any more
        assert replace(back, left_out=()) == replace(plan, left_out=()), path


@pytest.mark.parametrize("name", [each.name for each in FORMATS if each.writer and each.reader])
def test_every_file_beside_the_project_can_be_written_in_every_format_and_read_again(name: str) -> None:
    for path in files():
        plan = read_plan(path)
        back = again(plan, name)
        assert [each.activity.name for each in back.tasks] == [each.activity.name for each in plan.tasks], (
            path
        )
        assert len(back.links) == len(plan.links), path
