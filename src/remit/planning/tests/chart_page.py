"""A page with the chart, and a server played by the test: it hands out a plan and notes what is sent."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2]
MONDAY = 20_605 * 1440  # Mon 1 June 2026
DAY = 1440
WORK_DAY = 450
COLUMNS = [
    "key", "parent_key", "name", "kind", "level", "wbs", "start", "finish", "duration_minutes",
    "total_float_minutes", "free_float_minutes", "critical", "percent_complete", "accountable", "deliverable",
    "constraint", "constraint_minute", "deadline_minute", "is_manual", "baseline_start", "baseline_finish", "version",
    "driver",
]  # fmt: skip
Json = dict[str, Any]
FILES = {".css": "text/css", ".js": "text/javascript"}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plan</title>
<meta name="csrf-token" content="token-1">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/core/static/core/tokens.css">
<link rel="stylesheet" href="/core/static/core/base.css">
<link rel="stylesheet" href="/core/static/core/components.css">
<link rel="stylesheet" href="/planning/static/planning/gantt/gantt.css"></head><body><main><h1>Plan</h1>
<remit-gantt data-url="/data" edits-url="/edits" undo-url="/undo"
 why-url="/why/KEY" activity-url="/activity/KEY" aria-label="Plan of Bridge"></remit-gantt>
<aside id="inspector" aria-label="Why"></aside></main>
<script type="application/json" id="gantt-people">
[["P-1", "Ada Berger", 1], ["P-2", "Ben Okafor", 2]]</script>
<script type="module" src="/planning/static/planning/gantt/gantt.js"></script></body></html>"""
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"


def row(key: str, name: str, day: int, days: int, **more: Any) -> list[Any]:
    """One activity of `days` days from a day counted from the first Monday."""
    start = MONDAY + day * DAY + 540
    known = {
        "key": key,
        "parent_key": None,
        "name": name,
        "kind": "task" if days else "milestone",
        "level": 0,
        "wbs": key[2:],
        "start": start,
        "finish": MONDAY + (day + days - 1) * DAY + 1050 if days else start,
        "duration_minutes": days * WORK_DAY,
        "total_float_minutes": 0,
        "free_float_minutes": 0,
        "critical": True,
        "percent_complete": 0,
        "accountable": "Ada Berger",
        "deliverable": None,
        "constraint": "asap",
        "constraint_minute": None,
        "deadline_minute": None,
        "is_manual": False,
        "baseline_start": None,
        "baseline_finish": None,
        "version": 1,
        "driver": "It begins with the project",
    }
    return [(known | more)[name] for name in COLUMNS]


def small_plan() -> Json:
    return {
        "version": 7,
        "project": {
            "key": "PRJ-1",
            "name": "Bridge",
            "start_minute": MONDAY + 540,
            "finish_minute": MONDAY + 9 * DAY + 1050,
            "status_minute": MONDAY + 2 * DAY,
            "minutes_per_day": WORK_DAY,
            "minutes_per_week": 2250,
        },
        "calendar": {"week": [[[540, 750], [810, 1050]]] * 5 + [[], []], "exceptions": []},
        "may_edit": True,
        "may_edit_reason": "",
        "columns": COLUMNS,
        "rows": [
            row("T-1", "Foundation", 0, 5, kind="summary", wbs="1"),
            row("T-2", "Dig", 0, 2, level=1, parent_key="T-1", wbs="1.1", version=3),
            row("T-3", "Pour", 2, 3, level=1, parent_key="T-1", wbs="1.2"),
            row(
                "T-4",
                "Deck",
                7,
                3,
                wbs="2",
                critical=False,
                total_float_minutes=2 * WORK_DAY,
                accountable="Ben Okafor",
            ),
            row("T-5", "Opening", 10, 0, wbs="3"),
        ],
        "links": [
            ["L-1", "T-2", "T-3", "FS", 0, "working", True],
            ["L-2", "T-4", "T-5", "FS", 900, "working", True],
        ],
    }


@dataclass
class Chart:
    """A page that holds the chart, and the server it talks to."""

    page: Any
    data: Json = field(default_factory=small_plan)
    posts: list[tuple[str, Json]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refusals: list[tuple[int, Json]] = field(default_factory=list)
    respond: Callable[[Json], Json] | None = None
    edits: int = 0

    def open(self, path: str = "/") -> "Chart":
        self.page.goto(f"http://remit.test{path}")
        self.page.wait_for_selector("remit-gantt:not([aria-busy])")
        return self

    @property
    def saved(self) -> list[Json]:
        """The edits that were sent to be saved."""
        return [body for address, body in self.posts if address == "/edits" and not body["preview"]]

    @property
    def asked(self) -> list[Json]:
        return [body for address, body in self.posts if address == "/edits" and body["preview"]]

    def serve(self, route: Any) -> None:
        address = re.sub(r"^https?://[^/]+|\?.*$", "", route.request.url)
        if route.request.method == "POST":
            self.answer(route, address)
        elif address == "/":
            route.fulfill(body=PAGE, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        elif address == "/data":
            route.fulfill(json=self.data, headers={"ETag": f'W/"{self.data["version"]}"'})
        elif address.startswith("/why/"):
            route.fulfill(
                body=f"<p>Why {address[5:]}: <a href='?' data-activity='T-2'>T-2</a></p>",
                content_type="text/html",
            )
        elif (SOURCE / address[1:]).is_file():
            route.fulfill(path=SOURCE / address[1:], content_type=FILES[Path(address).suffix])
        else:
            route.fulfill(status=404)

    def answer(self, route: Any, address: str) -> None:
        body = json.loads(route.request.post_data)
        self.posts.append((address, body))
        self.headers.append(route.request.headers)
        is_saved = not body.get("preview")
        if is_saved and self.refusals:
            status, problem = self.refusals.pop(0)
            route.fulfill(status=status, json=problem, content_type="application/problem+json")
            return
        if is_saved:
            self.edits += 1
            self.data["version"] += 1
        known = {
            "version": self.data["version"],
            "edit": self.edits if is_saved else None,
            "label": "Changed",
            "rows": [],
            "shifts": [],
            "removed": [],
            "order": None,
            "links": None,
            "driving": {},
            "project": self.data["project"],
            "consequence": {
                "finish_before": MONDAY,
                "finish_after": self.data["project"]["finish_minute"],
                "shift_minutes": 3 * DAY,
                "activities_moved": 12,
                "critical_after": 4,
            },
        }
        route.fulfill(json=known | (self.respond(body) if self.respond else {}))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> tuple[str, str]:
        """The name of the row and the number of the column that have the focus."""
        found = self.page.evaluate(
            """() => {
              const cell = document.activeElement;
              const name = cell.closest('.gantt-row')?.row?.name ?? '';
              return [name, cell.getAttribute('aria-colindex') ?? cell.tagName];
            }"""
        )
        return found[0], found[1]

    def enter(self, name: str) -> None:
        """Put the focus on the name of a row."""
        self.page.locator(".gantt-name", has_text=name).last.click()

    def until(self, expression: str) -> None:
        """Wait until an expression holds; asked from outside, as the page's policy forbids to evaluate text."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never: {expression}")

    def wait_saved(self, count: int = 1) -> Json:
        for _ in range(60):
            if len(self.saved) >= count:
                break
            self.page.wait_for_timeout(50)
        assert len(self.saved) >= count, "nothing was sent"
        return self.saved[count - 1]

    def at(self, key: str, where: float) -> tuple[float, float]:
        """A point on the bar of an activity: 0 its start, 1 its finish, -1 the dot behind it."""
        x, y = self.page.evaluate(
            """([key, where]) => {
              const { timeline, plan } = document.querySelector('remit-gantt');
              const row = plan.byKey.get(key);
              const box = timeline.canvas.getBoundingClientRect();
              const from = timeline.scale.x(row.start);
              const to = timeline.scale.x(row.finish);
              const x = where < 0 ? to + 9 : where >= 1 ? to - 1 : from + (to - from) * where;
              const y = row.index * timeline.theme.row - timeline.top + 12;
              return [box.left + x - timeline.left, box.top + y];
            }""",
            [key, where],
        )
        return float(x), float(y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, go there in steps, and hold."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        mouse.move(*end, steps=3)
