"""Makes .venv and puts Remit into it. Needs the standard library alone.

Written so that any Python can read it, an old one too: it must be able to say that it is too old.
Exit codes: 0 ready, 5 something on this machine is in the way (one line says what to do), 130 interrupted.
"""

from __future__ import print_function

import errno
import hashlib
import io
import json
import os
import subprocess
import sys

OLDEST = (3, 11)
ENVIRONMENT = 5
INTERRUPTED = 130
NEEDED_MB = 1200
NEEDED_DEV_MB = 1800
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What pip says, and what that means for whoever waits for Remit to start.
MEANINGS = (
    (("No space left on device", "Errno 28"), "full"),
    (("THESE PACKAGES DO NOT MATCH THE HASHES", "Hashes are required"), "hashes"),
    (("Permission denied", "Errno 13", "Read-only file system"), "permission"),
    (
        (
            "NewConnectionError",
            "Temporary failure in name resolution",
            "No matching distribution found",
            "timed out",
        ),
        "network",
    ),
    (("No module named ensurepip", "ensurepip is not available", "No module named venv"), "venv"),
)


class Obstacle(Exception):
    """Something on this machine is in the way; the text is one line that says what to do."""


def message_for(kind, folder):
    """Return the line for one kind of obstacle."""
    version = "{0}.{1}".format(*sys.version_info[:2])
    return {
        "full": "The disk is full: Remit needs about {0} MB in {1}. Free some, then run make again.".format(
            NEEDED_MB, folder
        ),
        "hashes": "A package is not the one that was tested: its hash differs, so nothing was installed. "
        "Run make again; if it stays so, look at the package index that pip uses.",
        "permission": "{0} cannot be written: run make as the user who owns it.".format(folder),
        "network": "The packages could not be fetched: check the network or the package index, "
        "then run make again.",
        "venv": "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv "
        "(or python{0}-venv), then run make again.".format(version),
    }[kind]


def meaning_of(output):
    """Return the kind of obstacle that the output of a failed command tells of, or nothing."""
    for signs, kind in MEANINGS:
        if any(sign in output for sign in signs):
            return kind
    return ""


def too_old_message(version):
    """Return the line for a Python that is too old."""
    text = "Remit needs Python {0}.{1} or newer; this is {2}. Install one, or name it: make PYTHON=python3.12"
    return text.format(OLDEST[0], OLDEST[1], ".".join(str(part) for part in version[:3]))


def newer_python(path=None):
    """Return a Python on the path that is new enough, or nothing."""
    for folder in (path if path is not None else os.environ.get("PATH", "")).split(os.pathsep):
        for minor in range(19, OLDEST[1] - 1, -1):
            candidate = os.path.join(folder, "python3.{0}".format(minor))
            if os.access(candidate, os.X_OK) and runs(candidate):
                return candidate
    return ""


def runs(python):
    """Return whether `python` starts at all: a link may lead nowhere."""
    try:
        with open(os.devnull, "w") as nothing:
            return subprocess.call([python, "-c", "pass"], stdout=nothing, stderr=nothing) == 0
    except (OSError, ValueError):
        return False


def check_this_python():
    """Raise `Obstacle` unless this Python can make a virtual environment with pip in it."""
    try:
        import ensurepip
        import venv

        assert ensurepip and venv
    except ImportError:
        raise Obstacle(message_for("venv", ROOT))


def check_space(folder, needed_mb):
    """Raise `Obstacle` where the disk holds less than is needed."""
    import shutil

    if shutil.disk_usage(folder).free < needed_mb * 1024 * 1024:
        raise Obstacle(message_for("full", folder))


def digest(path):
    """Return the SHA-256 of a file's content."""
    with io.open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def wanted_stamp(root, dev):
    """Return what a finished set-up would be stamped with."""
    names = ["requirements/run.txt", "pyproject.toml"] + (["requirements/dev.txt"] if dev else [])
    stamp = dict((name, digest(os.path.join(root, *name.split("/")))) for name in names)
    stamp["root"] = root
    return stamp


def read_stamp(folder):
    """Return the stamp of the last finished set-up, or an empty one."""
    try:
        with io.open(os.path.join(folder, "remit-setup.json"), encoding="utf-8") as file:
            stamp = json.load(file)
    except (IOError, OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_ready(folder, wanted):
    """Return whether the set-up in `folder` is the wanted one; one for development serves running too."""
    stamp = read_stamp(folder)
    return all(stamp.get(name) == value for name, value in wanted.items()) and os.access(
        os.path.join(folder, "bin", "python"), os.X_OK
    )


def run(command, log, folder):
    """Run a step silently; raise `Obstacle` with the one line that matters where it fails."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        output = process.communicate()[0].decode("utf-8", "replace")
    except KeyboardInterrupt:
        process.kill()
        process.wait()
        raise
    try:
        with io.open(log, "a", encoding="utf-8") as file:
            file.write("$ {0}\n{1}\n".format(" ".join(command), output))
    except (IOError, OSError) as error:
        if error.errno == errno.ENOSPC:
            raise Obstacle(message_for("full", folder))
        raise
    if process.returncode != 0:
        kind = meaning_of(output)
        if kind:
            raise Obstacle(message_for(kind, folder))
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR")] or lines[-1:] or ["no output"]
        raise Obstacle("Setting up failed: {0} (everything it said stands in {1})".format(errors[-1], log))


def say(text):
    """Tell whoever waits what is being done."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def steps(python, dev):
    """Return the steps of a set-up: what to say, and the command."""
    pip = [python, "-m", "pip", "install", "--no-compile", "--quiet"]
    hashed = pip + ["--require-hashes", "--only-binary", ":all:", "-r"]
    found = [("Fetching packages, each checked by its hash", hashed + ["requirements/run.txt"])]
    if dev:
        found.append(("Fetching what tests and checks need", hashed + ["requirements/dev.txt"]))
    found.append(("Installing Remit", pip + ["--no-deps", "--no-build-isolation", "-e", "."]))
    library = os.path.join(os.path.dirname(os.path.dirname(python)), "lib")
    # compiled once here, by all cores, so that no start waits for it
    compiled = [python, "-m", "compileall", "-q", "-j", "0", "-x", "/tests?/", library, "src"]
    return found + [("Compiling", compiled)]


def set_up(root, dev):
    """Make the virtual environment what it should be; quick where it is so already."""
    folder = os.path.join(root, ".venv")
    wanted = wanted_stamp(root, dev)
    if is_ready(folder, wanted):
        return
    check_this_python()
    check_space(root, NEEDED_DEV_MB if dev else NEEDED_MB)
    python = os.path.join(folder, "bin", "python")
    log = os.path.join(root, ".venv", "setup.log")
    moved = read_stamp(folder).get("root", root) != root
    if moved or not (os.path.exists(python) and runs(python) and has_pip(python)):
        say("Making .venv with Python {0}.{1}".format(*sys.version_info[:2]))
        if not os.path.isdir(folder):
            os.makedirs(folder)
        run([sys.executable, "-m", "venv", "--clear", folder], os.devnull, folder)
    for what, command in steps(python, dev):
        say(what + " ...")
        run(command, log, folder)
    with io.open(os.path.join(folder, "remit-setup.json"), "w", encoding="utf-8") as file:
        file.write("{0}\n".format(json.dumps(wanted, indent=1, sort_keys=True)))


def has_pip(python):
    """Return whether the environment was finished: one that was interrupted has no pip."""
    with open(os.devnull, "w") as nothing:
        return subprocess.call([python, "-c", "import pip"], stdout=nothing, stderr=nothing) == 0


def main(arguments):
    """Set up and return the exit code; no obstacle shows as a traceback."""
    if sys.version_info < OLDEST:
        better = newer_python()
        if better:
            return subprocess.call([better, os.path.abspath(__file__)] + arguments)
        say(too_old_message(sys.version_info))
        return ENVIRONMENT
    try:
        set_up(ROOT, "--dev" in arguments)
    except KeyboardInterrupt:
        say("Interrupted. Run make again to go on.")
        return INTERRUPTED
    except Obstacle as obstacle:
        say(str(obstacle))
        return ENVIRONMENT
    except (IOError, OSError) as error:
        kind = {errno.ENOSPC: "full", errno.EACCES: "permission", errno.EROFS: "permission"}.get(error.errno)
        say(message_for(kind, ROOT) if kind else "Setting up failed: {0}".format(error))
        return ENVIRONMENT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
