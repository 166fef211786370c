"""Factors that a park or an enterprise determined itself: proposed with evidence, decided on by another."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from parkcarbon_platform.calculation import units
from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.factor_library import adopting
from parkcarbon_platform.services.ledger import restating
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.storage import adoptions, evidence, invalidations, live
from parkcarbon_platform.storage import factors as storage
from parkcarbon_platform.storage.adoptions import OwnFactor
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import VersionRow
from parkcarbon_platform.storage.identity import person_of
from parkcarbon_platform.storage.parks import ids

__all__ = ["OwnFactor", "Proposal"]

Decision = Literal["approved", "rejected", "withdrawn"]
# A value off the published ones by more than this is refused unless it says so in its citation's unit: most
# are typed in another unit (g for kg, t for kg).
FACTOR_OFF = 20


class OwnFactorError(InvalidError):
    """The factor cannot be proposed; fact `field` says where."""

    code = "own_factor"
    remedy = "Correct the field that is named."


class FactorFourEyesError(ForbiddenError):
    """Who proposed a factor may not decide on it."""

    code = "four_eyes"
    remedy = "Ask another operator."


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody determined: kg of gas for each unit of activity, valid on both days and between."""

    factor: str
    version: str
    gas: str
    value: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    citation: str
    evidence: int
    enterprise: str | None = None
    reference_state: str | None = None


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[OwnFactor]:
    """What was proposed, the newest first."""
    return adoptions.own(connection, after=after, limit=limit)


def propose(place: Workplace, actor: Actor, proposal: Proposal) -> OwnFactor:
    """Write a proposal down; it prices nothing until somebody else has approved it."""
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        owner = _owner(connection, actor, proposal.enterprise)
        _check(connection, proposal)
        park = live.park(connection)
        if park is None:
            raise NotFoundError("There is no such park.")
        item = adoptions.propose(
            connection, place.park_id, owner, factor=proposal.factor, version=proposal.version,
            gas=proposal.gas, value=proposal.value, unit=proposal.unit, region=park.grid_region,
            valid_from=proposal.valid_from, valid_to=proposal.valid_to,
            reference_state=proposal.reference_state, citation=proposal.citation,
            evidence_id=proposal.evidence, author=actor.name,
        )  # fmt: skip
        return find(connection, item)


def find(connection: Connection, item: int) -> OwnFactor:
    """A proposal; raises NotFoundError."""
    found = adoptions.find_own(connection, item)
    if found is None:
        raise NotFoundError(f"There is no own factor {item}.", item=item)
    return found


def decide(place: Workplace, actor: Actor, item: int, decision: Decision, note: str | None) -> OwnFactor:
    """Approve, reject or withdraw a proposal; an approved one prices what is not settled yet at once."""
    now = place.clock()
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        invalidations.lock(connection, place.park_id)
        found = find(connection, item)
        _check_decision(found, actor, decision)
        version_id = _publish(connection, place.park_id, found) if decision == "approved" else None
        adoptions.decide(connection, item, decision, by=actor.name, note=note, version_id=version_id)
        if version_id is not None:
            restating.reprice_provisional(connection, now, f"own factor {found.factor} {found.version}")
        done = find(connection, item)
    if done.state == "approved":
        adopting.tell(place, now)
    return done


def _check_decision(found: OwnFactor, actor: Actor, decision: Decision) -> None:
    if found.state != "proposed":
        raise ConflictError(f"{found.decided_by} has {found.state} this factor already.", item=found.id)
    mine = person_of(found.author) == person_of(actor.name)
    if decision == "withdrawn" and not mine:
        raise ForbiddenError("Only its author withdraws a proposal.", remedy="Reject it instead.")
    if decision != "withdrawn" and mine:
        raise FactorFourEyesError(f"{actor.name} proposed this factor.", item=found.id)
    if decision != "withdrawn" and actor.enterprise_id is not None:
        raise ForbiddenError("Operators decide on factors.")


def _publish(connection: Connection, park_id: int, found: OwnFactor) -> int:
    row = VersionRow(
        factor=found.factor, version=found.version, gas=found.gas, value=found.value, unit=found.unit,
        region=found.region, valid_from=found.valid_from, valid_to=found.valid_to,
        reference_state=found.reference_state, components=_names(connection, found.factor),
        citation=found.citation, source_ref=f"evidence {found.evidence_id}", grade="B",
    )  # fmt: skip
    version_id = storage.add_own(connection, park_id, found.enterprise_id, row)
    if not version_id:
        raise ConflictError(
            f"There is an own {found.factor} {found.version} already.",
            remedy="Propose it again with another version: what hours were priced with never changes.",
        )
    return version_id


def _names(connection: Connection, factor: str) -> dict[str, str]:
    """What others call the factor."""
    for row in storage.of_factor(connection, factor):
        names: dict[str, str] = {
            key: row.components[key] for key in ("name_zh", "name_en") if key in row.components
        }
        if names:
            return names
    return {}


def _owner(connection: Connection, actor: Actor, enterprise: str | None) -> int | None:
    if enterprise is None:
        return actor.enterprise_id
    owner = ids(connection, "enterprise").get(enterprise)
    if owner is None or not actor.owns(owner):
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    return owner


def _check(connection: Connection, proposal: Proposal) -> None:
    """Refuse what fits no source; raises OwnFactorError with the field."""
    if proposal.valid_to is not None and proposal.valid_to < proposal.valid_from:
        raise OwnFactorError("It ends before it begins.", field="valid_to")
    if not evidence.find(connection, [proposal.evidence]):
        raise NotFoundError(f"There is no evidence {proposal.evidence}.", evidence=proposal.evidence)
    known = [row for row in storage.of_factor(connection, proposal.factor) if row.gas == proposal.gas]
    asked = {source.factor for source in adoptions.wanted(connection)}
    if not known and proposal.factor not in asked:
        raise OwnFactorError(f"No set and no source knows {proposal.factor}.", field="factor")
    _check_unit(proposal, {row.unit for row in known})
    _check_state(proposal, is_asked=any(row.reference_state for row in known))
    published = [row.value for row in known if row.unit == proposal.unit and row.value]
    if published and not (
        min(published) / FACTOR_OFF <= proposal.value <= max(published) * FACTOR_OFF or not proposal.value
    ):
        raise OwnFactorError(
            f"{proposal.value} {proposal.unit} is far from every published value "
            f"({min(published).normalize():f} to {max(published).normalize():f}).",
            remedy="Check the unit: factors are kg of gas for each unit of activity.",
            field="value",
        )


def _check_unit(proposal: Proposal, known: set[str]) -> None:
    per = proposal.unit.partition("/")[2]
    bases = {base for base in ("Wh", "J", "mL", "g") if _fits(proposal.unit, base)}
    if not bases:
        raise OwnFactorError(f"{proposal.unit} is no unit of a factor.", field="unit", per=per)
    if known and not any(_fits(unit, base) for unit in known for base in bases):
        raise OwnFactorError(
            f"{proposal.factor} is told in {' or '.join(sorted(known))}; {proposal.unit} measures something "
            "else.",
            field="unit",
        )


def _check_state(proposal: Proposal, *, is_asked: bool) -> None:
    """A volume of gas has a reference state and nothing else does: meters are compared with it."""
    is_volume = proposal.unit == "kg/m3"
    if proposal.reference_state is not None and not is_volume:
        raise OwnFactorError("Only a volume of gas has a reference state.", field="reference_state")
    if proposal.reference_state is None and is_volume and is_asked:
        raise OwnFactorError(
            f"{proposal.factor} is told for a volume at a reference state.",
            remedy="Say at which state the gas was measured.",
            field="reference_state",
        )


def _fits(unit: str, base: str) -> bool:
    try:
        units.factor_scale(unit, base)
    except units.UnitError:
        return False
    return True
