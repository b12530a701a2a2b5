"""What the readers of plan files say they left out, and what imports of people are called in the record.

The engine knows no translations and a report is read in many languages: reports keep the English,
and pages translate it.
"""

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

OPERATIONS = {
    "interchange.import_people": gettext_lazy("imported people"),
    "interchange.import_requirements": gettext_lazy("took requirements in"),
    "interchange.undo_requirement_import": gettext_lazy("took a file of requirements back"),
    "interchange.undo_people_import": gettext_lazy("took an import of people back"),
}

LEFT_OUT = {
    _("baselines"),
    _("blank rows"),
    _("calendar exceptions"),
    _("calendars"),
    _("codes of resources"),
    _("codes of the project"),
    _("constraints"),
    _("critical open ends"),
    _("custom field values"),
    _("documents"),
    _("elements of the outline"),
    _("expenses"),
    _("figures of past periods"),
    _("hours of timesheets"),
    _("issues"),
    _("later rates of resources"),
    _("links to other files"),
    _("links to other projects"),
    _("long names"),
    _("other projects"),
    _("project summary task"),
    _("recurring tasks"),
    _("repeated links"),
    _("resource curves of their own"),
    _("risks"),
    _("rows of other tables"),
    _("steps of activities"),
    _("thresholds"),
    _("time-phased rows of assignments"),
    _("time-phased rows of tasks"),
    _("unknown fields"),
}

REASONS = {
    _("Remit does not know what they say"),
    _("a plan has at most eleven"),
    _("a plan has codes for activities alone"),
    _("a plan is one project: export the others by themselves"),
    _("a plan keeps activities, not their steps"),
    _("a plan keeps the cost of assignments, not expenses"),
    _("a plan keeps totals, not periods"),
    _("custom fields are not kept yet"),
    _("float or the longest path says what is critical"),
    _("only 300 characters of them are kept"),
    _("only their names stood in the file"),
    _("recurrence by counting, or no dates"),
    _("the first rate holds throughout"),
    _("the other project is not in this file"),
    _("the project itself stands for it"),
    _("the same two tasks were linked twice in the same way"),
    _("the task is kept with its own dates"),
    _("their occurrences are kept as tasks, the rule is not"),
    _("they do not belong to the plan"),
    _("they have no date"),
    _("they have no working time, and nothing uses them"),
    _("they hold no activities"),
    _("they hold nothing"),
    _("what P6 states of risks does not fit the plan's"),
    _("work is spread evenly"),
}
