"""Files of the project scheduling library: what is read from each format, and what is said about a broken one."""

import csv
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.formats.document import FormatError
from remit.engine.formats.psplib import read_psplib
from remit.engine.model import LinkKind, Problem, ResourceKind
from remit.engine.network import schedule
from remit.engine.tests.building import shared_data

PATTERSON = b"""5 2
4 3

0 0 0 2 2 3
3 2 1 1 4
4 3 0 1 5
2 0 3 1 5
0 0 0 0
"""

MODES = b"""************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  20
RESOURCES
  - renewable                 :  1   R
  - nonrenewable              :  1   N
  - doubly constrained        :  0   D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       4    2
         2     5       2    0
  3      1     4       2    1
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  N 1
    4    2
************************************************************************
"""

MAXIMA = b"""2 1 0 0
0 1 2 1 2 [0] [0]
1 1 2 2 3 [3] [4]
2 1 2 1 3 [-5] [2]
3 1 0
0 1 0 0
1 1 4 1
2 1 2 1
3 1 0 0
1
"""


def test_patterson_states_durations_needs_and_successors() -> None:
    found = read_psplib(PATTERSON, ".rcp")
    assert [(each.id, each.duration_minutes) for each in found.activities] == [
        ("1", 0),
        ("2", 3),
        ("3", 4),
        ("4", 2),
        ("5", 0),
    ]
    assert {(each.id, each.max_units) for each in found.resources} == {("R1", 4.0), ("R2", 3.0)}
    assert {(each.activity_id, each.resource_id, each.units) for each in found.assignments} == {
        ("2", "R1", 2.0),
        ("2", "R2", 1.0),
        ("3", "R1", 3.0),
        ("4", "R2", 3.0),
    }
    assert [(each.predecessor_id, each.successor_id) for each in found.links] == [
        ("1", "2"),
        ("1", "3"),
        ("2", "4"),
        ("3", "5"),
        ("4", "5"),
    ]


def test_modes_beside_the_first_and_budgets_are_read() -> None:
    found = read_psplib(MODES, ".mm")
    second = found.activities[1]
    assert second.duration_minutes == 3
    assert [(mode.duration_minutes, mode.demands) for mode in second.modes] == [(5, (("R1", 2.0),))]
    kinds = {each.id: (each.kind, each.max_units) for each in found.resources}
    assert kinds == {"R1": (ResourceKind.WORK, 4.0), "N1": (ResourceKind.BUDGET, 2.0)}
    assert [(each.resource_id, each.units) for each in found.assignments if each.activity_id == "2"] == [
        ("R1", 4.0),
        ("N1", 2.0),
    ]


def test_a_single_mode_file_is_read_like_one_with_modes() -> None:
    single = MODES.replace(b"   2        2  ", b"   2        1  ").replace(
        b"         2     5       2    0\n", b""
    )
    assert all(not each.modes for each in read_psplib(single, ".sm").activities)


def test_lags_of_the_max_format_are_minima_and_maxima_from_start_to_start() -> None:
    found = read_psplib(MAXIMA, ".sch")
    rows = {
        (each.predecessor_id, each.successor_id, each.kind, each.lag.amount, each.maximum)
        for each in found.links
    }
    assert ("1", "2", LinkKind.SS, 3, False) in rows
    assert ("1", "2", LinkKind.SS, 5, True) in rows  # a lag of -5 back from 2 to 1


@pytest.mark.parametrize(
    ("source", "suffix", "says"),
    [
        (PATTERSON.replace(b"4 3 0 1 5", b"4 x 0 1 5"), ".rcp", "line 6: the need of activity 3 for R1"),
        (PATTERSON.replace(b"2 0 3 1 5", b"2 0 3 1 9"), ".rcp", "line 7: a successor of activity 4 is 9"),
        (PATTERSON + b"7", ".rcp", "line 9: something follows the last activity"),
        (PATTERSON[:30], ".rcp", "the file ends where"),
        (b"\xff\xfe", ".rcp", "no plain text"),
        (PATTERSON, ".doc", "is not a format"),
        (MODES.replace(b"jobs", b"tasks"), ".mm", "does not say how many 'jobs'"),
        (
            MODES.replace(b"constrained        :  0", b"constrained        :  1"),
            ".mm",
            "line 8: doubly constrained",
        ),
        (MODES.replace(b"  4      1     0       0    0\n", b""), ".mm", "the file ends where"),
        (MODES.replace(b"   3        1  ", b"   2        1  "), ".mm", "line 14: activity 2 is stated twice"),
        (MAXIMA.replace(b"[-5]", b"[-5 -6]"), ".sch", "line 4: a lag that depends on the mode"),
        (MAXIMA.replace(b"[-5]", b"-5"), ".sch", "line 4: a lag of activity 2 should stand in brackets"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(source: bytes, suffix: str, says: str) -> None:
    with pytest.raises(FormatError) as refused:
        read_psplib(source, suffix)
    assert says in str(refused.value)


@given(st.binary(max_size=200), st.sampled_from([".sm", ".mm", ".rcp", ".sch"]))
def test_any_bytes_are_read_or_refused(source: bytes, suffix: str) -> None:
    with suppress(FormatError):
        assert isinstance(read_psplib(source, suffix), Problem)


@given(st.data())
def test_a_file_cut_or_changed_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    source, suffix = data.draw(st.sampled_from([(PATTERSON, ".rcp"), (MODES, ".mm"), (MAXIMA, ".sch")]))
    at = data.draw(st.integers(0, len(source) - 1))
    changed = source[:at] + data.draw(st.binary(max_size=3)) + source[at + data.draw(st.integers(0, 30)) :]
    with suppress(FormatError):
        assert isinstance(read_psplib(changed, suffix), Problem)


def test_every_instance_has_the_critical_path_length_that_is_published() -> None:
    folder = shared_data() / "psplib"
    rows = list(csv.DictReader((folder / "best_known.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 60
    for row in rows:
        source = (folder / row["set"] / f"{row['instance']}.rcp").read_bytes()
        assert schedule(read_psplib(source, ".rcp")).finish == int(row["cpm"]), row["instance"]


def test_every_instance_with_modes_is_read() -> None:
    folder = shared_data() / "mmlib"
    for path in sorted(folder.glob("*.mm")):
        found = read_psplib(path.read_bytes(), ".mm")
        assert len(found.activities) in {52, 102}
        assert {each.kind for each in found.resources} == {ResourceKind.WORK, ResourceKind.BUDGET}
