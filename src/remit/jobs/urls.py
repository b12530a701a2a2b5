"""Addresses of long work."""

from django.urls import path

from remit.jobs.views import jobs

app_name = "jobs"

urlpatterns = [
    path("jobs/", jobs.job_list, name="list"),
    path("jobs/<str:key>/", jobs.job, name="job"),
    path("jobs/<str:key>/cancel", jobs.cancel, name="cancel"),
]
