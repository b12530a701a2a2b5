"""OpenID Connect as Remit holds it: more is proved than allauth's own provider asks for.

The identity is issuer and subject, never an address alone; every ID token is checked by its signature, issuer,
audience, times and nonce; what the user info says must be about the same subject.
"""
