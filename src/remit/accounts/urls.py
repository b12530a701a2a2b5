"""Addresses of the app; sign-in, passwords, second factor and sessions are allauth's, below /accounts/."""

from django.urls import path

from remit.accounts.views import feeds, invitations, profile, security, tokens

app_name = "accounts"

urlpatterns = [
    path("account/", profile.profile, name="profile"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/new/", tokens.create, name="create_token"),
    path("account/tokens/<int:number>/revoke/", tokens.revoke, name="revoke_token"),
    path("account/feeds/", feeds.feeds, name="feeds"),
    path("account/feeds/new/", feeds.create, name="create_feed"),
    path("account/feeds/<int:number>/revoke/", feeds.revoke, name="revoke_feed"),
    path("security/", security.security, name="security"),
    path("invitation/", invitations.accept, name="accept"),
    path("invitation/<str:token>/", invitations.open_invitation, name="invitation"),
]
