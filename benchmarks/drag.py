"""How soon a bar that was dragged lies where the server puts it: a real plan, a real server, Chromium.

    python benchmarks/drag.py                     # a plan of 5,000 activities
    python benchmarks/drag.py --tasks 2000 -n 20

Measured from the pointer's release to the frame after the answer was drawn: the way to the server, the new
schedule of the whole plan, its storing, and every row that moved. The same edit as a preview is measured too.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from _place import EMAIL, PASSWORD
from latency import Remit, prepared

WATCH = """() => {
  const real = window.fetch;
  window.answers = [];
  window.addEventListener('pointerup', () => { window.released = performance.now(); }, true);
  window.fetch = async (url, options) => {
    const asked = performance.now();
    const answer = await real(url, options);
    if (options?.method !== 'POST') return answer;
    const { preview } = JSON.parse(options.body);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const shown = performance.now();
      window.answers.push({ preview, status: answer.status, took: shown - (preview ? asked : window.released) });
    }));
    return answer;
  };
}"""

BAR = """(key) => {
  const { timeline, plan } = document.querySelector('remit-gantt');
  const row = plan.byKey.get(key);
  const box = timeline.canvas.getBoundingClientRect();
  const x = (timeline.scale.x(row.start) + timeline.scale.x(row.finish)) / 2 - timeline.left;
  return [box.left + x, box.top + row.index * timeline.theme.row - timeline.top + 12, row.start];
}"""


def dragged(page: Page, key: str, by: int) -> list[dict[str, float]]:
    """Drag the bar of an activity by so many pixels; return the answers to previews and to the drop."""
    x, y, _start = page.evaluate(BAR, key)
    page.evaluate("window.answers.length = 0")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=3)
    page.mouse.move(x + by, y, steps=3)
    page.wait_for_timeout(600)
    page.mouse.up()
    for _wait in range(200):
        answers: list[dict[str, float]] = page.evaluate("window.answers")
        if any(not each["preview"] for each in answers):
            return answers
        page.wait_for_timeout(25)
    raise SystemExit("The drop was not answered.")


def measure(page: Page, address: str, key: str, count: int) -> None:
    """Print how long drops and previews take."""
    page.goto(f"{address}?activity={key}")
    page.wait_for_selector("remit-gantt:not([aria-busy])")
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    drops: list[float] = []
    previews: list[float] = []
    for number in range(count):
        for each in dragged(page, key, 60 if number % 2 == 0 else -60):
            if each["status"] != 200:
                raise SystemExit(f"The server answered {each['status']}.")
            (previews if each["preview"] else drops).append(each["took"])
    for what, times in (("drop until shown", drops[1:]), ("preview until shown", previews[1:])):
        ordered = sorted(times)
        worst = ordered[int(len(ordered) * 0.95)]
        print(f"{what}: median {statistics.median(times):.0f} ms, p95 {worst:.0f} ms, goal 200 ms")


def main() -> None:
    """Make a plan, start Remit, drag, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tasks", type=int, default=5000)
    parser.add_argument("-n", type=int, default=12, help="how often to drag")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remit-drag-") as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "data"
        folder.mkdir()
        place = prepared(folder, chosen.tasks, chosen.tasks, chosen.tasks)
        remit = Remit(folder)
        remit.start()
        context = playwright.chromium.launch_persistent_context(
            f"{temporary}/profile",
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            viewport={"width": 1440, "height": 900},
        )
        try:
            page = context.new_page()
            page.goto(f"{remit.address}/")
            page.fill("input[name=login]", EMAIL)
            page.fill("input[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_load_state("networkidle")
            print(f"{place.activities} activities, {place.links} links; {place.editable} is dragged")
            measure(page, f"{remit.address}/projects/{place.large}/plan/", place.editable, chosen.n)
        finally:
            context.close()
            remit.stop()


if __name__ == "__main__":
    main()
