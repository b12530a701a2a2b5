"""Drawing a graph in layers."""

from hypothesis import given
from hypothesis import strategies as st

from remit.planning.layered import layered

GRAPHS = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.just(list(range(count))),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=30),
    )
)


@given(GRAPHS)
def test_no_two_stand_in_one_place_and_every_line_leads_to_the_right(
    graph: tuple[list[int], list[tuple[int, int]]],
) -> None:
    nodes, lines = graph
    drawn = layered(nodes, lines)
    assert len(set(drawn.places.values())) == len(nodes)
    for (a, b), bends in drawn.bends.items():
        apart = drawn.places[b][0] - drawn.places[a][0]
        assert apart == len(bends) + 1


@given(GRAPHS)
def test_where_nothing_waits_for_itself_every_line_is_drawn(
    graph: tuple[list[int], list[tuple[int, int]]],
) -> None:
    nodes, lines = graph
    forward = {(a, b) for a, b in lines if a < b}
    assert set(layered(nodes, forward).bends) == forward


def _lines(*pairs: str) -> list[tuple[str, str]]:
    return [(pair[0], pair[1]) for pair in pairs]


def test_what_follows_two_stands_behind_the_later_one() -> None:
    drawn = layered("ABCDEF", _lines("AB", "AC", "BD", "CE", "DF", "EF"))
    assert [drawn.places[each][0] for each in "ABCDEF"] == [0, 1, 1, 2, 2, 3]


def test_lines_that_need_not_cross_do_not() -> None:
    drawn = layered("ABCD", _lines("AD", "BC"))
    rows = {each: drawn.places[each][1] for each in "ABCD"}
    assert (rows["A"] < rows["B"]) == (rows["D"] < rows["C"])
