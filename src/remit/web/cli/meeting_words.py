"""The words of the commands on meetings, actions and decisions."""

from remit.web.cli.command_words import ORGANISATION, Command, argument, positive

_PLACE = "remit.web.cli.meetings"
_PROJECT = argument("key", metavar="KEY", help="the key of a project, such as P-1")
_MEETING = argument("key", metavar="KEY", help="project and meeting, such as P-1/MT-3")

MEETING_COMMANDS = (
    Command(
        "meeting list",
        "list the meetings of a project, the latest first",
        f"{_PLACE}:list_meetings",
        (_PROJECT, ORGANISATION),
    ),
    Command(
        "meeting show",
        "say when and where a meeting is, who is invited, and its agenda",
        f"{_PLACE}:show",
        (_MEETING, ORGANISATION),
    ),
    Command(
        "meeting hold",
        "say that a planned meeting took place; not taken back",
        f"{_PLACE}:hold",
        (_MEETING, ORGANISATION),
    ),
    Command(
        "meeting cancel",
        "cancel a planned meeting and tell whoever was invited; not taken back",
        f"{_PLACE}:cancel",
        (
            _MEETING,
            argument("--reason", metavar="TEXT", required=True, help="why it does not take place"),
            ORGANISATION,
        ),
    ),
    Command(
        "meeting minutes",
        "say what the published minutes of a meeting state",
        f"{_PLACE}:show_minutes",
        (
            _MEETING,
            argument("--number", metavar="N", type=positive, help="the number of a version"),
            ORGANISATION,
        ),
    ),
    Command(
        "meeting publish",
        "publish the draft of a meeting's minutes; not taken back",
        f"{_PLACE}:publish",
        (
            _MEETING,
            argument("--reason", metavar="TEXT", default="", help="why published minutes are corrected"),
            ORGANISATION,
        ),
    ),
    Command(
        "action list",
        "list the actions of a project: who does what by when",
        f"{_PLACE}:list_actions",
        (_PROJECT, argument("--open", action="store_true", help="only those not done"), ORGANISATION),
    ),
    Command(
        "decision list",
        "list what was decided at a project, the latest first",
        f"{_PLACE}:list_decisions",
        (_PROJECT, ORGANISATION),
    ),
)
