"""The rights that this app asks for."""

from django.utils.translation import gettext_lazy as _

from remit.core.registries import Capability

CAPABILITIES = (
    Capability("project.view", _("See projects"), _("See a project, its phase, its people and its promise.")),
    Capability("project.create", _("Start projects"), _("Start projects and programmes below the scope.")),
    Capability("project.edit", _("Change projects"), _("Change what a project states, and its phase.")),
    Capability(
        "project.assign", _("Give and end roles"), _("Give people roles, up to the rights one holds oneself.")
    ),
    Capability(
        "project.deliver",
        _("Keep deliverables"),
        _("Describe deliverables, name who makes and who accepts them, and lead them to their acceptance."),
    ),
    Capability("project.check", _("Check deliverables"), _("Note what a check of a deliverable found.")),
    Capability(
        "project.accept",
        _("Accept deliverables"),
        _("Accept or reject deliverables for which one is the named acceptor."),
    ),
    Capability(
        "project.require",
        _("Keep requirements"),
        _("Note needs and sessions, state requirements, and trace them to what meets them."),
    ),
    Capability(
        "stakeholder.view",
        _("See stakeholders"),
        _("See whom a project concerns, how they stand, and what was spoken with them."),
    ),
    Capability(
        "stakeholder.keep",
        _("Keep stakeholders"),
        _("Note stakeholders and contacts with them, and plan how they are told."),
    ),
    Capability(
        "stakeholder.confide",
        _("See confidential notes"),
        _("See and write what is noted about stakeholders in confidence."),
    ),
    Capability("cost.view", _("See money"), _("See budgets.")),
)
