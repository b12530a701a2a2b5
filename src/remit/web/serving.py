"""Remit as processes: this one, which starts and stops the others; one that answers; one that works."""

import errno
import http.client
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from remit.engine.kernels.kept import FOLDER_VARIABLE
from remit.web.background import STOP_SECONDS, Background
from remit.web.cli.console import Console
from remit.web.obstacles import Obstacle
from remit.web.presence import SERVING, data_folder, held, last_words

LAST_PORT = 65535
LEFTOVER_SECONDS = 3.0
ANSWER_EVERY_SECONDS = 0.05
# Blocks that requests of several threads leave behind are taken up again, and large ones given back at once: by
# default each thread has a heap of its own, and glibc keeps what it once needed. Elsewhere these mean nothing.
ALLOCATION = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not listened on


@dataclass(frozen=True, slots=True)
class Address:
    """Where Remit listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return the address as a browser on this machine takes it."""
        host = "127.0.0.1" if self.host in ANYWHERE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def check_free(self) -> None:
        """Raise `Obstacle` where somebody else listens already, or where nobody may."""
        if not 1 <= self.port <= LAST_PORT:
            raise Obstacle(f"{self.port} is no port: choose one from 1 to {LAST_PORT}.")
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except PermissionError as error:
                raise Obstacle(f"Port {self.port} needs special rights: choose one above 1023.") from error
            except socket.gaierror as error:
                raise Obstacle(f"{self.host} is no address of this machine.") from error
            except OSError as error:
                raise Obstacle(self._taken(error)) from error

    def _taken(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            other = 8001 if self.port == LAST_PORT else self.port + 1
            taken = f"Port {self.port} is taken by another program"
            return f"{taken}: stop it, or choose a port: make run PORT={other}"
        return f"Remit cannot listen on {self.host}, port {self.port}: {error.strerror}."


def run_server(
    address: Address, *, workers: int, threads: int, demo_if_empty: bool, console: Console
) -> None:
    """Bring everything up to date and serve until SIGINT or SIGTERM; `Obstacle` where that cannot be."""
    _wait_until_free(address)
    os.environ.setdefault("REMIT_BASE_URL", address.url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.web.settings")
    folder = data_folder()
    with held(folder, SERVING, address.url) as free:
        if not free:
            raise Obstacle(f"Remit runs already on the data in {folder}: stop it, or set REMIT_DATA_DIR.")
        for name, value in {**ALLOCATION, FOLDER_VARIABLE: str(folder / "kernels")}.items():
            os.environ.setdefault(name, value)
        facts = _prepare(demo_if_empty=demo_if_empty)
        if facts is None:
            return
        os.environ["REMIT_SERVING_PID"] = str(os.getpid())
        _serve(address, workers, threads, facts, console)


def _wait_until_free(address: Address) -> None:
    """Check the port; what is left of a Remit that was killed there gets a moment to end."""
    until = time.monotonic() + (LEFTOVER_SECONDS if last_words(data_folder(), SERVING) == address.url else 0)
    while True:
        try:
            return address.check_free()
        except Obstacle:
            if time.monotonic() >= until:
                raise
            time.sleep(ANSWER_EVERY_SECONDS)


def _prepare(*, demo_if_empty: bool) -> dict[str, Any] | None:
    """Migrate in a process of its own, so that this one stays small; None where it was told to stop."""
    command = [sys.executable, "-m", "remit.web.cli", "migrate", "--json"]
    if demo_if_empty:
        command.append("--demo-if-empty")
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own words
    if done.returncode < 0:
        return None
    try:
        facts: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Obstacle("Remit could not be brought up to date: see the lines above.") from None
    if not facts.get("ok"):
        raise Obstacle(str(facts["error"]["message"]))
    return facts


def _serve(address: Address, workers: int, threads: int, facts: dict[str, Any], console: Console) -> None:
    # a fork would copy whatever locks our threads hold at that moment; a fresh process has none
    multiprocessing.set_start_method("spawn", force=True)
    background = Background(None if os.environ.get("REMIT_DATABASE_URL") else data_folder() / "remit.sqlite3")
    server = Server(
        "remit.web.answering:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=workers,
        blocking_threads=threads,
        backlog=1024,
        respawn_failed_workers=True,
        respawn_interval=1,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        websockets=False,
    )
    announcer = threading.Thread(target=_announce, args=(address, facts, console, background), daemon=True)
    server.on_startup(background.start)
    server.on_startup(announcer.start)
    try:
        server.serve()
    except SystemExit as error:
        if error.code:
            raise Obstacle("The process that answers requests ended: see the lines above.") from None
    finally:
        # whoever stops twice does not wait
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        background.stop()
        console.note("Remit has stopped.")


def _announce(address: Address, facts: dict[str, Any], console: Console, background: Background) -> None:
    """Say where Remit is as soon as it answers; then there is time to compile."""
    while not _answers(address):
        time.sleep(ANSWER_EVERY_SECONDS)
    lines = [f"Remit runs on {address.url}   (stop it with Ctrl+C)"]
    sign_ins = facts.get("sign_ins") or []
    if sign_ins:
        lines += ["", "Sign in as one of the demo's people:"]
        width = max(len(each["email"]) for each in sign_ins)
        lines += [f"  {each['email']:<{width}}  {each['password']}  {each['role']}" for each in sign_ins]
    console.result({"url": address.url, "sign_ins": sign_ins}, *lines)
    background.answers()


def _answers(address: Address) -> bool:
    host = "127.0.0.1" if address.host in ANYWHERE else address.host
    connection = http.client.HTTPConnection(host, address.port, timeout=30)
    try:
        host_of_links = urlsplit(os.environ["REMIT_BASE_URL"]).netloc
        connection.request("GET", "/", headers={"Host": host_of_links, "Connection": "close"})
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
