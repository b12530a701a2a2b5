"""What the readers of plan files say they left out, so that it can be said in other languages.

The engine knows no translations and a report is read in many languages: reports keep the English,
and pages translate it.
"""

from django.utils.translation import gettext_noop as _

LEFT_OUT = {
    _("blank rows"),
    _("calendar exceptions"),
    _("constraints"),
    _("custom field values"),
    _("links to other files"),
    _("links to other projects"),
    _("project summary task"),
    _("recurring tasks"),
    _("repeated links"),
    _("scheduling from the finish"),
    _("time-phased rows of assignments"),
    _("time-phased rows of tasks"),
    _("work contours"),
}

REASONS = {
    _("custom fields are not kept yet"),
    _("recurrence by counting, or no dates"),
    _("the other project is not in this file"),
    _("the plan is scheduled forward from its start"),
    _("the project itself stands for it"),
    _("the same two tasks were linked twice in the same way"),
    _("the task is kept with its own dates"),
    _("their occurrences are kept as tasks, the rule is not"),
    _("they have no date"),
    _("they hold nothing"),
    _("work is spread evenly"),
}
