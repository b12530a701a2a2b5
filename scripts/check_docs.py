"""Checks the pages: every link leads somewhere, and every setting that the source reads is described."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SETTING = re.compile(r"[\"'](REMIT_[A-Z_]+)[\"']")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def pages() -> list[Path]:
    """Return every page, the ones in the root included."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets where pages are shown."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page."""
    return {anchor(line.lstrip("#")) for line in page.read_text().splitlines() if line.startswith("#")}


def broken_links() -> Iterator[str]:
    """Yield each link within the project that leads nowhere."""
    for page in pages():
        for target in LINK.findall(CODE.sub("", page.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            path, _hash, place = target.partition("#")
            found = (page.parent / path) if path else page
            if not found.exists():
                yield f"{page.relative_to(ROOT)}: there is no {target}"
            elif place and found.suffix == ".md" and place not in anchors(found):
                yield f"{page.relative_to(ROOT)}: {target} names no heading"


def missing_settings() -> Iterator[str]:
    """Yield each setting that the source reads and docs/howto/settings.md does not describe, and the reverse."""
    read: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        if "tests" not in path.parts:
            read.update(SETTING.findall(path.read_text()))
    described = set(
        re.findall(r"^\| `(REMIT_[A-Z_]+)`", (ROOT / "docs/howto/settings.md").read_text(), re.MULTILINE)
    )
    yield from (
        f"docs/howto/settings.md: {name} is read and not described" for name in sorted(read - described)
    )
    yield from (
        f"docs/howto/settings.md: {name} is described and not read" for name in sorted(described - read)
    )


def main() -> int:
    """Print what is wrong and return the exit code."""
    problems = [*broken_links(), *missing_settings()]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{len(pages())} pages: every link leads somewhere, every setting is described.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
