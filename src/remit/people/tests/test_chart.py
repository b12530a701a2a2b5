"""The org chart: everybody in their place, found, begun anywhere, as a picture and in words."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.people.chart import MOST_BOXES, MOST_LEVELS, chart_of
from remit.people.chart_layout import BOX_HEIGHT, BOX_WIDTH, Node, layout
from remit.people.models import Person
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import add_person, change_person
from remit.people.operations.units import close_unit

SYSTEM = system_actor()
NAMES = ("Ada", "Ben", "Cy", "Dora")


@pytest.fixture
def firm(world: World) -> World:
    """Ada leads Ben, who leads Cy; Dora stands alone. Works holds Engineering; Sales has no head."""
    above = None
    for name in ("Ada", "Ben", "Cy"):
        above = add_person(
            world.organisation, name=name, email=f"{name}@a.example", actor=SYSTEM, line_manager=above,
            title=f"{name}'s title",
        )  # fmt: skip
        world.people[name] = above
    world.people["Dora"] = add_person(world.organisation, name="Dora", email="d@a.example", actor=SYSTEM)
    works = create_unit(world.organisation, name="Works", actor=SYSTEM, head=world.people["Ada"])
    create_unit(world.organisation, name="Engineering", actor=SYSTEM, parent=works, head=world.people["Ben"])
    create_unit(world.organisation, name="Sales", actor=SYSTEM)
    return world


@pytest.fixture
def client(firm: World) -> Client:
    firm.give("Adam", "administrator", firm.root)
    return firm.client("Adam")


def outline(nodes: tuple[Node, ...] | list[Node]) -> list[object]:
    return [[each.label, outline(each.below)] if each.below else each.label for each in nodes]


@pytest.mark.django_db
def test_reporting_lines_are_the_trees_that_they_say(firm: World) -> None:
    chart = chart_of(firm.organisation, "lines")
    assert outline(chart.roots) == [["Ada", [["Ben", ["Cy"]]]], "Dora"]


@pytest.mark.django_db
def test_a_leader_may_stand_above_a_manager_or_below(firm: World) -> None:
    ada, ben = firm.people["Ada"], firm.people["Ben"]
    change_person(ben, version=1, actor=SYSTEM, line_manager=None)
    change_person(ada, version=1, actor=SYSTEM, line_manager=ben)
    assert outline(chart_of(firm.organisation, "lines").roots) == [["Ben", ["Ada", "Cy"]], "Dora"]


@pytest.mark.django_db
def test_a_line_manager_who_would_close_a_circle_is_refused_and_nothing_changes(firm: World) -> None:
    with pytest.raises(Invalid, match="Ada → Cy → Ben → Ada"):
        change_person(firm.people["Ada"], version=1, actor=SYSTEM, line_manager=firm.people["Cy"])
    firm.people["Ada"].refresh_from_db()
    assert firm.people["Ada"].line_manager is None


@pytest.mark.django_db
def test_units_show_their_heads_and_the_lack_of_one(firm: World) -> None:
    chart = chart_of(firm.organisation, "units")
    assert outline(chart.roots) == ["Sales", ["Works", ["Engineering"]]]
    sales, works = chart.roots
    assert (sales.is_warning, works.is_warning) == (True, False)
    assert works.note == "Ada · 0 people"


@pytest.mark.django_db
def test_who_left_and_closed_units_are_not_in_it_and_nobody_else_is_lost(firm: World) -> None:
    change_person(firm.people["Ben"], version=1, actor=SYSTEM, left_on=firm.project.starts_on)
    chart = chart_of(firm.organisation, "lines")
    assert outline(chart.roots) == ["Ada", "Cy", "Dora"]
    sales = firm.organisation.units.get(name="Sales")
    close_unit(sales, version=1, on=firm.project.starts_on, actor=SYSTEM)
    assert [each.label for each in chart_of(firm.organisation, "units").roots] == ["Works"]


@pytest.mark.django_db
def test_a_circle_from_before_circles_were_refused_loses_nobody(firm: World) -> None:
    Person.objects.filter(pk=firm.people["Ada"].pk).update(line_manager=firm.people["Cy"])
    chart = chart_of(firm.organisation, "lines")
    assert chart.shown == 4
    assert outline(chart.roots) == [["Ada", [["Ben", ["Cy"]]]], "Dora"]


@pytest.mark.django_db
def test_what_is_found_is_marked_and_the_way_to_it_open(firm: World) -> None:
    chart = chart_of(firm.organisation, "lines", search="cy's TITLE")
    ada = chart.roots[0]
    assert chart.found == 1
    assert (ada.is_match, ada.below[0].is_match, ada.below[0].below[0].is_match) == (False, False, True)
    assert (ada.is_open, ada.below[0].is_open) == (True, True)


@pytest.mark.django_db
def test_a_large_firm_is_shown_from_the_top_with_ways_down_and_to_what_was_found(firm: World) -> None:
    ada = firm.people["Ada"]
    rows = [
        Person(organisation=firm.organisation, key=f"U-{n}", name=f"N{n:04}", email=f"n{n}@a.example", line_manager=ada)
        for n in range(1000, 2000)
    ]  # fmt: skip
    made = Person.objects.bulk_create(rows)
    deep = Person(
        organisation=firm.organisation, key="U-9999", name="Zed", email="z@a.example", line_manager=made[-1]
    )
    deep.save()
    chart = chart_of(firm.organisation, "lines")
    assert (chart.shown, chart.count) == (MOST_BOXES, 1005)
    top = next(each for each in chart.roots if each.label == "Ada")
    assert top.hidden == 1001 - len(top.below)
    assert top.more_url.endswith(f"?view=lines&top={ada.key}")
    found = chart_of(firm.organisation, "lines", search="zed")
    assert "N1999" in str(outline(found.roots))
    assert outline(chart_of(firm.organisation, "lines", top=made[-1].key).roots) == [["N1999", ["Zed"]]]


@pytest.mark.django_db
def test_a_line_deeper_than_the_chart_ends_with_a_way_further_down(firm: World, client: Client) -> None:
    above = firm.people["Cy"]
    for number in range(MOST_LEVELS + 5):
        above = Person.objects.create(
            organisation=firm.organisation, key=f"U-{5000 + number}", name=f"L{number}",
            email=f"l{number}@a.example", line_manager=above,
        )  # fmt: skip
    page = client.get("/organisation/chart/?view=lines").content.decode()
    assert "1 more below" in page
    assert "L0" in page
    assert f"L{MOST_LEVELS + 4}" not in page


@pytest.mark.django_db
def test_the_page_shows_the_picture_and_the_same_in_words(firm: World, client: Client) -> None:
    page = client.get("/organisation/chart/?view=lines&q=cy").content.decode()
    picture, words = page.split("In words")
    for name in ("Ada", "Ben", "Cy", "Dora"):
        assert name in picture
        assert name in words
    assert "1 found." in page
    assert not re.search(r"<a(?![^>]*tabindex)", picture[picture.index("<svg width") :]), (
        "reached by words alone"
    )


@pytest.mark.django_db
def test_each_view_takes_the_same_few_queries_however_large_the_firm(firm: World) -> None:
    for view in ("units", "lines"):
        with CaptureQueriesContext(connection) as queries:
            chart_of(firm.organisation, view)
        assert len(queries) == (2 if view == "units" else 1)


trees = st.recursive(
    st.builds(Node, st.just("k"), st.text(max_size=60)),
    lambda below: st.builds(Node, st.just("k"), st.text(max_size=60), below=st.lists(below, max_size=4)),
    max_leaves=30,
)


@given(st.lists(trees, max_size=4))
def test_no_box_lies_on_another_or_outside_and_each_stands_right_of_whom_it_is_below(
    roots: list[Node],
) -> None:
    picture = layout(roots)
    places = {id(box.node): (box.x, box.y) for box in picture.boxes}
    taken = sorted(places.values())
    for (x, y), (other_x, other_y) in pairwise(taken):
        assert x != other_x or other_y - y >= BOX_HEIGHT
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - BOX_WIDTH
        assert 0 <= box.y <= picture.height - BOX_HEIGHT
        assert all(places[id(each)][0] > box.x for each in box.node.below)
    assert len(picture.lines) == len(picture.boxes) - len(roots)
