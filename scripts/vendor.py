"""Copies the pinned browser files of package.json, each with its licence, to where they are shipped or tested from."""

import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src/remit/core/static/vendor"
FOR_TESTS = ROOT / "tests/browser/vendor"
FILES = (
    ("htmx.org/dist/htmx.min.js", SHIPPED / "htmx.min.js"),
    ("htmx.org/LICENSE", SHIPPED / "htmx.LICENSE"),
    ("axe-core/axe.min.js", FOR_TESTS / "axe.min.js"),
    ("axe-core/LICENSE", FOR_TESTS / "axe.LICENSE"),
)


def main() -> None:
    """Install what package.json names into a folder of its own and copy the few files that Remit uses."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "package.json", folder)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True
        )
        for name, target in FILES:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder) / "node_modules" / name, target)
            print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
