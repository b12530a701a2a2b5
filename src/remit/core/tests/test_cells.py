import pytest

from remit.core.tables import Cell


@pytest.mark.parametrize(
    ("cell", "html"),
    [
        (Cell("plain"), "plain"),
        (Cell(""), ""),
        (Cell(None), ""),
        (Cell(0), "0"),
        (Cell("<b>"), "&lt;b&gt;"),
        (Cell("a", '/x"y'), '<a href="/x&quot;y">a</a>'),
        (Cell("P-1", kind="key"), '<span class="key">P-1</span>'),
        (Cell("late", kind="status", state="red"), '<span class="status status-red">late</span>'),
        (Cell("<i>", kind="status"), '<span class="status status-grey">&lt;i&gt;</span>'),
        (Cell("", kind="person"), ""),
        (Cell("a", note="<n>"), 'a <span class="muted small">&lt;n&gt;</span>'),
    ],
)
def test_a_cell_is_written_as_what_it_is_and_escaped(cell: Cell, html: str) -> None:
    assert cell.html == html


def test_a_person_has_a_mark_and_a_link() -> None:
    html = Cell("Ann <Lee", "/people/U-1/", kind="person", ring=3).html
    assert 'class="avatar ring-4"' in html
    assert '<a href="/people/U-1/">Ann &lt;Lee</a>' in html
    assert "<Lee" not in html
