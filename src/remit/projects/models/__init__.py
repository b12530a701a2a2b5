from remit.projects.models.project import Phase, Project, ProjectKind

__all__ = ["Phase", "Project", "ProjectKind"]
