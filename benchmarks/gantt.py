"""How fast the Gantt chart paints and scrolls: a seeded plan, the static files, Chromium, and its own clock.

    python benchmarks/gantt.py                      # 5,000 tasks with 6,000 links, then 20,000 rows
    python benchmarks/gantt.py --shots /tmp/shots   # also pictures: light, dark, phone

Paint is the time from the plan being parsed to the first picture having been handed to the screen. A scroll frame is
the time between two frames while the chart scrolls a row or a screen a frame, as the browser reports it.
"""

import argparse
import json
import random
import statistics
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

SOURCE = Path(__file__).parent.parent / "src" / "remit"
DAY = 1440
FIRST_DAY = 20_605  # Monday, 1 June 2026
WORK_DAY = 450
PEOPLE = ("Ada Berger", "Ben Okafor", "Chiara Conti", "Dmitri Volkov", "Elif Aydın", "Farah Haddad", "Gustav Lind")
COLUMNS = (
    "key", "parent_key", "name", "kind", "level", "wbs", "start", "finish", "duration_minutes",
    "total_float_minutes", "free_float_minutes", "critical", "percent_complete", "accountable", "constraint",
    "constraint_minute", "deadline_minute", "is_manual", "baseline_start", "baseline_finish", "version", "driver",
)  # fmt: skip
VERBS = ("Survey", "Design", "Approve", "Order", "Build", "Inspect", "Install", "Test", "Document", "Hand over")
THINGS = ("foundation", "north pier", "steel girders", "drainage", "bearings", "deck", "railings", "lighting", "access road")
HOLIDAYS = (24, 140, 141, 206, 207, 208)  # days after the first

PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csrf-token" content="none"><title>Plan</title>
<link rel="stylesheet" href="/core/static/core/tokens.css"><link rel="stylesheet" href="/core/static/core/base.css">
<link rel="stylesheet" href="/core/static/core/components.css">
<link rel="stylesheet" href="/planning/static/planning/gantt/gantt.css"></head><body><main>
<remit-gantt data-url="/data" edits-url="/edits" undo-url="/undo" why-url="/why/KEY" activity-url="/activity/KEY"></remit-gantt>
<aside id="inspector"></aside></main>
<script type="module" src="/planning/static/planning/gantt/gantt.js"></script></body></html>"""


def weekday_minute(working_day: int, *, is_end: bool) -> int:
    """Return the plan minute of a count of working days from the first Monday, at its morning or evening."""
    if is_end:
        working_day -= 1
    weeks, day = divmod(working_day, 5)
    return (FIRST_DAY + weeks * 7 + day) * DAY + (1050 if is_end else 540)


def _spans(tasks: int, links: int, seed: int) -> tuple[list[int], list[int], list[int], list[tuple[int, int]]]:
    """Return durations, starts and late finishes in working days, and pairs of linked tasks."""
    random_ = random.Random(seed)
    lengths = [0 if random_.random() < 0.04 else random_.choice((1, 2, 2, 3, 3, 5, 5, 8, 10, 15)) for _ in range(tasks)]
    pairs: set[tuple[int, int]] = set()
    for task in range(tasks):
        inside = task % 60
        if inside:
            pairs.add((task - min(inside, random_.choice((1, 1, 1, 2, 3, 6))), task))
        elif task >= 300:
            pairs.add((task - 300 + random_.randint(20, 50), task))
    while len(pairs) < links:
        after = random_.randrange(40, tasks)
        pairs.add((after - random_.randint(1, 40), after))
    ordered = sorted(pairs, key=lambda pair: pair[1])
    starts = [8 * (task // 60) if task % 60 == 0 and task < 300 else 0 for task in range(tasks)]
    for before, after in ordered:
        starts[after] = max(starts[after], starts[before] + lengths[before])
    end = max(start + length for start, length in zip(starts, lengths, strict=True))
    late = [end] * tasks
    for before, after in sorted(ordered, key=lambda pair: -pair[1]):
        late[before] = min(late[before], late[after] - lengths[after])
    return lengths, starts, late, ordered


def plan_data(tasks: int, links: int, seed: int = 7) -> dict[str, Any]:
    """Return a plan as the server answers it: `tasks` tasks in groups of sixty and of ten, with `links` links."""
    random_ = random.Random(seed)
    lengths, starts, late, pairs = _spans(tasks, links, seed)
    rows: list[list[Any]] = []
    keys: list[str] = []
    for first in range(0, tasks, 60):
        phase = _row(rows, None, f"Section {first // 60 + 1}", 0, f"{first // 60 + 1}", range(first, min(first + 60, tasks)), starts, lengths)
        for group in range(first, min(first + 60, tasks), 10):
            number = f"{first // 60 + 1}.{(group - first) // 10 + 1}"
            members = range(group, min(group + 10, tasks))
            parent = _row(rows, phase, f"{random_.choice(THINGS).capitalize()}, part {(group - first) // 10 + 1}", 1, number, members, starts, lengths)
            for task in members:
                key = f"T-{len(rows) + 1}"
                keys.append(key)
                rows.append(_task(random_, key, parent, f"{number}.{task - group + 1}", starts[task], lengths[task], late[task]))
    by_row = {row[0]: row for row in rows}
    answer_links = [
        [f"L-{n}", keys[a], keys[b], "FS" if n % 11 else "SS", 0, "working", starts[b] == starts[a] + lengths[a]]
        for n, (a, b) in enumerate(pairs)
    ]
    finish = max(row[7] for row in by_row.values())
    return {
        "version": 1,
        "project": {
            "key": "P-1", "name": "Bridge", "start_minute": weekday_minute(0, is_end=False), "finish_minute": finish,
            "status_minute": weekday_minute(60, is_end=True), "minutes_per_day": WORK_DAY, "minutes_per_week": 5 * WORK_DAY,
        },
        "calendar": {
            "week": [[[540, 750], [810, 1050]]] * 5 + [[], []],
            "exceptions": [[FIRST_DAY + day, FIRST_DAY + day, []] for day in HOLIDAYS],
        },
        "may_edit": True, "may_edit_reason": "", "columns": list(COLUMNS), "rows": rows, "links": answer_links,
    }  # fmt: skip


def _row(rows: list[list[Any]], parent: str | None, name: str, level: int, wbs: str, members: range, starts: list[int], lengths: list[int]) -> str:
    key = f"T-{len(rows) + 1}"
    begin = min(starts[task] for task in members)
    end = max(starts[task] + lengths[task] for task in members)
    dates = [weekday_minute(begin, is_end=False), weekday_minute(max(end, begin + 1), is_end=True)]
    row = [
        key, parent, name, "summary", level, wbs, *dates, (end - begin) * WORK_DAY, 0, 0, False, 30,
        PEOPLE[len(rows) % len(PEOPLE)], "asap", None, None, False, None, None, 1, "From the activities below it",
    ]  # fmt: skip
    rows.append(row)
    return key


def _task(random_: random.Random, key: str, parent: str, wbs: str, start: int, length: int, late: int) -> list[Any]:
    slack = max(0, late - start - length)
    percent = random_.choice((100, 100, 60, 30)) if start < 50 else 0
    begin = weekday_minute(start, is_end=False)
    end = weekday_minute(start + length, is_end=True) if length else begin
    slipped = random_.choice((0, 0, 1, 3))
    promised = [weekday_minute(max(0, start - slipped), is_end=False), weekday_minute(max(1, start + length - slipped), is_end=True)] if random_.random() < 0.7 else [None, None]
    deadline = end + random_.choice((-3, 5, 10)) * DAY if random_.random() < 0.04 else None
    held = random_.random() < 0.05
    return [
        key, parent, f"{random_.choice(VERBS)} {random_.choice(THINGS)}", "task" if length else "milestone", 2, wbs, begin, end,
        length * WORK_DAY, slack * WORK_DAY, 0, slack == 0, percent, random_.choice(PEOPLE), "snet" if held else "asap",
        begin if held else None, deadline, random_.random() < 0.03, *promised, 1, "Begins with the project" if start == 0 else "Waits for what comes before it",
    ]  # fmt: skip


class Handler(SimpleHTTPRequestHandler):
    """Serves Remit's static files, one plan as data, and a page that holds the chart."""

    plans: dict[str, bytes] = {}

    def do_GET(self) -> None:
        """Answer page, plan, reasons or file."""
        address = urlsplit(self.path)
        if address.path.startswith("/plan/"):
            _, _, name, theme = address.path.split("/")
            chosen = f' data-theme="{theme}"'
            self._send("text/html; charset=utf-8", PAGE.replace("{theme}", chosen).replace('"/data"', f'"/data/{name}"').encode())
        elif address.path.startswith("/data/"):
            self._send("application/json", self.plans[address.path.rsplit("/", 1)[1]])
        elif address.path.startswith("/why/"):
            self._send("text/html; charset=utf-8", b"<p>Waits for what comes before it.</p>")
        else:
            super().do_GET()

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the figures are what is printed."""


SCROLL = """async ([step, count]) => {
  const scroller = document.querySelector('.gantt-scroll');
  const gaps = [], work = [];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const gantt = document.querySelector('remit-gantt');
  const draw = gantt.frame.draw.bind(gantt.frame);
  gantt.frame.draw = () => { const t = performance.now(); draw(); work.push(performance.now() - t); };
  let last = await frame();
  for (let i = 0; i < count; i += 1) {
    scroller.scrollTop += step;
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  gantt.frame.draw = draw;
  return { gaps: gaps.slice(3), work };
}"""


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure(page: Page, base: str, name: str) -> None:
    """Print how fast one plan paints and scrolls."""
    page.goto(f"{base}/plan/{name}/light")
    page.wait_for_function("performance.getEntriesByName('remit-gantt-paint').length > 0")
    paints = []
    for _ in range(5):
        page.reload()
        page.wait_for_function("performance.getEntriesByName('remit-gantt-paint').length > 0")
        paints.append(page.evaluate("performance.getEntriesByName('remit-gantt-paint')[0].duration"))
    print(f"{name}: paint after data, 5 times: median {statistics.median(paints):.0f} ms, worst {max(paints):.0f} ms")
    for what, step in (("a row a frame", 32), ("a screen a frame", 700)):
        result = page.evaluate(SCROLL, [step, 240])
        gaps, work = result["gaps"], result["work"]
        print(
            f"{name}: scroll {what}: frame p50 {percentile(gaps, 0.5):.1f} ms, p95 {percentile(gaps, 0.95):.1f} ms;"
            f" of it our work p50 {percentile(work, 0.5):.1f} ms, p95 {percentile(work, 0.95):.1f} ms"
        )


def picture(context: BrowserContext, base: str, folder: Path) -> None:
    """Save pictures of the chart in light and dark, at a desk and on a phone."""
    folder.mkdir(parents=True, exist_ok=True)
    page = context.new_page()
    for theme in ("light", "dark"):
        for width, height in ((1440, 900), (360, 740)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{base}/plan/5000/{theme}?activity=T-45")
            page.wait_for_function("performance.getEntriesByName('remit-gantt-paint').length > 0")
            page.wait_for_timeout(300)
            page.screenshot(path=folder / f"gantt-{theme}-{width}.png")
    page.close()


def main() -> None:
    """Serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shots", type=Path, help="folder for pictures")
    parser.add_argument("--no-measure", action="store_true", help="only pictures")
    chosen = parser.parse_args()
    Handler.plans = {
        "5000": json.dumps(plan_data(5000, 6000)).encode(),
        "20000": json.dumps(plan_data(17_650, 21_000)).encode(),
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(SOURCE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            viewport={"width": 1440, "height": 900},
        )
        page = context.new_page()
        page.on("console", lambda message: print("console:", message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: print("error:", error))
        if not chosen.no_measure:
            for name in ("5000", "20000"):
                measure(page, base, name)
        if chosen.shots:
            picture(context, base, chosen.shots)
        context.close()
    server.shutdown()


if __name__ == "__main__":
    main()
