"""Outcomes of projects and their reviews."""

from remit.benefits.models.benefit import Benefit, BenefitReview, Following, ReviewMove

__all__ = ["Benefit", "BenefitReview", "Following", "ReviewMove"]
