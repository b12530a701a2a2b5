"""The process in which MPXJ turns an .mpp file into Microsoft Project XML: `python -m … IN OUT`."""

import importlib
import sys

from remit.engine.formats.mpp_reader import JAVA_MEGABYTES


def convert(source: str, target: str) -> None:
    """Write the plan in `source` to `target` as Microsoft Project XML."""
    importlib.import_module("mpxj")  # puts its archives on the path of Java
    jpype = importlib.import_module("jpype")
    jpype.startJVM(f"-Xmx{JAVA_MEGABYTES}m", "-Djava.awt.headless=true", convertStrings=True)
    project = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(source)
    if project is None:
        sys.exit(1)
    jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, target)


if __name__ == "__main__":
    convert(*sys.argv[1:3])
