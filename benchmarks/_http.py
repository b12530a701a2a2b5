"""Requests on loopback, timed one by one: one client for latency, several for throughput."""

import http.client
import os
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True)
class Call:
    """One request: the body is asked for each time, with a running number."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[int], bytes] = lambda _number: b""
    expected: int = 200


@dataclass(frozen=True)
class Target:
    """A server on this machine: its port, and the process that started it."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """Return the server's process and all below it."""
        found, waiting = [], [self.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += [int(child) for child in children.read_text(encoding="ascii").split()]
        return found

    def cpu_seconds(self) -> float:
        """Return the processor time that all its processes have taken."""
        ticks = 0
        for pid in self.processes():
            stated = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(stated[11]) + int(stated[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """What came of many requests: times in milliseconds, failures, seconds in all, the server's own seconds."""

    times: list[float] = field(default_factory=list)
    failed: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: float = 0.0
    size: int = 0

    def at(self, share: float) -> float:
        """Return the time within which `share` of the requests were answered."""
        ordered = sorted(self.times)
        return ordered[max(0, round(len(ordered) * share + 0.49) - 1)]

    @property
    def cpu_each(self) -> float:
        """Return the processor time of one request, in milliseconds: what other work on the machine cannot change."""
        return self.cpu * 1000 / len(self.times)

    @property
    def per_second(self) -> float:
        """Return how many good answers came in a second."""
        return (len(self.times) - self.failed) / self.seconds


def connected(port: int) -> http.client.HTTPConnection:
    """Return a connection to Remit on this machine."""
    return http.client.HTTPConnection("127.0.0.1", port, timeout=120)


def sent(
    connection: http.client.HTTPConnection, call: Call, number: int
) -> tuple[int, Mapping[str, str], bytes]:
    """Send one request and read its answer."""
    body = call.body(number)
    try:
        connection.request(call.method, call.path, body=body or None, headers=dict(call.headers))
        response = connection.getresponse()
    except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
        # a server may close what lay idle; nothing of the request was read by it then
        connection.close()
        connection.request(call.method, call.path, body=body or None, headers=dict(call.headers))
        response = connection.getresponse()
    return response.status, response.headers, response.read()


def driven(target: Target, call: Call, count: int, clients: int = 1, warm: int = 3) -> Figures:
    """Send `count` requests from `clients` clients at once, after a few that do not count."""
    figures = Figures()
    lock = threading.Lock()
    numbers = iter(range(count))

    def work() -> None:
        connection = connected(target.port)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            began = time.perf_counter()
            status, _headers, body = sent(connection, call, number)
            took = (time.perf_counter() - began) * 1000
            with lock:
                figures.times.append(took)
                figures.statuses[status] = figures.statuses.get(status, 0) + 1
                figures.failed += status != call.expected
                figures.size = len(body)

    if warm:
        connection = connected(target.port)
        for number in range(warm):
            sent(connection, call, -1 - number)
    began, spent = time.perf_counter(), target.cpu_seconds()
    threads = [threading.Thread(target=work) for _each in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.seconds = time.perf_counter() - began
    figures.cpu = target.cpu_seconds() - spent
    return figures


class Browser:
    """A signed-in browser: its cookies, and the token that forms carry."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self.port = port
        self._jar: dict[str, str] = {}
        page = self._visit(Call("/accounts/login/"))
        form = {"login": email, "password": password, "csrfmiddlewaretoken": _token(page)}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{port}/",
        }
        body = urllib.parse.urlencode(form).encode()
        self._visit(Call("/accounts/login/", "POST", headers, lambda _number: body, 302))
        self.token = _token(self._visit(Call("/")))

    @property
    def headers(self) -> dict[str, str]:
        """Return what the browser sends with every request."""
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._jar.items()),
            "X-CSRFToken": self.token,
            "Referer": f"http://127.0.0.1:{self.port}/",
        }

    def _visit(self, call: Call) -> str:
        connection = connected(self.port)
        cookies = "; ".join(f"{name}={value}" for name, value in self._jar.items())
        call = Call(call.path, call.method, {**call.headers, "Cookie": cookies}, call.body, call.expected)
        status, headers, body = sent(connection, call, 0)
        if status != call.expected:
            raise SystemExit(f"{call.path} answered {status} instead of {call.expected}")
        for name, value in headers.items():
            if name.lower() == "set-cookie":
                key, _equals, kept = value.split(";")[0].partition("=")
                self._jar[key] = kept
        return body.decode()


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page) or re.search(
        r'name="csrf-token" content="([^"]+)"', page
    )
    if found is None:
        raise SystemExit("The page carries no token for forms.")
    return found[1]
