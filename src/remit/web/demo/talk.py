"""Comments of the demo: what people of each project ask each other, and what is answered."""

from dataclasses import dataclass

from remit.comments.operations.comments import settle_comment, write_comment
from remit.projects.models import Project
from remit.web.demo.firm import Firm


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody said about something of a project, the answers by whom, and whether nothing more is needed."""

    project: int
    about: str
    by: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()
    settled: bool = False


SAID = (
    _Said(
        1, "AC-1", "Nadia Rahman", "@Amina Yusuf the facility head asks for the evening. Can the carriers do that?",
        (("Amina Yusuf", "From six on, at no other price. I ask for it in writing."),),
    ),
    _Said(1, "T-159", "Grace Chen", "@Nadia Rahman who reads the report before the sponsor does?"),
    _Said(
        1, "DN-2", "Samuel Okafor", "Does the third wave need a rehearsal of its own?",
        (("Nadia Rahman", "No: what is moved is the same, only the site is another."),), settled=True,
    ),
    _Said(3, "AC-2", "Patience Moyo", "@Gary Thackray the floor is closed on Friday. Is the cabling in by then?"),
    _Said(
        4, "", "Louise Tremblay", "From today on nothing is promised on the phone. Additions go into the list.",
        settled=True,
    ),
    _Said(6, "AC-1", "Ellen Sorensen", "The desk had a new form that week. I look for the date it came in."),
)  # fmt: skip


def load_comments(firm: Firm, projects: list[Project]) -> None:
    """Say what was said, and settle what needs nothing more."""
    for each in SAID:
        project = projects[each.project - 1]
        made = write_comment(project, about=each.about, text=each.text, actor=firm.actor(each.by))
        for name, text in each.answers:
            write_comment(project, text=text, answers=made, actor=firm.actor(name))
        if each.settled:
            settle_comment(made, settled=True, version=1, actor=firm.actor(each.by))
