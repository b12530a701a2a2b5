"""What is expected of whoever holds a role, as Remit brings it along; organisations word it anew."""

from dataclasses import dataclass

from remit.people.models.growth import Seniority


@dataclass(frozen=True, slots=True)
class StandardExpectations:
    """The expectations of a role at a seniority."""

    role: str
    seniority: Seniority
    name: str
    items: tuple[str, ...]


STANDARD: tuple[StandardExpectations, ...] = (
    StandardExpectations(
        "project-manager",
        Seniority.SENIOR,
        "Senior project manager",
        (
            "Says bad news first, to the sponsor, before anybody has to ask",
            "Forecasts the end and the cost so that the forecast still holds a quarter later",
            "Knows why the project is worth its money, and says so when it no longer is",
            "Has one named person for everything, and leaves the work to that person",
            "Keeps scope, time and cost in balance, and lets nobody change one of them alone",
            "Finds risks while they are still cheap, and sees that each response has an owner and a day",
            "Decides within the limit without delay, and takes what is beyond it upward the same day",
            "Works with customers and other projects so that they come back with the next one",
            "Makes those who work in the project better at it than they were before",
            "Hands over and closes properly: accepted, documented, with lessons that others can use",
        ),
    ),
)
