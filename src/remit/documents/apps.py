from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Documents of projects, and what they add to the pages of a project."""

    name = "remit.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put documents into the tabs, the life and the gates of a project, the start page and the palette."""
        from remit.audit.registries import GuardedField, guarded_fields  # noqa: PLC0415 - apps are ready only now
        from remit.comments.registries import SubjectKind, subject_kinds  # noqa: PLC0415 - as above
        from remit.core.registries import (  # noqa: PLC0415 - as above
            HomeSection,
            capabilities,
            commands,
            home_sections,
            value_wording,
            wording,
        )
        from remit.documents import wording as own  # noqa: PLC0415 - as above
        from remit.documents.capabilities import CAPABILITIES  # noqa: PLC0415 - as above
        from remit.documents.palette import document_commands  # noqa: PLC0415 - as above
        from remit.documents.places import FACTS, placed_documents_of  # noqa: PLC0415 - as above
        from remit.documents.queries import documents_of, waiting_for  # noqa: PLC0415 - as above
        from remit.documents.subjects import document_subject  # noqa: PLC0415 - as above
        from remit.projects.facts import document_places, project_facts  # noqa: PLC0415 - as above
        from remit.projects.registries import Area, Tab, tabs  # noqa: PLC0415 - as above

        capabilities.register(*CAPABILITIES)
        subject_kinds.register(SubjectKind("DO", document_subject, documents_of))
        commands.register(document_commands)
        home_sections.register(HomeSection(6, "documents/home_section.html", waiting_for))
        tabs.register(Tab(Area.MANAGE, _("Documents"), "documents:list", 33))
        document_places.register(placed_documents_of)
        project_facts.register(*FACTS)
        guarded_fields.register(*(GuardedField(*each) for each in own.GUARDED))
        wording.register(own.FIELDS, own.OPERATIONS)
        value_wording.register(own.VALUES)
