"""What people read where the record names a field or an operation of outcomes."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "statement": _("statement"),
    "measure": _("what is measured"),
    "unit": _("unit"),
    "baseline_value": _("baseline"),
    "baseline_on": _("day of the baseline"),
    "target_value": _("target"),
    "target_on": _("day of the target"),
    "method": _("how it is measured"),
    "source": _("taken from"),
    "review": _("review"),
    "reviewer": _("reviewed by"),
    "measured_value": _("measured value"),
    "follows": _("what follows"),
}

OPERATIONS = {
    "benefits.add_benefit": _("stated the outcome"),
    "benefits.change_benefit": _("changed the outcome"),
    "benefits.hand_over_benefit": _("handed the outcome over"),
    "benefits.remove_benefit": _("removed the outcome"),
    "benefits.plan_reviews": _("planned reviews of the outcome"),
    "benefits.move_review": _("moved a review of the outcome"),
    "benefits.do_review": _("reviewed the outcome"),
    "benefits.remind_of_review": _("reminded of a review of the outcome"),
}
