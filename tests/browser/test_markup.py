"""Goal E: markup and script in every field a person can fill, on every page that shows it, in a real browser."""

import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from remit.web.tests.installation import PASSWORD, Installation
from tests.browser.conftest import CHROMIUM, ROOT, _free_port, _wait_for
from tests.browser.payloads import PAYLOADS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("markup"),
]
SEED, SAMPLE = 20261127, 8
PARTS = 10  # each some minutes long, so that a run can be taken up where it was broken off
ADDRESS = "jo@example.org"
OFF = dict.fromkeys(("REMIT_LIMIT_EXPORT", "REMIT_LIMIT_SEARCH", "REMIT_LIMIT_IMPORT"), "off")

# Elements that no page of ours has: marked ones, handlers, scripts in the page, addresses of script.
FOREIGN = """() => [...document.querySelectorAll('*')].filter(e =>
    e.hasAttribute('zqx')
    || [...e.attributes].some(a => /^on/i.test(a.name) || /^hx-on/i.test(a.name))
    || (e.localName === 'script' && !e.src && e.type !== 'application/json')
    || ['iframe', 'object', 'embed', 'base', 'style', 'math', 'marquee'].includes(e.localName)
    || ['href', 'action', 'formaction', 'src', 'data'].some(
        n => (e.getAttribute(n) || '').replace(/[\\s\\x00-\\x1f]/g, '').toLowerCase().startsWith('javascript:'))
).map(e => e.outerHTML.slice(0, 160))"""
LISTEN = (
    "document.addEventListener('securitypolicyviolation', e => console.log('ZQX ' + e.violatedDirective))"
)


class Watch:
    """A page and everything that it does which it should not."""

    def __init__(self, page: Page) -> None:
        self.page, self.looks = page, 0
        self.dialogs: list[str] = []
        self.violations: list[str] = []
        self.foreign: list[str] = []
        page.add_init_script(LISTEN)
        page.on("dialog", self._dialog)
        page.on("console", self._console)

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(f"{self.page.url}: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if message.text.startswith("ZQX ") or "Content Security Policy" in message.text:
            self.violations.append(f"{self.page.url}: {message.text[:200]}")

    def look(self) -> None:
        self.looks += 1
        self.foreign += [f"{self.page.url}: {each}" for each in self.page.evaluate(FOREIGN)]

    @property
    def found(self) -> list[str]:
        return [*self.dialogs, *self.violations, *self.foreign]


@contextlib.contextmanager
def served(folder: Path, texts: list[str]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Serve an installation that holds the texts everywhere."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    installation = Installation(folder, more={**OFF, "REMIT_BASE_URL": address})
    installation.migrate()
    words = (
        "create-admin",
        ADDRESS,
        "--organisation",
        "Acme",
        "--also",
        "portfolio-manager",
        "--also",
        "project-manager",
    )
    installation.facts(*words, "--password-stdin", given=PASSWORD)
    environment = installation.environment | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    filled = subprocess.run(
        [sys.executable, "-m", "tests.browser.markup_data"],
        env=environment, cwd=ROOT, input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert filled.returncode == 0, filled.stderr[-3000:]
    log = folder / "serve.txt"
    command = [sys.executable, "-m", "remit.web.cli", "serve", "--port", str(port)]
    with log.open("w") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            _wait_for(f"{address}/accounts/login/", process, log)
            yield address, json.loads(filled.stdout)
        finally:
            process.terminate()


def pages(keys: dict[str, list[str]], texts: list[str]) -> Iterator[str]:
    """Yield every address at which a text can be read."""
    rows = len(texts) // 100 + 2
    for number in range(1, rows):
        for path in ("/projects/", "/people/", "/people/sign-ins/"):
            yield f"{path}?page={number}"
    yield from (
        "/",
        "/organisation/",
        "/organisation/chart/",
        "/organisation/chart/?view=lines",
        "/roles/",
        "/roles/team-member/",
        "/security/",
        "/help/",
        "/projects/new/",
    )
    yield from (
        "/people/new/",
        "/account/",
        "/account/tokens/",
        "/account/feeds/",
        "/import/",
        "/people/sign-ins/second-factor/",
    )
    for key in keys["projects"]:
        yield from (
            f"/projects/{key}/",
            f"/projects/{key}/edit/",
            f"/projects/{key}/people/",
            f"/history/project/{key}/",
        )
    for key in keys["people"]:
        yield from (f"/people/{key}/", f"/people/{key}/edit/", f"/history/person/{key}/")
    for key in {each.partition("/")[0]: "" for each in keys["activities"]}:
        below = f"/projects/{key}/plan"
        yield from (
            f"{below}/calendars/",
            f"{below}/resources/",
            f"{below}/",
            f"{below}/log/",
            f"{below}/baselines/",
            f"{below}/data",
            f"/projects/{key}/people/",
        )
    for each in keys["activities"]:
        key, _slash, activity = each.partition("/")
        below = f"/projects/{key}/plan"
        yield from (f"{below}/activities/{activity}/", f"{below}/activities/{activity}/why")
        number = int(activity.removeprefix("T-"))
        yield from (f"{below}/calendars/C-{number + 1}/", f"{below}/resources/R-{number}/")
        yield from (f"{below}/?activity={activity}", f"/history/activity/{each}/")
    for each in keys["reports"]:
        key, _slash, number = each.partition("/")
        yield from (f"/projects/{key}/imports/", f"/projects/{key}/imports/{number}/")
    for text in texts:
        typed = quote(text, safe="")
        yield from (
            f"/projects/?q={typed}",
            f"/people/?q={typed}&order_by=name",
            f"/accounts/login/?next={typed}",
        )
        yield from (
            f"/palette?q={typed}",
            f"/projects/{typed}/",
            f"/projects/?phase={typed}",
            f"/?x={typed}#{typed}",
        )


def search(watch: Watch, texts: list[str]) -> None:
    """Type each text into the palette, which shows what it finds by script."""
    page = watch.page
    for text in texts:
        page.keyboard.press("Control+k")
        with page.expect_response(lambda answer: "/palette" in answer.url):
            page.fill("#palette input", text[:90])
        page.wait_for_timeout(50)
        watch.look()
        page.keyboard.press("Escape")


def exports_are_kept(watch: Watch, address: str, keys: dict[str, list[str]]) -> None:
    """Hold files handed out to being kept and not shown."""
    key = keys["activities"][0].partition("/")[0]
    for path in ("/projects/?export=csv", "/people/?export=xlsx", f"/projects/{key}/plan/export.xml"):
        answer = watch.page.request.get(address + path)
        assert answer.status == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"


def check(browser: Any, folder: Path, texts: list[str]) -> None:
    with served(folder, texts) as (address, keys):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        watch = Watch(context.new_page())
        page = watch.page
        page.goto(f"{address}/accounts/login/")
        page.fill("input[name=login]", ADDRESS)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit] >> nth=0")
        page.wait_for_url(f"{address}/")
        shown = 0
        for path in dict.fromkeys(pages(keys, texts)):
            page.goto(address + path, wait_until="load")
            if "/plan/?" in path:
                page.wait_for_timeout(150)  # the chart draws by script
            shown += "zqx" in page.content().lower()
            watch.look()
        page.goto(f"{address}/projects/")
        search(watch, texts)
        exports_are_kept(watch, address, keys)
        context.close()
    print(
        f"E: {len(texts)} payloads, {watch.looks} looks, {shown} pages showed one; {len(watch.dialogs)} dialogs, "
        f"{len(watch.violations)} violations of the policy, {len(watch.foreign)} elements that are not ours"
    )
    assert watch.found == []
    assert shown > len(texts) * 5


def test_a_sample_of_markup_in_every_field_is_text_on_every_page(browser: Any, tmp_path: Path) -> None:
    check(browser, tmp_path, random.Random(SEED).sample(PAYLOADS, SAMPLE))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_300_kinds_of_markup_in_every_field_are_text_on_every_page(
    browser: Any, tmp_path: Path, part: int
) -> None:
    check(browser, tmp_path, list(PAYLOADS[part::PARTS]))


def test_there_are_300_kinds_of_markup() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 300


def test_what_looks_for_markup_would_find_it(browser: Any) -> None:
    """Put in as they are, most of the payloads are seen: the rest need another place than the one here."""
    context = browser.new_context()
    watch = Watch(context.new_page())
    seen = 0
    chosen = [each for each in PAYLOADS if each.startswith(("<", '"><', "'><", "</"))]
    for text in random.Random(SEED).sample(chosen, 40):
        before = len(watch.found)
        watch.page.set_content(f"<p>{text}</p>", wait_until="domcontentloaded")
        watch.look()
        seen += len(watch.found) > before
    watch.page.wait_for_timeout(200)
    context.close()
    assert seen >= 34
    assert watch.dialogs, "some of them run"
