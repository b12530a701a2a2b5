"""How fast the Gantt chart paints and scrolls: a seeded plan, the static files, Chromium, and its own clock.

    python benchmarks/gantt.py                      # 5,000 tasks with 6,000 links, then 20,000 rows
    python benchmarks/gantt.py --shots /tmp/shots   # also pictures: light, dark, phone

Paint is the time from the plan being parsed to the first picture being drawn. A scroll frame is the time
between two frames while the chart scrolls a row or a screen a frame, as the browser reports it.
"""

import argparse
import json
import statistics
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from seeded_plan import plan_data

SOURCE = Path(__file__).parent.parent / "src" / "remit"

PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="csrf-token" content="none"><title>Plan</title>
<link rel="stylesheet" href="/core/static/core/tokens.css">
<link rel="stylesheet" href="/core/static/core/base.css">
<link rel="stylesheet" href="/core/static/core/components.css">
<link rel="stylesheet" href="/planning/static/planning/gantt/gantt.css"></head><body><main>
<remit-gantt data-url="/data" edits-url="/edits" undo-url="/undo"
 why-url="/why/KEY" activity-url="/activity/KEY"></remit-gantt>
<aside id="inspector"></aside></main>
<script type="module" src="/planning/static/planning/gantt/gantt.js"></script></body></html>"""


class Handler(SimpleHTTPRequestHandler):
    """Serves Remit's static files, one plan as data, and a page that holds the chart."""

    plans: dict[str, bytes] = {}

    def do_GET(self) -> None:
        """Answer page, plan, reasons or file."""
        address = urlsplit(self.path)
        if address.path.startswith("/plan/"):
            _, _, name, theme = address.path.split("/")
            chosen = f' data-theme="{theme}"'
            self._send(
                "text/html; charset=utf-8",
                PAGE.replace("{theme}", chosen).replace('"/data"', f'"/data/{name}"').encode(),
            )
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


FLOOR = """async () => {
  const gaps = [];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let last = await frame();
  for (let i = 0; i < 240; i += 1) {
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}"""

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


def spread(values: list[float]) -> str:
    """Return the middle and the bad end of measured milliseconds."""
    return f"p50 {percentile(values, 0.5):.1f} ms, p95 {percentile(values, 0.95):.1f} ms"


def measure(page: Page, base: str, name: str) -> None:
    """Print how fast one plan paints and scrolls."""
    page.goto(f"{base}/plan/{name}/light")
    page.wait_for_function("performance.getEntriesByName('remit-gantt-paint').length > 0")
    paints = []
    for _ in range(5):
        page.reload()
        page.wait_for_function("performance.getEntriesByName('remit-gantt-paint').length > 0")
        paints.append(page.evaluate("performance.getEntriesByName('remit-gantt-paint')[0].duration"))
    print(f"{name}: paint after data: median {statistics.median(paints):.0f} ms, worst {max(paints):.0f} ms")
    for what, step in (("a row a frame", 32), ("a screen a frame", 700)):
        result = page.evaluate(SCROLL, [step, 240])
        gaps, work = result["gaps"], result["work"]
        print(f"{name}: scroll {what}: frame {spread(gaps)}; of it our work {spread(work)}")


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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
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
        page.on(
            "console", lambda message: print("console:", message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: print("error:", error))
        if not chosen.no_measure:
            print(f"an empty page, for comparison: frame {spread(page.evaluate(FLOOR))}")
            for name in ("5000", "20000"):
                measure(page, base, name)
        if chosen.shots:
            picture(context, base, chosen.shots)
        context.close()
    server.shutdown()


if __name__ == "__main__":
    main()
