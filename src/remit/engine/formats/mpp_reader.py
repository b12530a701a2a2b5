"""Microsoft Project's own files (.mpp) to a plan document, through MPXJ: the optional extra `remit[mpp]`.

MPXJ runs on Java. It is a large reader of a format that nobody has published, so it runs in a process of its
own, with an end to its time and memory, and hands over Microsoft Project XML.
"""

import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from remit.engine.formats.document import FormatError, PlanDocument
from remit.engine.formats.mspdi_reader import read_mspdi
from remit.engine.formats.registry import MOST_BYTES, too_large

MOST_MPP_BYTES = 256 * 1024 * 1024
LONGEST_SECONDS = 180
JAVA_MEGABYTES = 1024
_CHUNK = 1 << 20
_SAVE_AS = "In Microsoft Project choose Save As and the type XML, then read that file"


def why_not() -> str:
    """Return what is missing for reading .mpp files, '' where everything is there."""
    if importlib.util.find_spec("mpxj") is None or importlib.util.find_spec("jpype") is None:
        return "the extra for it is not installed: pip install 'remit[mpp]'"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "it needs Java 11 or newer, and there is none on this machine"
    return ""


def read_mpp(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in an .mpp file of at most `limit` bytes, and at most 256 MB.

    Raises `FormatError` where MPXJ or Java is missing, and where MPXJ cannot read the file.
    """
    missing = why_not()
    if missing:
        msg = f"this is an .mpp file, and {missing}. {_SAVE_AS}."
        raise FormatError(msg, line=1)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "plan.mpp"), Path(folder, "plan.xml")
        _keep(file, source, min(limit, MOST_MPP_BYTES))
        _convert(source, target)
        with target.open("rb") as converted:
            return read_mspdi(converted, limit=limit)


def _keep(file: IO[bytes], path: Path, limit: int) -> None:
    with path.open("wb") as kept:
        for data in iter(lambda: file.read(_CHUNK), b""):
            kept.write(data)
            if kept.tell() > limit:
                raise too_large(limit)


def _convert(source: Path, target: Path) -> None:
    words = [sys.executable, "-m", "remit.engine.formats.mpp_conversion", str(source), str(target)]
    msg = f"MPXJ cannot read this .mpp file. {_SAVE_AS}."
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and paths that we made
            words,
            capture_output=True,
            check=False,
            timeout=LONGEST_SECONDS,
            stdin=subprocess.DEVNULL,
            preexec_fn=_within_limits,
        )
    except subprocess.TimeoutExpired as error:
        raise FormatError(msg) from error
    if done.returncode or not target.exists():
        raise FormatError(msg)


def _within_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
