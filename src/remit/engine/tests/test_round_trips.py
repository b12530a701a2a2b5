"""What a format can hold comes back from it the same: generated documents, and every file beside the project."""

from hypothesis import HealthCheck, given, settings

from remit.engine.formats import PlanDocument, format_named, read_plan
from remit.engine.tests.documents import MSPDI, documents, without_lines

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])


def again(plan: PlanDocument, name: str) -> PlanDocument:
    return without_lines(read_plan(format_named(name).write(plan)))


@SLOW
@given(documents(MSPDI))
def test_any_plan_comes_back_from_microsoft_project_xml_the_same(plan: PlanDocument) -> None:
    assert again(plan, "mspdi") == plan
