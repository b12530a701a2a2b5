"""What people read where the record names a field or an operation of this app."""

from django.utils.translation import gettext_lazy as _

FIELDS = {"acts_on": _("acts on"), "runs": _("runs"), "seed": _("seed")}
OPERATIONS = {
    "simulations.simulate_plan": _("let the plan be simulated"),
    "simulations.state_driver": _("said what the risk acts on"),
}
