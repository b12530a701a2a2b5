from remit.jobs.models.job import ENDED, OPEN, Job, JobState

__all__ = ["ENDED", "OPEN", "Job", "JobState"]
