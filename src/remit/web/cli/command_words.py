"""What a command of `remit` is made of."""

import argparse
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """One argument as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, Any]


def argument(*names: str, **options: Any) -> Words:
    """Return an argument as argparse takes it."""
    return Words(names, options)


ORGANISATION = argument("--organisation", metavar="NAME", help="which one, where a key stands in several")


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, one line of help, where its function stands, and its arguments."""

    name: str
    help: str
    function: str
    arguments: tuple[Words, ...] = ()
    needs_django: bool = True


def positive(text: str) -> int:
    """Return a whole number above zero that was typed."""
    found = int(text)
    if found < 1:
        msg = f"{found} is not above zero"
        raise argparse.ArgumentTypeError(msg)
    return found
