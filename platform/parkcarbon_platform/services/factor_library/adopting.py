"""Choose the factor sets of a park, and restate its past by them: shown before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.calculation.accounting.gases import GWP_SETS
from parkcarbon_platform.errors import ConflictError, InvalidError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import restating, weighing
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.ledger.restating import Key, Sum, Sums
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.storage import adoptions, gas_weights, invalidations, jobs
from parkcarbon_platform.storage import factors as storage
from parkcarbon_platform.storage.adoptions import Adoption
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.factors import StoredSet
from parkcarbon_platform.storage.jobs import JobRow

__all__ = ["Adoption", "Choice", "JobRow", "Key", "Sum", "Sums"]

RESTATE = "restate"
SUMS = ("hours", "before_mg", "after_mg", "held_hours")


class SetsError(InvalidError):
    """The sets cannot be adopted."""

    code = "factor_sets"
    remedy = "Name sets that are loaded, each once."


class PotentialsError(InvalidError):
    """There is no such set of global warming potentials."""

    code = "gwp_set"
    remedy = "Choose AR4, AR5 or AR6."


class ChoiceChangedError(ConflictError):
    """Somebody else has adopted other sets meanwhile."""

    code = "adoption_changed"
    remedy = "Read the list again and decide anew."


@dataclass(frozen=True, slots=True)
class Choice:
    """The sets that there are, those in force in order, and what was chosen before, the newest first; `gwp`:
    the set of potentials by which gases count where nobody chooses another."""

    sets: list[StoredSet]
    in_force: list[str]
    chosen: bool
    history: list[Adoption]
    gwp: str


def choice(connection: Connection) -> Choice:
    """What a park may choose, and has chosen."""
    sets = storage.sets(connection)
    history = adoptions.every(connection)
    standard = [s.code for s in sets if not s.optional]
    return Choice(
        sets, history[0].sets if history else standard, bool(history), history, weighing.park_gwp(connection)
    )


def adopt(place: Workplace, actor: Actor, sets: Sequence[str], reason: str, based_on: int | None) -> Choice:
    """Put sets in force from now on: hours that are not settled yet are priced by them at once.

    `based_on` is the newest choice that the author knew (None: there was none). Settled hours stay as they
    are until they are restated.
    """
    now = place.clock()
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        known = choice(connection)
        check_sets(sets, known.sets)
        if (known.history[0].id if known.history else None) != based_on:
            raise ChoiceChangedError("Other sets have been adopted meanwhile.")
        adoptions.add(connection, place.park_id, sets, reason=reason, author=actor.name)
        restating.reprice_provisional(connection, now, f"factor sets: {reason}")
        done = choice(connection)
    tell(place, now)
    return done


def choose_gwp(place: Workplace, gwp: str) -> Choice:
    """Weigh gases by another set of potentials in all that is shown from now on; what is kept stays.

    The audit log tells who chose it, and what it was before.
    """
    if gwp not in GWP_SETS:
        raise PotentialsError(f"There is no set of potentials {gwp}.", gwp=gwp)
    with place.database.tenant(place.park_id) as connection:
        gas_weights.choose_gwp(connection, gwp)
        return choice(connection)


def tell(place: Workplace, now: datetime) -> None:
    """Live figures are priced by what is in force: those who show them shall read it again."""
    place.announce(place.park_id, to_ms(now - restating.HOUR), to_ms(now))


def check_sets(sets: Sequence[str], known: Sequence[StoredSet]) -> None:
    """Refuse sets that are not there, or twice; raises SetsError."""
    unknown = sorted(set(sets) - {s.code for s in known})
    if unknown or not sets or len(set(sets)) != len(sets):
        raise SetsError(
            f"There is no set {', '.join(unknown)}." if unknown else "No set, or one twice.",
            unknown=", ".join(unknown),
        )


def preview(place: Workplace, start: datetime, end: datetime, sets: Sequence[str] | None) -> Sums:
    """What restating [start, end) by these sets (None: those in force) would change."""
    with place.database.tenant(place.park_id) as connection:
        if sets is not None:
            check_sets(sets, storage.sets(connection))
        return restating.preview(connection, start, end, place.clock(), sets)


def request(place: Workplace, actor: Actor, start: datetime, end: datetime, reason: str) -> JobRow:
    """Have the worker restate [start, end) by the sets in force."""
    restating.check_span(start, end)
    with place.database.tenant(place.park_id) as connection:
        jobs.lock(connection, place.park_id)
        running = [job for job in jobs.of_kind(connection, RESTATE) if job.state in jobs.OPEN]
        if running:
            raise ConflictError(
                "A restatement is running already.",
                remedy="Wait until it is done, or cancel it.",
                job=running[0].id,
            )
        arguments = {"from": start.isoformat(), "to": end.isoformat(), "reason": reason}
        job_id = jobs.add(connection, place.park_id, RESTATE, arguments, author=actor.name)
        return jobs.get(connection, job_id)


def restatements(
    connection: Connection, *, after: int | None = None, limit: int | None = None
) -> list[JobRow]:
    """The park's restatements, the newest first."""
    return jobs.of_kind(connection, RESTATE, after=after, limit=limit)


def cancel(place: Workplace, job_id: int) -> JobRow:
    """Stop a restatement: what it has restated stays, the rest stays as it was."""
    with place.database.tenant(place.park_id) as connection:
        if not jobs.cancel(connection, job_id, RESTATE):
            raise ConflictError("This restatement has ended already, or is none.", job=job_id)
        return jobs.get(connection, job_id)


def run(
    database: Database, job: JobRow, announce: Callable[[int, int, int], None], clock: Callable[[], datetime]
) -> None:
    """Do it, a month a transaction, the newest first; a run that is interrupted goes on where it was.

    All of it is priced by one choice: where another is in force than that of the months done, it begins anew.
    """
    start, end = (datetime.fromisoformat(job.arguments[name]) for name in ("from", "to"))
    # Each step commits with what it has reached, and by what.
    done = dict.fromkeys(SUMS, 0) | (job.result or {})
    reached = from_ms(done.get("reached_ms", to_ms(end)))
    while reached > start:
        with database.tenant(job.park_id) as connection:
            invalidations.lock(connection, job.park_id)
            chosen = _chosen(connection)
            reached = reached if chosen.items() <= done.items() else end
            first, last = next(restating.steps(start, reached))
            reason = f"restatement: {job.arguments['reason']}"
            for found in restating.restate(connection, first, last, clock(), reason).values():
                for name in SUMS:
                    done[name] += getattr(found, name)
            done |= chosen | {"reached_ms": to_ms(first)}
            if not jobs.progress(connection, job.id, (end - first) / (end - start), done, "restating"):
                # It was cancelled meanwhile: nothing stays that its sums do not tell.
                connection.rollback()
                return
        announce(job.park_id, to_ms(first), to_ms(last))
        reached = first


def _chosen(connection: Connection) -> dict[str, int]:
    """What hours are priced by now: the newest choice of sets, and the newest version of any factor."""
    return {
        "adoption": adoptions.newest_id(connection) or 0,
        "factor_version": storage.newest_id(connection) or 0,
    }
