"""How an inventory gets from collecting to locked: who may take which step, and what is written down."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.inventories import storing
from parkcarbon_platform.services.inventories.storing import EventRow, InventoryRow
from parkcarbon_platform.services.ledger import locks
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.storage import inventories as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.identity import person_of

Role = Literal["operator", "enterprise", "verifier"]
Saying = Literal["comment", "finding", "answer", "resolved"]
OPERATOR, OWNER, VERIFIER = ("operator",), ("operator", "enterprise"), ("verifier",)


class StepError(ConflictError):
    """The step does not follow the state that the inventory is in."""

    code = "inventory_step"
    remedy = "Read the inventory again: it says which steps can be taken."


class FourEyesError(ForbiddenError):
    """An inventory is approved by somebody else than its author."""

    code = "four_eyes"
    remedy = "Ask somebody else who may approve it."


class OpenFindingsError(ConflictError):
    """Findings are open."""

    code = "inventory_findings_open"
    remedy = "Answer each finding, and have the verifier resolve it."


class Step(NamedTuple):
    """From a state to another, by whom."""

    to: str
    roles: tuple[str, ...]


STEPS: Mapping[str, tuple[Step, ...]] = {
    "collecting": (Step("validating", OWNER), Step("withdrawn", OWNER)),
    "validating": (Step("approved", OWNER), Step("collecting", OWNER), Step("withdrawn", OWNER)),
    "approved": (Step("submitted", OWNER),),
    "submitted": (Step("in_verification", VERIFIER),),
    "in_verification": (Step("verified", VERIFIER),),
    "findings": (Step("in_verification", OWNER),),
    "verified": (Step("locked", OPERATOR),),
}
# Decisions on what others did: for people who may approve, never for a program.
DECISIONS = ("approved", "verified", "locked")
# What a verifier may say only while verifying.
VERIFYING = ("in_verification", "findings")
SAYERS: Mapping[Saying, tuple[str, ...]] = {
    "comment": (*OWNER, *VERIFIER), "finding": VERIFIER, "answer": OWNER, "resolved": VERIFIER,
}  # fmt: skip


def steps(row: InventoryRow, role: str, name: str, *, approves: bool = True) -> list[str]:
    """The states that this person may move it to now."""
    found = [step.to for step in STEPS.get(row.state, ()) if role in step.roles]
    if not approves:
        found = [to for to in found if to not in DECISIONS]
    if row.sha256 is None:
        return [to for to in found if to == "withdrawn"]
    if person_of(row.author) == person_of(name):
        found = [to for to in found if to != "approved"]
    if row.open_findings:
        found = [to for to in found if to != "verified"]
    return found


def history(connection: Connection, row: InventoryRow) -> list[EventRow]:
    """What was done and said, the oldest first."""
    return storage.events(connection, row.id)


def move(place: Workplace, actor: Actor, role: str, inventory_id: int, *, to: str, note: str) -> InventoryRow:
    """Take a step; locking locks the ledger's period, too."""
    _see(place, actor, inventory_id)
    with place.database.tenant(place.park_id) as connection:
        if to == "withdrawn":
            storing.stop_computing(connection, storing.found(connection, inventory_id))
        storage.lock(connection, inventory_id)
        row = storing.found(connection, inventory_id)
        _check(row, actor, role, to)
        lock_id = _lock_period(connection, place, actor, row) if to == "locked" else None
        if to == "approved" and row.replaces_id is not None:
            storage.lock(connection, row.replaces_id)
            before = storing.found(connection, row.replaces_id)
            if before.state not in ("superseded", "withdrawn"):
                storing.supersede(connection, place.park_id, before, by=actor.name, role=role)
        storage.set_state(connection, row.id, to, lock_id)
        storage.add_event(
            connection, place.park_id, row, "transition", note, author=actor.name, role=role, to_state=to
        )
        return storing.found(connection, inventory_id)


def say(
    place: Workplace, actor: Actor, role: str, inventory_id: int, *, kind: Saying, note: str,
    figure: str | None = None, answers: int | None = None,
) -> InventoryRow:  # fmt: skip
    """Comment, raise a finding, answer one, or resolve it; a finding sends the inventory back."""
    _see(place, actor, inventory_id)
    with place.database.tenant(place.park_id) as connection:
        storage.lock(connection, inventory_id)
        row = storing.found(connection, inventory_id)
        if role not in SAYERS[kind]:
            raise ForbiddenError(
                f"This needs the role {' or '.join(SAYERS[kind])}; yours is {role}.", role=role
            )
        if kind in ("finding", "resolved") and row.state not in VERIFYING:
            raise StepError("Findings are raised and resolved during verification.", state=row.state)
        _check_answer(connection, row, kind, answers)
        storage.add_event(
            connection, place.park_id, row, kind, note, author=actor.name, role=role, answers=answers,
            figure=figure,
        )  # fmt: skip
        if kind == "finding" and row.state == "in_verification":
            storage.set_state(connection, row.id, "findings")
            storage.add_event(
                connection, place.park_id, row, "transition", "", author=actor.name, role=role,
                to_state="findings",
            )  # fmt: skip
        return storing.found(connection, inventory_id)


def _see(place: Workplace, actor: Actor, inventory_id: int) -> None:
    """Behind the actor's wall: what they do not see is not there."""
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        storing.found(connection, inventory_id)


def _check(row: InventoryRow, actor: Actor, role: str, to: str) -> None:
    step = next((step for step in STEPS.get(row.state, ()) if step.to == to), None)
    if step is None:
        raise StepError(f"An inventory that is {row.state} does not become {to}.", state=row.state, to=to)
    if role not in step.roles:
        raise ForbiddenError(f"This needs the role {' or '.join(step.roles)}; yours is {role}.", role=role)
    if row.sha256 is None and to != "withdrawn":
        raise storing.NotComputedError("This inventory is not computed yet.", inventory=row.id)
    if to == "approved" and person_of(row.author) == person_of(actor.name):
        raise FourEyesError("You began this inventory yourself.", author=row.author)
    if to == "verified" and row.open_findings:
        raise OpenFindingsError(f"{row.open_findings} findings are open.", open=row.open_findings)


def _check_answer(connection: Connection, row: InventoryRow, kind: Saying, answers: int | None) -> None:
    known = {event.id for event in storage.events(connection, row.id) if event.kind == "finding"}
    if (kind in ("answer", "resolved")) != (answers is not None) or not {answers} - {None} <= known:
        raise InvalidError(
            "An answer or a resolution names a finding of this inventory, nothing else does.",
            remedy="Choose the finding.", answers=answers,
        )  # fmt: skip


def _lock_period(connection: Connection, place: Workplace, actor: Actor, row: InventoryRow) -> int:
    park = live.park(connection)
    assert park is not None
    start, end = (localtime.day_start(day, park.timezone) for day in (row.from_day, row.to_day))
    reason = f"inventory {row.id}"
    held = locks.Period(start, end, row.enterprise_id)
    return locks.hold(connection, place.park_id, actor, held, reason=reason, now=place.clock()).id
