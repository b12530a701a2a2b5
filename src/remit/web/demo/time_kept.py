"""Whose hours the demo knows, week by week, and what they work on outside of projects."""

import datetime as dt

FIRST_WEEK, WEEKS = dt.date(2026, 5, 4), 8
# who keeps hours in the cloud rollout and the university website, and what else each of them does
KEEPING_TIME = {
    "Amina Yusuf": "Line work of the team",
    "Samuel Okafor": "Support of customers who are live",
    "Grace Chen": "Reviews for other teams",
    "Piotr Banas": "Support of customers who are live",
    "Hannah Whitfield": "Test environments kept running",
    "Owen Pritchard": "Sketches for offers",
    "Jack Ellery": "Library of components",
    "Bea Lockwood": "Talks with clients",
}
APPROVING_TIME = ("Declan Byrne", "Leila Haddad", "Louise Tremblay")
# week by name: what was not handed in, and what was sent back and why
LATE = {("Hannah Whitfield", 5), ("Samuel Okafor", 7)}
SENT_BACK = {("Piotr Banas", 7): "Thursday was the team day: that is no work on the migration."}
# a week, why it is corrected, whose second day gets how many minutes more, and whether that is approved
CORRECTED = (
    ("Grace Chen", 2, "Two hours of Tuesday stood on the wrong activity", -120, True),
    ("Amina Yusuf", 4, "The evening with the customer on Tuesday was forgotten", 90, False),
)
