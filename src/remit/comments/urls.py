"""Addresses of comments, below their project's."""

from django.urls import path

from remit.comments.views import comments

app_name = "comments"

BASE = "projects/<str:key>/comments/"
ONE = f"{BASE}<str:comment_key>/"

urlpatterns = [
    path(BASE, comments.comments, name="comments"),
    path(f"{BASE}new/", comments.write, name="write"),
    path(f"{BASE}people", comments.people, name="people"),
    path(ONE, comments.comment, name="comment"),
    path(f"{ONE}withdraw", comments.withdraw, name="withdraw"),
    path(f"{ONE}settle", comments.settle, name="settle"),
    path(f"{ONE}seen", comments.seen, name="seen"),
]
