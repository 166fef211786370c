"""Which park, and as what: the first door. The wall itself is in the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request
from parkcarbon_platform.errors import ForbiddenError, NotFoundError
from parkcarbon_platform.services.access import audit, identity, second_factor, terms
from parkcarbon_platform.services.access.access import Access, Connection
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.identity import MembershipRow
from parkcarbon_platform.services.directory import entries
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.live.frames import audience_name
from parkcarbon_platform.services.onboarding import lifecycle

from parkcarbon_saas.auth import SAFE_METHODS, AccessNeeded, Caller, CallerNeeded

ENTERED = "parkcarbon.entered"
CODE = r"^[a-z0-9][a-z0-9-]{1,62}$"

ParkCode = Annotated[str, Path(pattern=CODE, description="code of the park")]


@dataclass(frozen=True, slots=True)
class Tenant:
    """A park entered by somebody who may."""

    access: Access
    caller: Caller
    membership: MembershipRow

    @property
    def park_id(self) -> int:
        """The park."""
        return self.membership.park_id

    @property
    def enterprise_id(self) -> int | None:
        """The enterprise that an enterprise user is confined to."""
        return self.membership.enterprise_id

    @property
    def audience(self) -> str:
        """Whose frames are shown."""
        return audience_name(self.enterprise_id)

    def transaction(self) -> AbstractContextManager[Connection]:
        """A transaction that sees what this caller may see, and no more."""
        return self.access.tenant(self.park_id, self.enterprise_id)

    def reading(self) -> AbstractContextManager[Connection]:
        """The same for figures of many rows: on the replica, where there is one that is not far behind."""
        return self.access.reading(self.park_id, self.enterprise_id)

    @property
    def actor(self) -> Actor:
        """This caller, for the record and within their bounds."""
        return Actor(self.caller.session.login, self.enterprise_id)

    @contextmanager
    def workplace(self) -> Iterator[Workplace]:
        """Where services change the park's meters; they look things up behind the actor's wall."""
        with self.access.guarded() as database:
            yield Workplace(database, self.park_id, settlement.announcer(self.access.cache))


def enter(access: Access, who: Caller, park: str) -> Tenant:
    """The park for this caller; where they are no member it does not exist, or another platform has it."""
    memberships = who.memberships
    if memberships is None:
        with access.directory() as connection:
            memberships = identity.memberships(connection, who.session)
    for membership in memberships:
        if membership.park_code == park:
            audit.entered(membership.park_id, membership.enterprise_id)
            second_factor.check(membership, who.session)
            if membership.enterprise_id is None:
                terms.oversee()
            return Tenant(access, who, membership)
    with access.directory() as connection:
        entries.refuse_for(connection, who.session.user_id, park)
    raise NotFoundError(f"There is no park {park}, or not for you.", park=park)


def tenant(park: ParkCode, who: CallerNeeded, access: AccessNeeded, request: Request) -> Tenant:
    """The park of the path; one that is suspended or archived is read, and exported, and not changed."""
    found = enter(access, who, park)
    # For the audit log: who took a file along.
    request.scope[ENTERED] = found
    # Of the route, not of the address: a park or a person may be called "exports".
    is_export = "/exports" in str(getattr(request.scope.get("route"), "path", ""))
    if request.method not in SAFE_METHODS and not is_export:
        lifecycle.refuse_change(park, found.membership.park_state)
    return found


TenantNeeded = Annotated[Tenant, Depends(tenant)]


def as_role(*roles: str) -> Callable[[Tenant], Tenant]:
    """Only for members with one of these roles."""

    def check(entered: TenantNeeded) -> Tenant:
        if entered.membership.role not in roles:
            raise ForbiddenError(
                f"This needs the role {' or '.join(roles)}; yours is {entered.membership.role}.",
                role=entered.membership.role,
            )
        return entered

    return check


OperatorNeeded = Annotated[Tenant, Depends(as_role("operator"))]
# A verifier looks at everything that an operator sees, and changes nothing.
ReviewerNeeded = Annotated[Tenant, Depends(as_role("operator", "verifier"))]
# Operators for the whole park, enterprise users for what is their own.
WriterNeeded = Annotated[Tenant, Depends(as_role("operator", "enterprise"))]


def approver(entered: WriterNeeded) -> Tenant:
    """Operators, and those of an enterprise who may approve what others entered."""
    if not entered.membership.approves:
        raise ForbiddenError(
            "You may enter data; somebody else approves it.", remedy="Ask an approver of your enterprise."
        )
    return entered


ApproverNeeded = Annotated[Tenant, Depends(approver)]
