"""Addresses of outcomes: those of a project below it, one by itself, since its owner may outlast the project."""

from django.urls import path

from remit.benefits.views import benefits, reviews

app_name = "benefits"

_ONE = "benefits/<str:benefit_key>/"
_REVIEW = f"{_ONE}reviews/<int:review_number>/"

urlpatterns = [
    path("benefits/", benefits.benefit_list, name="benefits"),
    path("projects/<str:key>/benefits/", benefits.of_project, name="of_project"),
    path("projects/<str:key>/benefits/new/", benefits.add, name="add"),
    path(_ONE, benefits.benefit, name="benefit"),
    path(f"{_ONE}edit/", benefits.edit, name="edit"),
    path(f"{_ONE}remove", benefits.remove, name="remove"),
    path(f"{_ONE}owner/", benefits.hand_over, name="hand_over"),
    path(f"{_ONE}reviews/new/", reviews.plan, name="plan"),
    path(_REVIEW, reviews.review, name="review"),
    path(f"{_REVIEW}move/", reviews.move, name="move"),
]
