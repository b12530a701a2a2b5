"""Terms of plans, money and control."""

from remit.people.standard_terms.sources import COLLOQUIAL, PMI, PRINCE2, REMIT, StandardTerm

PLANS: tuple[StandardTerm, ...] = (
    StandardTerm(
        "Critical path",
        (
            (
                REMIT,
                "The activities on which a day lost is a day lost at the end: those with the least total float.",
            ),
            (
                PMI,
                (
                    "The sequence of activities that is the longest path through a project and so sets its shortest "
                    "duration."
                ),
            ),
            (
                "Primavera P6, paraphrased",
                (
                    "By setting, either activities with a total float up to a limit or those "
                    "on the longest path; the two may differ where calendars differ."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Total float",
        (
            (
                REMIT,
                (
                    "How far an activity may slip, in working time by its own calendar, before the end of the project "
                    "or a date that must hold moves. Negative: it is late by so much already."
                ),
            ),
            (
                "Microsoft Project, paraphrased",
                "Total slack: the smaller of the slack at the start and at the finish of the task.",
            ),
        ),
        ("Total slack",),
    ),
    StandardTerm(
        "Free float",
        (
            (REMIT, "How far an activity may slip before the next one moves."),
            (
                "Microsoft Project, paraphrased",
                "Free slack: how long a task may be delayed without delaying any task that follows it.",
            ),
        ),
        ("Free slack",),
    ),
    StandardTerm(
        "Float",
        (
            (REMIT, "Said without another word: total float."),
            (
                COLLOQUIAL,
                "Any time to spare, whether it belongs to the activity or to the project. Ask whose.",
            ),
        ),
        ("Slack",),
    ),
    StandardTerm(
        "Baseline",
        (
            (
                REMIT,
                "The plan as it was agreed, kept unchanged, against which progress and change are measured.",
            ),
            (PMI, "The approved version of a work product that is changed by formal change control only."),
        ),
    ),
    StandardTerm(
        "Milestone",
        (
            (REMIT, "A moment without duration at which something is there that can be checked."),
            (COLLOQUIAL, "Any important date, also of a meeting or a payment."),
        ),
    ),
    StandardTerm(
        "Work breakdown structure",
        (
            (
                REMIT,
                (
                    "The whole of the work, taken apart by results so that the parts make up all of it and nothing "
                    "else."
                ),
            ),
            (PMI, "A hierarchical decomposition of the total scope of work to be carried out by the team."),
        ),
        ("WBS",),
    ),
    StandardTerm(
        "Lag",
        (
            (
                REMIT,
                (
                    "Time between two linked activities that nobody works off: working time, elapsed time or a share "
                    "of the predecessor's duration. A negative lag is a lead."
                ),
            ),
        ),
        ("Lead",),
    ),
    StandardTerm(
        "Constraint",
        (
            (REMIT, "A date that an activity must keep to, apart from what its links demand."),
            (PMI, "Any factor that limits the options of those who manage."),
            (
                "Theory of constraints, paraphrased",
                "The one resource or step that limits what the whole yields.",
            ),
        ),
    ),
    StandardTerm(
        "Deadline",
        (
            (
                REMIT,
                "A date by which an activity is to be finished. It moves nothing; missing it is shown at once.",
            ),
        ),
    ),
    StandardTerm(
        "Earned value",
        (
            (REMIT, "What the work done by the status date was to cost by the baseline."),
            (PMI, "The measure of work performed, expressed in the budget authorised for it."),
        ),
        ("EV", "Budgeted cost of work performed"),
    ),
    StandardTerm(
        "Planned value",
        ((REMIT, "What the work that was to be done by the status date was to cost by the baseline."),),
        ("PV", "Budgeted cost of work scheduled"),
    ),
    StandardTerm(
        "Estimate at completion",
        (
            (REMIT, "The forecast of what all of it will have cost, with the formula that gave it."),
            (PMI, "The expected total cost of all work: what was spent so far plus what is still needed."),
        ),
        ("EAC",),
    ),
    StandardTerm(
        "Tolerance",
        (
            (REMIT, "How far a forecast may leave what was agreed before somebody above must decide."),
            (
                PRINCE2,
                (
                    "The permitted deviation above and below a target for time, cost, quality, scope, benefit and "
                    "risk before the next level is told."
                ),
            ),
        ),
    ),
    StandardTerm(
        "Risk",
        (
            (
                REMIT,
                (
                    "Something uncertain that, if it happens, moves a date, a cost or a benefit: for the worse "
                    "or the better."
                ),
            ),
            ("ISO 31000, paraphrased", "The effect of uncertainty on objectives."),
            (COLLOQUIAL, "Something bad that might happen."),
        ),
    ),
    StandardTerm(
        "Issue",
        (
            (REMIT, "Something that has happened and needs a decision. A risk that occurred becomes one."),
            (
                PRINCE2,
                (
                    "Any relevant event that has happened, was not planned, and needs the attention of "
                    "management: a request for change, something off specification, or a problem."
                ),
            ),
        ),
    ),
)
