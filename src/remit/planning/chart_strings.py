"""Every word that the chart shows, in the reader's language; the chart itself knows them in English."""

from collections.abc import Callable

from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# Numbers by which a language is asked for its plural forms, by the name that browsers give the form.
_SAMPLES = {"one": 1, "two": 2, "few": 3, "many": 11, "other": 100}

_TEXTS = {
    # columns
    "wbs": _("WBS"),
    "name": _("Name"),
    "accountable": _("Accountable"),
    "duration": _("Duration"),
    "start": _("Start"),
    "finish": _("Finish"),
    "float": _("Float"),
    "progress": _("Progress"),
    # toolbar
    "toolbar": _("Plan"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "add": pgettext_lazy("button of the chart", "Add"),
    "link": pgettext_lazy("button of the chart", "Link"),
    "zoom_in": _("Zoom in"),
    "zoom_out": _("Zoom out"),
    "fit": pgettext_lazy("button of the chart", "Fit"),
    "today": _("Today"),
    "by_person": _("Colour by person"),
    "filter": _("Filter"),
    "filter_hint": _("Filter: name, key, person, is:critical"),
    "keys": pgettext_lazy("button of the chart", "Keys"),
    "collapse_all": _("Collapse all"),
    "expand_all": _("Expand all"),
    # grid and timeline
    "grid": _("Activities of the plan"),
    "timeline": _("Timeline; the grid beside it says the same in words"),
    "status_line": pgettext_lazy("line of the chart", "Status"),
    "divider": _("Width of the grid"),
    "critical": _("critical"),
    "near_critical": _("nearly critical"),
    "milestone": _("Milestone"),
    "summary": pgettext_lazy("kind of activity", "Summary"),
    "saving": _("saving"),
    "new_name": _("Name of the new activity"),
    "manual": _("Scheduled by hand"),
    "snet": _("Start no earlier than {date}"),
    "snlt": _("Start no later than {date}"),
    "fnet": _("Finish no earlier than {date}"),
    "fnlt": _("Finish no later than {date}"),
    "mso": _("Must start on {date}"),
    "mfo": _("Must finish on {date}"),
    "alap": _("As late as possible"),
    "deadline": _("Deadline {date}"),
    "deadline_missed": _("Deadline {date} missed"),
    "baseline_dates": _("Baseline {start} to {finish}"),
    "legend": _("Critical path by accountable person:"),
    "nobody": _("Nobody"),
    # states
    "loading": _("Loading the plan"),
    "empty": _("This plan has no activities yet. Add the first one, then link what waits for what."),
    "add_first": _("Add the first activity"),
    "no_match": _("No activity matches “{text}”."),
    "clear_filter": _("Clear the filter"),
    "load_failed": _("The plan could not be loaded. Nothing is lost."),
    "try_again": _("Try again"),
    "read_only": _("You may look at this plan, not change it."),
    "shown_of": _("{n} of {all} activities shown"),
    # results
    "finish_same": _("Project finish stays {finish}"),
    "finish_moves": _("Project finish {shift}, now {finish}"),
    "finish_would": _("Project finish {shift}: {finish}"),
    "nothing_moves": _("Nothing else moves"),
    "nothing_moved": _("Nothing else moved"),
    "stays": _("It stays: {why}"),
    "asking": _("Asking what that leads to…"),
    "removed": _("Removed {key}"),
    "undone": _("Nothing left to undo"),
    "redone": _("Nothing left to redo"),
    "cancelled": _("Cancelled, nothing changed"),
    "others": _("Somebody else changed the plan; the chart shows it now."),
    "not_saved": _("Not saved, the server did not answer: {what}"),
    "signed_out": _("Not saved: you are signed out. Sign in in another tab, then try again."),
    "refused": _("Not saved: {why}"),
    "may_not": _("You may not change this plan"),
    "accountable_elsewhere": _("Who is accountable is changed on the page of the activity."),
    "open_activity": _("Open {key}"),
    "computed": _("{column} is computed. The reason stands beside the chart."),
    "no_why": _("The reason could not be loaded."),
    "summary_fixed": _("{column} of a summary follows from what stands below it."),
    "a_number": _("Give a duration such as 3 d, 4 h or 2 w."),
    "a_percent": _("Give a whole number from 0 to 100."),
    "a_date": _("Give a date."),
    "a_person": _("Choose a person of the list."),
    "not_there": _("There is no activity {text}: choose one of the list."),
    "moved_to": _("{key}: start {start}"),
    "lengthened": _("{key}: duration {duration}"),
    # dialogs
    "conflict_title": _("{key} has changed meanwhile"),
    "conflict_text": _("{who} changed it while you did. Choose which value holds for each field."),
    "somebody": _("Somebody"),
    "field": _("Field"),
    "theirs": _("Theirs"),
    "yours": _("Yours"),
    "use_choice": _("Save the choice"),
    "keep_theirs": _("Keep theirs"),
    "link_title": _("What does {key} wait for?"),
    "link_of": _("{key} {name}"),
    "predecessor": _("Predecessor"),
    "kind": _("Kind"),
    "lag": _("Lag"),
    "lag_help": _("For instance 2 d, -4 h, 50 %; 2 ed counts days of the clock."),
    "make_link": pgettext_lazy("button of the chart", "Link"),
    "close": _("Close"),
    "present_links": _("It waits for"),
    "remove_link": _("Remove the link from {key}"),
    "FS": _("Finish to start"),
    "SS": _("Start to start"),
    "FF": _("Finish to finish"),
    "SF": _("Start to finish"),
    "drivinglink": _("driving"),
    "keys_title": _("Keys of the chart"),
    "nothing_changed": _("Nothing would change"),
    "start_none": pgettext_lazy("date constraint", "None"),
    "constraint": _("Constraint"),
    "constraint_minute": _("Constraint date"),
    "percent_complete": _("Progress"),
    "duration_minutes": _("Duration"),
    "accountable_key": _("Accountable"),
    "deadline_minute": _("Deadline"),
    "is_manual": _("By hand"),
    "notes": _("Notes"),
    # keys
    "k_arrows": _("Move between rows and columns; on a name, open and close a summary"),
    "k_edit": _("Edit the cell, or read why it is so"),
    "k_escape": _("Leave without a change"),
    "k_indent": _("Outdent and indent"),
    "k_move": _("Move up and down"),
    "k_insert": _("Add an activity below"),
    "k_delete": _("Remove, with undo"),
    "k_undo": _("Undo and redo"),
    "k_zoom": _("Zoom the timeline"),
    "k_shift": _("Start a day earlier or later"),
    "k_length": _("A day shorter or longer"),
    "k_link": _("Link: what this activity waits for"),
    "k_colour": _("Colour the critical path by person"),
    "k_filter": _("Filter"),
    "k_scroll": _("Scroll the timeline to the activity, to today"),
    "k_all": _("Collapse or expand everything"),
    "k_ends": _("First and last row"),
    "k_fit": _("Fit the plan into the view"),
    "k_help": _("Show these keys"),
    # dates
    "day_text": pgettext_lazy("Fri 18 Dec 2026", "{weekday} {day} {month} {year}"),
    "day_month": pgettext_lazy("18 Dec", "{day} {month}"),
    # units: what is shown, then every way of writing them that is understood
    "d": pgettext_lazy("unit: day", "d"),
    "h": pgettext_lazy("unit: hour", "h"),
    "min": pgettext_lazy("unit: minute", "min"),
    "wk": pgettext_lazy("unit: week", "w"),
    "units_d": pgettext_lazy("units understood, with spaces between", "d day days t tag tage tagen"),
    "units_h": pgettext_lazy("units understood, with spaces between", "h hour hours std stunde stunden"),
    "units_min": pgettext_lazy("units understood, with spaces between", "min minute minutes minuten m"),
    "units_w": pgettext_lazy("units understood, with spaces between", "w wk week weeks wo woche wochen"),
}

_COUNTED: dict[str, Callable[[int], str]] = {
    "loaded": lambda n: ngettext("{n} activity", "{n} activities", n),
    "moves": lambda n: ngettext("{n} activity moves", "{n} activities move", n),
    "moved": lambda n: ngettext("{n} activity moved", "{n} activities moved", n),
    "removed_with": lambda n: ngettext("Removed {key} and {n} below it", "Removed {key} and {n} below it", n),
}


def chart_strings() -> dict[str, str]:
    """Return every text of the chart in the present language; a counted one once for each plural form."""
    texts = {name: str(text) for name, text in _TEXTS.items()}
    for name, counted in _COUNTED.items():
        texts |= {f"{name}_{form}": counted(sample) for form, sample in _SAMPLES.items()}
    return texts


def translated_chart_strings() -> dict[str, str] | None:
    """Return what a page gives its chart: nothing in English, which the chart knows."""
    return None if (get_language() or "en").startswith("en") else chart_strings()
