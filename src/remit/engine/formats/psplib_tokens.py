"""Lines of numbers: what all files of the project scheduling library are made of."""

import re

from remit.engine.formats.document import FormatError

MOST_ACTIVITIES = 100_000
MOST_RESOURCES = 1_000
MOST_LENGTH = 10_000_000

_WHOLE = re.compile(r"-?\d{1,18}")


class Numbers:
    """Whole numbers of a text, one after the other, each with the line that it stands on."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._found: list[tuple[str, int]] = [
            (word, first_line + index)
            for index, line in enumerate(text.splitlines())
            for word in line.split()
        ]
        self._at = 0
        self._last_line = first_line + max(0, len(text.splitlines()) - 1)

    @property
    def line(self) -> int:
        """Return the line of the next number, of the last one at the end."""
        return self._found[self._at][1] if self._at < len(self._found) else self._last_line

    @property
    def is_done(self) -> bool:
        """Return whether nothing is left."""
        return self._at >= len(self._found)

    def word(self, what: str) -> str:
        """Return the next word; raises `FormatError` where the text ends instead."""
        if self.is_done:
            raise FormatError(f"the file ends where {what} should stand", line=self.line)
        self._at += 1
        return self._found[self._at - 1][0]

    def next(self, what: str, least: int = 0, most: int = MOST_LENGTH) -> int:
        """Return the next number, `what` it is; raises `FormatError` unless it is whole and within bounds."""
        line = self.line
        word = self.word(what)
        return whole(word, what, line, least, most)

    def rest_of_line(self) -> list[str]:
        """Return the words that are left on the line of the next one."""
        line, words = self.line, []
        while not self.is_done and self.line == line:
            words.append(self.word(""))
        return words


def whole(word: str, what: str, line: int, least: int = 0, most: int = MOST_LENGTH) -> int:
    """Return `word` as a whole number within bounds; raises `FormatError` otherwise."""
    if not _WHOLE.fullmatch(word):
        raise FormatError(f"{what} should be a whole number, not '{word[:40]}'", line=line)
    number = int(word)
    if not least <= number <= most:
        raise FormatError(f"{what} is {number}, outside {least} to {most}", line=line)
    return number
