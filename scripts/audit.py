"""Ask for known faults in the pinned packages; where the network does not answer, say so and fail nothing.

Exit code 1 where a fault is known, 0 where none is or where nobody could be asked.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements/run.txt", "requirements/dev.txt")
PATIENCE_SECONDS = 300
# How pip-audit and what it builds on say that nobody answered.
UNREACHABLE = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|Max retries exceeded|NameResolutionError|ProxyError|SSLError"
    r"|Temporary failure in name resolution|Could not connect|ServiceError|HTTPError|status code: [45]\d\d"
)


def ask(file: str) -> tuple[int, str]:
    """Return pip-audit's exit code and words for one list; nothing is installed or resolved."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", file, "--require-hashes", "--disable-pip"]
    command += ["--progress-spinner", "off", "--timeout", "15"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return 1, "ReadTimeout"
    return done.returncode, done.stdout + done.stderr


def verdict(code: int, words: str) -> tuple[int, str]:
    """Return the exit code and one line for what pip-audit came to."""
    if code == 0:
        return 0, "no known fault"
    if "known vulnerabilit" in words:
        return 1, words.strip()
    if UNREACHABLE.search(words):
        return 0, "NOT CHECKED: the database of known faults did not answer. Run it again with a network."
    return 1, words.strip()[-2000:]


def main() -> int:
    """Ask for each list."""
    worst = 0
    for file in LISTS:
        code, line = verdict(*ask(file))
        print(f"{file}: {line}")
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
