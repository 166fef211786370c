"""Single sign-on: whom the provider proves somebody to be comes in as what they are here, or not at all.

A person is found by the provider's own name for them; the first time by their e-mail address, verified by
the provider, which must be their log-in name. Nothing is created and no right is given: whoever was not let
into a park, or invited, stays outside.
"""

import json
from dataclasses import asdict
from datetime import datetime

from parkcarbon_platform.errors import ForbiddenError, InvalidError
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.services.access.oidc import Attempt, Client, Proved, Provider, SsoError, new_attempt
from parkcarbon_platform.services.access.vault import SecretUnreadableError, Vault
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import identity as identities
from parkcarbon_platform.storage import people as members
from parkcarbon_platform.storage import sso as storage
from parkcarbon_platform.storage.database import Connection

__all__ = ["Provider", "SsoError", "SsoOffError", "SsoUnknownError", "begin", "let_in", "opened", "provider"]

LIFETIME_S = 600
PLACE = "single sign-on"
PAGE = "/sso"  # to which the provider sends the browser back
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face"})  # RFC 8176


class SsoUnknownError(ForbiddenError):
    """The provider knows them, the platform does not."""

    code = "sso_unknown"
    remedy = "Ask an operator of your park to invite you, with your e-mail address as log-in name."


class SsoOffError(InvalidError):
    """No provider is set up."""

    code = "sso_off"
    remedy = "Log in with a password."


def provider(settings: Settings) -> Provider | None:
    """The provider of the settings, if there is one."""
    if not settings.sso_issuer:
        return None
    redirect = settings.public_url.rstrip("/") + PAGE
    return Provider(Client(settings.sso_issuer, settings.sso_client_id, settings.sso_client_secret, redirect))


def begin(known: Provider, vault: Vault, now: datetime) -> tuple[str, str]:
    """Where the browser goes, and what it keeps meanwhile: sealed, so that nobody else can begin for it."""
    attempt = new_attempt(LIFETIME_S, now.timestamp())
    kept = json.dumps(vault.seal(json.dumps(asdict(attempt)), PLACE))
    return known.address(attempt), kept.encode().hex()


def opened(kept: str, vault: Vault) -> Attempt:
    """What the browser kept; raises SsoError where it kept nothing of ours."""
    try:
        sealed = json.loads(bytes.fromhex(kept).decode())
        return Attempt(**json.loads(vault.open(sealed if isinstance(sealed, dict) else {}, PLACE)))
    except (ValueError, TypeError, RecursionError, SecretUnreadableError) as error:
        raise SsoError("The log-in was not begun in this browser, or too long ago.") from error


def let_in(
    connection: Connection, proved: Proved, *, key: str, now: datetime, address: str | None, agent: str | None
) -> identity.NewSession:
    """A session of the person whom the provider means; raises SsoUnknownError where there is none."""
    user = storage.person(connection, proved.issuer, proved.subject)
    if user is None and proved.email:
        user = identities.user_by_login(connection, proved.email, lock=True)
        if user is not None and not storage.link(connection, proved.issuer, proved.subject, user.id):
            user = None
        if user is not None:
            # Whoever made a link for them cannot use it any more to become them.
            members.end_invitations(connection, user.id)
    if user is None or user.disabled_at is not None:
        raise SsoUnknownError("Nobody here is known by what the provider says.")
    strong = not SECOND_FACTORS.isdisjoint(proved.methods)
    return identity.begin(
        connection, user, key=key, now=now, address=address, agent=agent, second_factor=strong
    )
