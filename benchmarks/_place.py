"""Where in the large organisation is measured, and who signs in; kept beside the data as JSON."""

from dataclasses import dataclass

PASSWORD = "correct horse battery staple"  # noqa: S105 - of an invented person
EMAIL = "planner@bench.example"


@dataclass(frozen=True)
class Place:
    """Where is measured; `editable` is an early activity of the large plan, `file` that plan as XML."""

    large: str
    small: str
    empty: str
    editable: str
    token: str
    activities: int
    links: int
    projects: int
    file: str
