"""Rules for passwords beside the shortest length: how long, and not what everybody tries first."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_FEWEST_LETTERS = 5
_RUNS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
)


class MaximumLength:
    """Refuses what is longer than can be typed: said in words, because a password is never cut off."""

    def __init__(self, max_length: int = 256) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a password that is too long."""
        del user
        if len(password) > self.max_length:
            message = ngettext(
                "This password is too long: at most %(count)d character is allowed.",
                "This password is too long: at most %(count)d characters are allowed.",
                self.max_length,
            )
            raise ValidationError(message % {"count": self.max_length}, code="password_too_long")

    def get_help_text(self) -> str:
        """Return what the form says beforehand."""
        return _("At most %(count)d characters; spaces and any other characters are welcome.") % {
            "count": self.max_length
        }


class NotCommon:
    """Refuses what is tried first: known lists, one of them repeated, a run of keys, few letters."""

    def __init__(self) -> None:
        self._known = CommonPasswordValidator()

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a password that guesses begin with."""
        text = password.casefold().strip()
        self._known.validate(text, user)
        if len(set(text)) < _FEWEST_LETTERS or self._is_known(_unit(text)) or _is_run(text):
            message = _(
                "This password is easy to guess: it repeats itself or follows the keys. Choose another."
            )
            raise ValidationError(message, code="password_too_common")

    def get_help_text(self) -> str:
        """Return what the form says beforehand."""
        return _(
            "Not one that many people use, and no simple pattern. A few words that only you would join do."
        )

    def _is_known(self, text: str) -> bool:
        try:
            self._known.validate(text)
        except ValidationError:
            return True
        return False


def _unit(text: str) -> str:
    """Return the shortest part whose repetition gives the text: abc for abcabcabc."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text[:size] * (len(text) // size) == text:
            return text[:size]
    return text


def _is_run(text: str) -> bool:
    """Return whether the text walks along the digits, the alphabet or the keyboard, either way."""
    for run in _RUNS:
        endless = run * (len(text) // len(run) + 2)
        if text in endless or text[::-1] in endless:
            return True
    return False
