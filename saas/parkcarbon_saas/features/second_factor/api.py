"""Two-factor log-in: one's own, and what a park asks of its roles."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import segno
from fastapi import APIRouter, Depends, Path, Request, Response
from parkcarbon_platform.errors import ForbiddenError, PlatformError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import identity, second_factor
from parkcarbon_platform.services.access.access import Access, Connection
from parkcarbon_platform.services.access.second_factor import WrongCodeError, WrongPasswordError

from parkcarbon_saas.auth import AccessNeeded, PersonNeeded, SettingsNeeded, in_person, vault_of
from parkcarbon_saas.features.second_factor import schemas
from parkcarbon_saas.gate import Gate
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded

router = APIRouter(tags=["second_factor"])

OWN = "/session/second-factor"
Proved = TypeVar("Proved")
LoginName = Annotated[str, Path(min_length=1, max_length=128)]


def tried(
    request: Request, access: Access, what: Callable[[Connection], Proved | None],
    wrong: type[PlatformError] = WrongCodeError,
) -> Proved:  # fmt: skip
    """Try a password or a code, as often as one may log in; what failed is counted before it is said."""
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else None
    with gate.attempt(address), access.directory() as connection:
        found = what(connection)
    if not found:
        gate.failed(address)
        raise wrong("What was given is wrong, or was wrong too often of late.")
    return found


@router.get(OWN)
def own(who: PersonNeeded, access: AccessNeeded) -> schemas.FactorState:
    """Whether one has a second factor."""
    with access.directory() as connection:
        found = second_factor.state(connection, who.session.user_id)
    since = None if found.since is None else localtime.to_ms(found.since)
    return schemas.FactorState(since=since, recovery_codes_left=found.recovery_codes_left)


@router.post(OWN)
def begin(
    who: PersonNeeded, body: schemas.FactorBegin, *, request: Request, access: AccessNeeded,
    settings: SettingsNeeded, response: Response,
) -> schemas.FactorSecret:  # fmt: skip
    """A secret for one's phone; nothing is asked for before it was confirmed."""
    response.headers["Cache-Control"] = "no-store"
    vault, now = vault_of(settings), localtime.now()
    made = tried(
        request, access, lambda c: second_factor.begin(c, who.session, body.password, vault, now),
        WrongPasswordError,
    )  # fmt: skip
    drawn = segno.make(made.address, error="m", micro=False).svg_inline(scale=4, border=4, light="#fff")
    return schemas.FactorSecret(secret=made.secret, address=made.address, qr_svg=drawn)


@router.post(f"{OWN}/confirm")
def confirm(
    who: PersonNeeded, body: schemas.FactorCode, *, request: Request, access: AccessNeeded,
    settings: SettingsNeeded, response: Response,
) -> schemas.RecoveryCodes:  # fmt: skip
    """Show that the phone has it: from now on it is asked for."""
    response.headers["Cache-Control"] = "no-store"
    this = identity.digest(who.token, settings.session_key())
    vault, now = vault_of(settings), localtime.now()
    codes = tried(
        request,
        access,
        lambda c: second_factor.confirm(c, who.session, this, body.code, vault=vault, now=now),
    )
    return schemas.RecoveryCodes(codes=codes)


@router.post(f"{OWN}/recovery-codes")
def recovery_codes(
    who: PersonNeeded, body: schemas.FactorCode, *, request: Request, access: AccessNeeded,
    settings: SettingsNeeded, response: Response,
) -> schemas.RecoveryCodes:  # fmt: skip
    """Other recovery codes; those before end."""
    response.headers["Cache-Control"] = "no-store"
    vault, now = vault_of(settings), localtime.now()
    codes = tried(
        request, access, lambda c: second_factor.new_recovery_codes(c, who.session, body.code, vault, now)
    )
    return schemas.RecoveryCodes(codes=codes)


@router.post(f"{OWN}/removal", status_code=204)
def remove(
    who: PersonNeeded, body: schemas.FactorCode, *, request: Request, access: AccessNeeded,
    settings: SettingsNeeded,
) -> None:  # fmt: skip
    """Go without a second factor."""
    vault, now = vault_of(settings), localtime.now()
    tried(request, access, lambda c: second_factor.remove(c, who.session, body.code, vault, now))


@router.delete(
    "/parks/{park}/people/{login}/second-factor", status_code=204, dependencies=[Depends(in_person)]
)
def reset(tenant: OperatorNeeded, who: PersonNeeded, login: LoginName) -> None:
    """Take the second factor of a member who lost it: administrators."""
    if not who.session.is_admin:
        raise ForbiddenError("A second factor opens every park.", remedy="Ask an administrator.")
    with tenant.access.directory() as connection:
        second_factor.check_administrator(connection, who.session)
        second_factor.reset(connection, login, tenant.park_id)


@router.get("/parks/{park}/access-policy", dependencies=[Depends(in_person)])
def policy(tenant: ReviewerNeeded) -> schemas.AccessPolicy:
    """What the park asks of those who enter it."""
    with tenant.access.directory() as connection:
        roles = second_factor.required_roles(connection, tenant.park_id)
    return schemas.AccessPolicy.model_validate({"second_factor_roles": roles})


@router.put("/parks/{park}/access-policy", dependencies=[Depends(in_person)])
def set_policy(tenant: OperatorNeeded, body: schemas.AccessPolicy) -> schemas.AccessPolicy:
    """Ask a second factor of these roles, from the next request on."""
    with tenant.access.directory() as connection:
        second_factor.require(connection, tenant.park_id, body.second_factor_roles, tenant.caller.session)
        roles = second_factor.required_roles(connection, tenant.park_id)
    return schemas.AccessPolicy.model_validate({"second_factor_roles": roles})
