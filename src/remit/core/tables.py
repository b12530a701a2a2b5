"""Lists: filtered, sorted, with chosen columns, page by page, and exported; every state of a list is its address."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.core.errors import Invalid
from remit.core.templatetags.remit import initials

Text = str | Promise
PAGE_SIZE = 100
MOST_EXPORTED = 100_000
# a spreadsheet would run a cell that begins with one of these
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; `kind` is text, key, person or status, `state` the colour of a status."""

    text: object
    url: str = ""
    kind: str = "text"
    state: str = "grey"
    note: str = ""
    ring: int = 0
    css: str = ""

    @property
    def html(self) -> SafeString:
        """Return the cell as it is shown; a page has a thousand of them, too many for a template each."""
        shown = conditional_escape("" if self.text is None else str(self.text))
        if self.url:
            shown = format_html('<a href="{}">{}</a>', self.url, shown)
        if self.kind == "person":
            words = '<span class="person">{}<span>{}</span></span>'
            mark = initials(str(self.text), self.ring)
            shown = format_html(words, mark, shown) if self.text else SafeString()
        elif self.kind == "status":
            shown = format_html('<span class="status status-{}">{}</span>', self.state, self.text)
        elif self.kind == "key":
            shown = format_html('<span class="key">{}</span>', self.text)
        if not self.note:
            return shown
        return format_html('{} <span class="muted small">{}</span>', shown, self.note)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `cell` reads a row, `order_by` is the one field it may be sorted by, `css` num, minor or wide."""

    name: str
    label: Text
    cell: Callable[[Any], Cell]
    order_by: str = ""
    css: str = ""
    is_default: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with named values; `field` is what it compares with."""

    name: str
    label: Text
    options: Sequence[tuple[str, Text]]
    field: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a shown column."""

    label: Text
    css: str
    url: str
    sort: str


@dataclass(frozen=True, slots=True)
class ColumnState:
    """One column in the list of those that may be shown."""

    name: str
    label: Text
    is_shown: bool


@dataclass
class Table:
    """A list as the request asks for it. Raises `Invalid` (400) where it asks for an order that is not offered."""

    request: HttpRequest
    name: str
    label: Text
    queryset: QuerySet[Any]
    columns: Sequence[Column]
    search: Sequence[str] = ()
    choices_offered: Sequence[Choice] = ()
    order: str = ""
    filter_hint: Text = ""
    prepare: Callable[[list[Any]], None] = field(default=lambda _rows: None)

    def __post_init__(self) -> None:
        # read at once: a template would take what is not offered for an empty list
        _asked = self.choices, self.sort

    @property
    def path(self) -> str:
        """Return the address of the list without its state."""
        return self.request.path

    @cached_property
    def query(self) -> str:
        """Return the typed filter."""
        return self.request.GET.get("q", "").replace("\x00", "").strip()[:200]

    @cached_property
    def choices(self) -> list[Choice]:
        """Return the filters with named values, each with the value chosen."""
        shown = []
        for choice in self.choices_offered:
            value = self.request.GET.get(choice.name, "")
            if value and value not in {key for key, _label in choice.options}:
                raise Invalid(
                    _("'%(value)s' is not a value of this filter.") % {"value": value[:40]}, status=400
                )
            shown.append(Choice(choice.name, choice.label, choice.options, choice.field, value))
        return shown

    @property
    def is_filtered(self) -> bool:
        """Return whether something is filtered away."""
        return bool(self.query) or any(choice.value for choice in self.choices)

    @cached_property
    def shown(self) -> list[Column]:
        """Return the columns that are shown."""
        asked = set(self.request.GET.getlist("show"))
        chosen = [column for column in self.columns if column.name in asked]
        return chosen or [column for column in self.columns if column.is_default]

    @property
    def all_columns(self) -> list[ColumnState]:
        """Return every column, and whether it is shown."""
        shown = {column.name for column in self.shown}
        return [ColumnState(column.name, column.label, column.name in shown) for column in self.columns]

    @cached_property
    def sort(self) -> str:
        """Return the column sorted by, with a minus where descending."""
        asked = self.request.GET.get("order_by", "") or self.order
        names = {column.name for column in self.columns if column.order_by}
        if asked and asked.removeprefix("-") not in names:
            message = _("This list cannot be sorted by '%(asked)s'; choose one of %(names)s.")
            raise Invalid(message % {"asked": asked[:40], "names": ", ".join(sorted(names))}, status=400)
        return asked

    @cached_property
    def found(self) -> QuerySet[Any]:
        """Return the rows that match, in order."""
        rows = self.queryset
        for word in self.query.split():
            match = Q()
            for path in self.search:
                match |= Q(**{f"{path}__icontains": word})
            rows = rows.filter(match)
        for choice in self.choices:
            if choice.value:
                rows = rows.filter(**{choice.field: choice.value})
        if self.sort:
            column = next(each for each in self.columns if each.name == self.sort.removeprefix("-"))
            rows = rows.order_by(("-" if self.sort.startswith("-") else "") + column.order_by, "pk")
        return rows

    @cached_property
    def page(self) -> Any:
        """Return the page asked for; the nearest one where it does not exist."""
        return Paginator(self.found, PAGE_SIZE).get_page(self.request.GET.get("page"))

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """Return the cells of the page."""
        return self._cells(list(self.page.object_list))

    def _cells(self, items: list[Any]) -> list[list[Cell]]:
        self.prepare(items)
        return [[self._styled(column, column.cell(item)) for column in self.shown] for item in items]

    @staticmethod
    def _styled(column: Column, cell: Cell) -> Cell:
        return Cell(cell.text, cell.url, cell.kind, cell.state, cell.note, cell.ring, column.css)

    def _url(self, **changes: str) -> str:
        asked = self.request.GET.copy()
        for name, value in changes.items():
            asked.pop(name, None)
            if value:
                asked[name] = value
        return f"{self.path}?{asked.urlencode()}"

    @property
    def heads(self) -> list[Head]:
        """Return the heads of the shown columns, each a link that sorts."""
        heads = []
        for column in self.shown:
            sort, url = "", ""
            if column.order_by:
                down = self.sort == column.name
                sort = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "")
                url = self._url(order_by=f"-{column.name}" if down else column.name, page="")
            heads.append(Head(column.label, column.css, url, sort))
        return heads

    @property
    def count_text(self) -> str:
        """Return how many rows match, in words."""
        count = self.page.paginator.count
        return ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}

    @property
    def page_text(self) -> str:
        """Return which page of how many is shown."""
        return _("Page %(number)d of %(pages)d") % {
            "number": self.page.number,
            "pages": self.page.paginator.num_pages,
        }

    @property
    def previous_url(self) -> str:
        """Return the address of the page before, if there is one."""
        return self._url(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Return the address of the page after, if there is one."""
        return self._url(page=str(self.page.number + 1)) if self.page.has_next() else ""

    @property
    def clear_url(self) -> str:
        """Return the address of the list unfiltered."""
        return self.path

    @property
    def csv_url(self) -> str:
        """Return the address of the list as CSV."""
        return self._url(export="csv", page="")

    @property
    def xlsx_url(self) -> str:
        """Return the address of the list as XLSX."""
        return self._url(export="xlsx", page="")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what a new filter keeps of the present state."""
        return [("order_by", self.request.GET["order_by"])] if "order_by" in self.request.GET else []

    def export(self) -> HttpResponse | None:
        """Return the whole list as the file that the request asks for, or None where it asks for a page."""
        heads = [str(column.label) for column in self.shown]
        return list_file(self.request.GET.get("export", ""), self.name, heads, self._exported())

    def _exported(self) -> Iterator[list[object]]:
        """Yield the rows of the file; nothing is read before the first is asked for."""
        yield from ([cell.text for cell in row] for row in self._cells(list(self.found[:MOST_EXPORTED])))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_file(
    kind: str, name: str, heads: Sequence[str], rows: Iterable[list[object]]
) -> HttpResponse | None:
    """Return a list as the file that is asked for, csv or xlsx, None where a page is; `Invalid` for another kind."""
    if not kind:
        return None
    if kind not in {"csv", "xlsx"}:
        raise Invalid(_("A list is exported as csv or xlsx."), status=400)
    content, mime = (comma_separated, "text/csv; charset=utf-8") if kind == "csv" else (workbook, XLSX)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content(list(heads), rows), content_type=mime, headers=headers)


def plain(value: object) -> str:
    """Return a cell's text such that no spreadsheet takes it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int | float) else text


def comma_separated(heads: list[str], rows: Iterable[list[object]]) -> bytes:
    """Return a CSV file with a mark of its encoding: nothing that was typed becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def workbook(heads: list[str], rows: Iterable[list[object]]) -> bytes:
    """Return an XLSX file of one sheet: nothing that was typed becomes a formula or a link."""
    out = io.BytesIO()
    # strings stay strings: nothing that a user typed becomes a formula or a link
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(number, place, value)
                else:
                    sheet.write_string(number, place, "" if value is None else str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return out.getvalue()
