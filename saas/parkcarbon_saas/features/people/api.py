"""Who may enter a park, and as what; tokens for programs. For operators in person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from parkcarbon_platform.errors import ForbiddenError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import people, second_factor
from parkcarbon_platform.services.access.access import Connection

from parkcarbon_saas import paging
from parkcarbon_saas.auth import PersonNeeded, in_person
from parkcarbon_saas.features.people import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, Tenant

router = APIRouter(prefix="/parks/{park}", tags=["people"], dependencies=[Depends(in_person)])

LoginName = Annotated[str, Path(min_length=1, max_length=128)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def allow(connection: Connection, tenant: Tenant, enterprise: str | None) -> None:
    """Only admins let anybody in as an enterprise that keeps something from the operators."""
    people.refuse_to_impersonate(
        connection, tenant.park_id, enterprise, by_admin=tenant.caller.session.is_admin
    )


@router.get("/people")
def members(
    tenant: OperatorNeeded, *, limit: paging.Limit = None, after: paging.AfterLogin = None
) -> schemas.Members:
    """Everybody who may enter the park, by log-in name."""
    with tenant.access.directory() as connection:
        rows = people.members(connection, tenant.park_id, after=after, limit=paging.one_more(limit))
    shown, has_more = paging.cut(rows, limit)
    return schemas.Members(
        members=[schemas.member(row) for row in shown], cursor=shown[-1].login if has_more else None
    )


@router.post("/people", status_code=201)
def invite(tenant: OperatorNeeded, body: schemas.NewMember, response: Response) -> schemas.Invited:
    """Let somebody in; who is new sets a password with the link, which is shown once."""
    response.headers["Cache-Control"] = "no-store"
    with tenant.access.directory() as connection:
        allow(connection, tenant, body.enterprise)
        token = people.add(
            connection, body.login, body.name, body.locale,
            body.membership(tenant.park_id, tenant.membership.park_code), author=tenant.actor.name,
            now=localtime.now(),
        )  # fmt: skip
    return schemas.Invited(login=body.login, token=token)


@router.put("/people/{login}")
def change(tenant: OperatorNeeded, login: LoginName, body: schemas.WantedRole) -> schemas.Member:
    """Give a member another role."""
    with tenant.access.directory() as connection:
        wanted = body.membership(tenant.park_id, tenant.membership.park_code)
        allow(connection, tenant, body.enterprise)
        return schemas.member(people.change(connection, login, wanted))


@router.delete("/people/{login}", status_code=204)
def remove(tenant: OperatorNeeded, login: LoginName) -> None:
    """Take a member out of the park."""
    with tenant.access.directory() as connection:
        people.remove(connection, tenant.park_id, login)


@router.post("/people/{login}/invitation")
def invite_again(
    tenant: OperatorNeeded, who: PersonNeeded, login: LoginName, response: Response
) -> schemas.Invited:
    """A new link to set a password with; links of before end."""
    response.headers["Cache-Control"] = "no-store"
    with tenant.access.directory() as connection:
        second_factor.check_administrator(connection, who.session)
        allow(connection, tenant, people.enterprise_of(connection, tenant.park_id, login))
        token = people.invite_again(
            connection, tenant.park_id, login, author=tenant.actor.name, by_admin=who.session.is_admin,
            now=localtime.now(),
        )  # fmt: skip
    return schemas.Invited(login=login, token=token)


@router.delete("/people/{login}/sessions", status_code=204)
def end_sessions(tenant: OperatorNeeded, login: LoginName) -> None:
    """Log a member out everywhere."""
    with tenant.access.directory() as connection:
        people.end_sessions(connection, tenant.park_id, login)


@router.put("/people/{login}/account", status_code=204)
def set_account(
    tenant: OperatorNeeded, who: PersonNeeded, login: LoginName, body: schemas.AccountState
) -> None:
    """Lock somebody's account in every park, or open it again: administrators."""
    if not who.session.is_admin:
        raise ForbiddenError(
            "An account is the platform's.", remedy="Ask an administrator, or remove them here."
        )
    with tenant.access.directory() as connection:
        second_factor.check_administrator(connection, who.session)
        people.disable(connection, login, localtime.now(), disabled=body.disabled)


@router.get("/tokens")
def tokens(
    tenant: OperatorNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.ApiTokens:
    """The tokens of programs, the newest first."""
    with tenant.access.directory() as connection:
        rows = people.tokens(connection, tenant.park_id, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.ApiTokens(tokens=[schemas.token(row) for row in shown], cursor=cursor)


@router.post("/tokens", status_code=201)
def add_token(tenant: OperatorNeeded, body: schemas.WantedToken, response: Response) -> schemas.MadeToken:
    """Make a token for a program; it is shown once."""
    response.headers["Cache-Control"] = "no-store"
    with tenant.access.directory() as connection:
        allow(connection, tenant, body.enterprise)
        made = people.add_token(
            connection, tenant.park_id, body.wanted(), author=tenant.actor.name, now=localtime.now()
        )
    return schemas.MadeToken(token=made)


@router.delete("/tokens/{item}", status_code=204)
def revoke_token(tenant: OperatorNeeded, item: Id) -> None:
    """End a token."""
    with tenant.access.directory() as connection:
        people.revoke_token(connection, tenant.park_id, item, tenant.actor.name)
