"""How fast Remit answers with 100,000 activities in the database, and how much it bears.

Makes an organisation in a folder of its own (or takes the one that --data names), starts Remit as `remit serve`
does, and prints every figure beside its goal and beside what a peer measured. With --peer COMMAND a peer is
measured in the same sitting: its lines are printed as they come.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from _http import JSON, Browser, Call, Figures, Target, connected, driven, sent
from _place import EMAIL, PASSWORD, Place

PEER = "Redmine 5.0, 2,000 issues, SQLite: measured in another run on the same kind of machine, not today"
WORK_DAY = 450


def say(what: str, figures: str, goal: str = "", peer: str = "", *, met: bool | None = None) -> None:
    """Print one line: what was measured, the figures, whether the goal is met, and the peer's figure."""
    mark = {True: "met", False: "MISSED", None: ""}[met]
    print(f"{what:<46} {figures:<44} {f'goal {goal}' if goal else '':<30} {mark:<7} {peer}", flush=True)


def said(
    what: str, figures: Figures, *, goal: float | None = None, tail: float | None = None, peer: str = ""
) -> None:
    """Print the latency of one client beside its goals for the median and for the slowest twentieth."""
    half, slow = figures.at(0.5), figures.at(0.95)
    aims = [f"p50 {goal:.0f} ms" if goal else "", f"p95 {tail:.0f} ms" if tail else ""]
    met = None
    if goal or tail:
        met = (goal is None or half <= goal) and (tail is None or slow <= tail) and not figures.failed
    failed = f", {figures.failed} FAILED {figures.statuses}" if figures.failed else ""
    words = (
        f"p50 {half:.0f}, p95 {slow:.0f}, cpu {figures.cpu_each:.0f} ms, {figures.size // 1000} kB{failed}"
    )
    say(what, words, ", ".join(filter(None, aims)), f"Redmine {peer}" if peer else "", met=met)


@dataclass
class Remit:
    """Remit as a user starts it, on a free port of this machine."""

    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    seconds: float = 0.0

    def start(self) -> None:
        """Start Remit and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        words = [sys.executable, "-m", "remit.web.cli", "serve", "--port", str(self.port), "--json"]
        began = time.perf_counter()
        self.process = subprocess.Popen(words, env=environment(self.folder), stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        if not self.process.stdout.readline():
            raise SystemExit("Remit did not start.")
        self.seconds = time.perf_counter() - began

    def stop(self) -> None:
        """Stop Remit."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)

    @property
    def target(self) -> Target:
        """Return where requests go."""
        assert self.process is not None
        return Target(self.port, self.process.pid)

    @property
    def address(self) -> str:
        """Return where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> list[tuple[str, float, float]]:
        """Return name, resident and proportional megabytes of every process."""
        found = []
        for pid in self.target.processes():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            sizes = [
                int(re.search(rf"^{name}:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024
                for name in ("Rss", "Pss")
            ]
            words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            found.append((words[-60:].strip(), sizes[0], sizes[1]))
        return found


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of Remit on the data in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    source = str(Path(__file__).resolve().parents[1] / "src")
    return {
        **kept,
        "PYTHONPATH": source,
        "REMIT_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "remit.web.settings",
    }


def prepared(folder: Path, activities: int, large: int, each: int) -> Place:
    """Return the place to measure, in a process of its own that ends before anything is measured."""
    words = [sys.executable, __file__, "--make", str(folder), *map(str, (activities, large, each))]
    subprocess.run([sys.executable, "-m", "remit.web.cli", "migrate"], env=environment(folder), check=True)
    done = subprocess.run(words, env=environment(folder), check=True, stdout=subprocess.PIPE)
    return Place(**json.loads(done.stdout))


def pages(target: Target, place: Place, count: int) -> None:
    """Measure what a browser asks for."""
    browser = Browser(target.port, EMAIL, PASSWORD)
    seen = browser.headers
    plan = f"/projects/{place.large}/plan"

    def one(
        what: str, path: str, goal: float | None = None, peer: str = "", tail: float | None = 150.0
    ) -> None:
        said(what, driven(target, Call(path, headers=seen), count), goal=goal, tail=tail, peer=peer)

    one("home page", "/", 150)
    one("projects: list of 100 rows", "/projects/", 80, "188 ms")
    one("project page", f"/projects/{place.large}/")
    one("people: list of 100 rows", "/people/", 80, "188 ms")
    one("activity page, end of a long chain", f"{plan}/activities/{_last(place)}/", 60, "98 ms")
    one("activity page, beginning", f"{plan}/activities/{place.editable}/", 60, "98 ms")
    one("why of an activity (inspector)", f"{plan}/activities/{_last(place)}/why", 60)
    one("plan page (without its data)", f"{plan}/")
    one("record of the project", f"/history/project/{place.large}/")
    one("search", f"/palette?{urllib.parse.urlencode({'q': 'Survey part 77'})}")
    call = Call(f"{plan}/data", headers=seen)
    said("Gantt data, 2,000 rows", driven(target, call, count), goal=300, peer="1182 ms for 500 rows")
    tag = _tag(target.port, call)
    call = Call(f"{plan}/data", headers={**seen, "If-None-Match": tag}, expected=304)
    said("Gantt data, unchanged (If-None-Match)", driven(target, call, count), goal=50)
    _edits(target, place, browser)


def _last(place: Place) -> str:
    return f"T-{2000 if place.activities > 2000 else 1}"


def _tag(port: int, call: Call) -> str:
    status, headers, _body = sent(connected(port), call, 0)
    if status != 200:
        raise SystemExit(f"{call.path} answered {status}")
    return headers["ETag"]


def _edits(target: Target, place: Place, browser: Browser) -> None:
    """Change one duration in the large plan, forth and back, as the chart does."""
    address = f"/projects/{place.large}/plan/edits"
    headers = {**browser.headers, **JSON}
    version = _version(target, place)
    count = [0]

    def body(preview: bool) -> bytes:  # noqa: FBT001 - used twice below
        count[0] += 1
        days = 5 + count[0] % 4
        fields = {"duration_minutes": days * WORK_DAY}
        step = {"op": "change", "key": place.editable, "version": version + moved[0], "fields": fields}
        moved[0] += not preview
        return json.dumps({"edits": [step], "preview": preview}).encode()

    moved = [0]
    call = Call(address, "POST", headers, lambda _number: body(preview=True))
    said("plan edit, preview (2,000 activities)", driven(target, call, 20), goal=300)
    call = Call(address, "POST", headers, lambda _number: body(preview=False))
    said("plan edit, saved (2,000 activities)", driven(target, call, 30), goal=300)


def _version(target: Target, place: Place) -> int:
    headers = {"Authorization": f"Bearer {place.token}"}
    call = Call(f"/api/v1/projects/{place.large}/activities/{place.editable}", headers=headers)
    status, _headers, body = sent(connected(target.port), call, 0)
    if status != 200:
        raise SystemExit(f"{call.path} answered {status}: {body[:300]!r}")
    return int(json.loads(body)["version"])


def rest(target: Target, place: Place, count: int) -> None:
    """Measure what a program asks for."""
    seen = {"Authorization": f"Bearer {place.token}", **JSON}
    lists = {
        "REST: activities, 100 of 2,000": f"/projects/{place.large}/activities?limit=100",
        "REST: activities, the last 100 of 2,000": f"/projects/{place.large}/activities?limit=100&offset=1900",
        "REST: projects, 100": "/projects?limit=100",
        "REST: people, 100": "/people?limit=100",
    }
    for what, path in lists.items():
        call = Call(f"/api/v1{path}", headers=seen)
        said(what, driven(target, call, count), goal=60, peer="288 ms")
        many = driven(target, call, count * 3, clients=4)
        words = f"{many.per_second:.0f}/s, p95 {many.at(0.95):.0f}, cpu {many.cpu_each:.0f} ms, {many.failed} failed"
        say(f"{what}, 4 clients", words, "40/s", met=many.per_second >= 40 and not many.failed)


def creates(target: Target, place: Place, count: int) -> None:
    """Measure how many things a second four clients make."""
    seen = {"Authorization": f"Bearer {place.token}", **JSON}
    mark = f"{time.time():.0f}"
    peer = "Redmine 79 to 97 of 240 answered 500"

    def one(
        what: str, path: str, body: dict[str, object], times: int, each: int = 1, goal: float = 100
    ) -> None:
        def filled(number: int) -> bytes:
            return json.dumps(body).replace("{i}", f"{mark}-{number}").encode()

        call = Call(f"/api/v1{path}", "POST", seen, filled, 201 if each == 1 else 200)
        made = driven(target, call, times, clients=4, warm=2)
        failed = f"{made.failed} of {times} failed"
        words = (
            f"{made.per_second * each:.0f}/s, p95 {made.at(0.95):.0f}, cpu {made.cpu_each:.0f} ms, {failed}"
        )
        met = (goal is None or made.per_second * each >= goal) and not made.failed
        say(what, words, f"{goal:.0f}/s, none failed" if goal else "none failed", peer, met=met)
        if made.failed:
            print("  answers:", made.statuses)

    one(
        "create people, 4 clients",
        "/people",
        {"name": "New {i}", "email": "new-{i}@bench.example"},
        count * 4,
    )
    one("create projects, 4 clients", "/projects", {"name": "New {i}", "starts_on": "2026-01-05"}, count * 4)
    one(
        "create activities, plan of 0 to 240, 4 clients",
        f"/projects/{place.empty}/activities",
        {"name": "New {i}"},
        count * 4,
    )
    one(
        "create activities, plan of 2,000, 4 clients",
        f"/projects/{place.large}/activities",
        {"name": "New {i}"},
        count,
    )
    one(
        "create activities, 50 a request, plan of 2,000",
        f"/projects/{place.large}/plan/edits",
        {"edits": [{"op": "add", "name": f"New {n} {{i}}"} for n in range(50)]},
        12,
        each=50,
    )


def importing(folder: Path, place: Place) -> None:
    """Measure bringing a file of 2,000 tasks in, from the command line and without the start of Python."""
    words = [sys.executable, "-m", "remit.web.cli", "import", place.file, "--json"]
    began = time.perf_counter()
    subprocess.run(words, env=environment(folder), check=True, capture_output=True)
    say("import of 2,000 tasks, command line in all", f"{time.perf_counter() - began:.1f} s", "")


def uploading(target: Target, place: Place) -> None:
    """Measure bringing a file of 2,000 tasks in through the page."""
    browser = Browser(target.port, EMAIL, PASSWORD)
    edge = "remit-bench"
    content = Path(place.file).read_bytes()
    page = driven(target, Call("/import/", headers=browser.headers), 1, warm=0)
    if page.failed:
        raise SystemExit(f"/import/ answered {page.statuses}")
    _status, _headers, shown = sent(
        connected(target.port),
        Call("/import/", headers=browser.headers),
        0,
    )
    parent = re.search(r'<select name="parent".*?<option value="([^"]+)"', shown.decode(), re.DOTALL)
    fields = {"csrfmiddlewaretoken": browser.token, "parent": parent[1] if parent else "", "name": "Imported"}
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="large.xml"\r\n'
    file = f"{head}Content-Type: text/xml\r\n\r\n"
    body = "".join(parts).encode() + file.encode() + content + f"\r\n--{edge}--\r\n".encode()
    headers = {**browser.headers, "Content-Type": f"multipart/form-data; boundary={edge}"}
    figures = driven(target, Call("/import/", "POST", headers, lambda _n: body, 302), 3, warm=0)
    failed = f", {figures.statuses}" if figures.failed else ""
    say(
        f"import of a 2,000-task XML ({len(content) // 1000} kB), page",
        f"p50 {figures.at(0.5) / 1000:.2f} s, worst {max(figures.times) / 1000:.2f} s{failed}",
        "10 s",
        met=figures.at(0.5) < 10_000 and not figures.failed,
    )


def starting(folder: Path) -> None:
    """Measure how long Python takes to load Remit."""
    times = []
    for _each in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import remit.web.wsgi"], env=environment(folder), check=True)
        times.append(time.perf_counter() - began)
    say("import of remit.web.wsgi in a new process", f"median of 3: {sorted(times)[1]:.2f} s")


def measured(remit: Remit, place: Place, count: int) -> None:
    """Print all figures of a running Remit."""
    say("second start until the first answer", f"{remit.seconds:.1f} s", "5 s", met=remit.seconds < 5)
    pages(remit.target, place, count)
    rest(remit.target, place, count)
    creates(remit.target, place, count)
    uploading(remit.target, place)
    processes = remit.memory()
    for name, resident, proportional in processes:
        print(f"  {resident:6.0f} MB resident, {proportional:6.0f} MB proportional: {name}")
    resident, proportional = (sum(each[place_] for each in processes) for place_ in (1, 2))
    words = f"{resident:.0f} MB resident, {proportional:.0f} MB with what is shared counted once"
    say("memory of all processes after that", words, "400 MB", met=resident < 400)


def main() -> None:
    """Make, start, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, help="keep the organisation in this folder, or use the one there"
    )
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=2_000, help="activities of the large plan")
    parser.add_argument("--each", type=int, default=245, help="activities of every other plan")
    parser.add_argument("-n", type=int, default=60, help="requests for each latency")
    parser.add_argument("--peer", help="command that measures a peer; its lines are printed as they are")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remit-bench-") as temporary:
        began = time.perf_counter()
        if given.data:
            given.data.mkdir(parents=True, exist_ok=True)
            place = prepared(given.data, given.activities, given.large, given.each)
        # what is measured adds to the data: it is done on a copy
        folder = Path(temporary) / "data"
        if given.data:
            shutil.copytree(given.data, folder)
        else:
            folder.mkdir()
            place = prepared(folder, given.activities, given.large, given.each)
        print(
            f"{place.activities} activities and {place.links} links in {place.projects} projects, SQLite, "
            f"made in {time.perf_counter() - began:.0f} s\npeer: {PEER}",
            flush=True,
        )
        starting(folder)
        remit = Remit(folder)
        for _each in range(2):  # the second start counts
            remit.start()
            if _each == 0:
                remit.stop()
        try:
            measured(remit, place, given.n)
        finally:
            remit.stop()
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        print(f"load of the machine over 1, 5 and 15 minutes: {load} on {os.cpu_count()} cores", flush=True)
        importing(folder, place)
    if given.peer:
        print("the peer, in the same sitting:", flush=True)
        subprocess.run(shlex.split(given.peer), check=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        import django

        django.setup()
        from _organisation import made_or_read  # Django must be set up before its models are read

        made = made_or_read(Path(sys.argv[2]), *map(int, sys.argv[3:6]))
        print(json.dumps(made.__dict__))
    else:
        main()
