"""A Remit as users run it, with its demo, and a browser in front of it."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from remit.web.demo.sign_ins import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SHOTS = os.environ.get(
    "REMIT_SCREENSHOTS", ""
)  # a folder for pictures; a run that nobody looks at takes none
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
START_SECONDS = 300
MOST_LOOKS = 600
COLOURS_HAVE_CHANGED = """async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const fades = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.all(fades.map((each) => each.finished));
}"""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, on its own data, with the demo loaded."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REMIT_", "DJANGO_"))}
    port = _free_port()
    environment = {
        **kept,
        "PYTHONPATH": str(ROOT / "src"),
        "REMIT_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "REMIT_COMPILE_AHEAD": "off",
        "REMIT_KERNEL_CACHE": str(Path.home() / ".cache" / "remit"),  # compiled once for all of them
        "REMIT_BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "remit.web.cli", "serve", "--demo-if-empty", "--port", str(port)]
    log = tmp_path_factory.mktemp("log") / "serve.txt"
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/accounts/login/", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _free_port() -> int:
    import socket  # noqa: PLC0415 - only here

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[Any], log: Path) -> None:
    for _try in range(START_SECONDS * 4):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"the server did not answer: {log.read_text()[-2000:]}")


@dataclass
class Visitor:
    """Somebody in front of a browser; what the browser complains about is kept."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    under_way: set[int] = field(default_factory=set)

    def sign_in(self, email: str) -> None:
        self.page.goto(f"{self.address}/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button[type=submit] >> nth=0")
        self.page.wait_for_url(f"{self.address}/")

    def go(self, path: str) -> None:
        """Open a page and wait until it has loaded and asks for nothing more."""
        self.page.goto(f"{self.address}{path}")
        quiet = 0
        for _look in range(MOST_LOOKS):
            # twice in a row: what has come may ask for more
            quiet = 0 if self.under_way else quiet + 1
            if quiet == 2:
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"{path} does not come to rest")

    def shot(self, name: str) -> None:
        """Keep a picture of the page where pictures are wanted."""
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png")

    def barriers(self, dark_shot: str = "") -> list[str]:
        """Return what axe finds wrong with the page by WCAG 2.2 AA, in light colours and in dark ones.

        Colours change nothing but contrast, so in the dark only that is looked at. `dark_shot` names a picture of it.
        """
        found = self._found({"runOnly": RULES})
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(COLOURS_HAVE_CHANGED)
        if dark_shot:
            self.shot(dark_shot)
        found += self._found({"runOnly": {"type": "rule", "values": ["color-contrast"]}})
        self.page.emulate_media(color_scheme="light")
        return found

    def barriers_in_the_dark(self) -> list[str]:
        """Return what axe finds wrong with the page by WCAG 2.2 AA in dark colours, which it is left in."""
        self.page.emulate_media(color_scheme="dark")
        self.page.evaluate(COLOURS_HAVE_CHANGED)
        return self._found({"runOnly": RULES})

    def _found(self, options: dict[str, object]) -> list[str]:
        if not self.page.evaluate("typeof axe == 'object'"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("options => axe.run(document, options)", options)
        path = re.sub(r"^https?://[^/]+", "", self.page.url)
        return [
            f"{path}: {each['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:160]})"
            for each in found["violations"]
            for node in each["nodes"][:1]
        ]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One browser for a module; it is closed before other modules start theirs: a process bears one driver."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


def _visitor(context: BrowserContext, address: str) -> Visitor:
    page = context.new_page()
    visitor = Visitor(page, address)
    page.on("request", lambda request: visitor.under_way.add(id(request)))
    for ended in ("requestfinished", "requestfailed"):
        page.on(ended, lambda request: visitor.under_way.discard(id(request)))
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            visitor.complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    return visitor


@pytest.fixture
def visitor(browser: Any, address: str) -> Iterator[Visitor]:
    """A visitor with a wide screen in light colours."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    visitor = _visitor(context, address)
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture
def on_a_phone(browser: Any, address: str) -> Iterator[Visitor]:
    """A visitor with a phone 360 pixels wide."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="light", has_touch=True
    )
    visitor = _visitor(context, address)
    yield visitor
    context.close()
    assert visitor.complaints == []
