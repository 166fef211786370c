"""Approve many reports at once: those of a year, or of an import. All of them or none."""

from collections.abc import Sequence

from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.activity import activity, record_feed
from parkcarbon_platform.services.activity.activity import STEPS, Actor, FourEyesError, RecordRow, is_own
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage.database import Connection

__all__ = ["approve", "may_decide"]


def may_decide(login: str, record: RecordRow) -> bool:
    """Whether the version waits for a decision that this person may make: somebody else wrote it."""
    waits = record.is_newest and record.state in STEPS["approved"]
    return waits and not is_own(login, record)


def approve(
    connection: Connection, actor: Actor, record_ids: Sequence[int], *, note: str = ""
) -> list[RecordRow]:
    """Approve versions that others handed in, as they are now.

    They are named one by one, so that nobody approves what came after they looked.
    """
    wanted = sorted(set(record_ids))
    records = storage.find_all(connection, wanted)
    if missing := sorted(set(wanted) - {r.id for r in records}):
        raise NotFoundError(f"There is no report {missing[0]}.", missing=missing[:20])
    _check(actor, records)
    activity.refuse_second(connection, actor.park_id, records)
    if storage.insert_steps(
        connection, actor.park_id, records, state="approved", author=actor.login, note=note
    ) < len(records):
        raise ConflictError("Somebody else decided on one of these reports just now.")
    record_feed.approved(connection, actor.park_id, records)
    return storage.find_all(connection, wanted)


def _check(actor: Actor, records: Sequence[RecordRow]) -> None:
    decided = [r for r in records if not r.is_newest or r.state not in STEPS["approved"]]
    if decided:
        raise ConflictError(
            f"{len(decided)} of the reports do not wait for approval any more, the first is {decided[0].id}.",
            remedy="Read the list again and decide anew.",
            reports=[r.id for r in decided[:20]],
        )
    own = [r for r in records if not may_decide(actor.login, r)]
    if own:
        raise FourEyesError(
            f"{actor.login} wrote or submitted {len(own)} of these reports.", reports=[r.id for r in own[:20]]
        )
