"""What a park's plans are made of: base year, market, scenarios, measures; every save is a version."""

from typing import Literal

from pydantic import BaseModel

from parkcarbon_platform.calculation.pathways import drivers, presets
from parkcarbon_platform.calculation.pathways import measures as appraising
from parkcarbon_platform.calculation.pathways.base import BaseYear
from parkcarbon_platform.calculation.pathways.projection import horizon, project
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.planning import reading
from parkcarbon_platform.services.planning.models import (
    PlanBase,
    PlanInputs,
    PlanLever,
    PlanMarket,
    PlanMeasure,
    PlanRange,
    PlanScenario,
    PlanUncertainty,
)
from parkcarbon_platform.storage import planning as storage
from parkcarbon_platform.storage.database import Connection

Named = Literal["scenario", "measure"]
NAMES = {
    "baseline": ("基准情景", "Baseline"),
    "policy": ("政策情景", "Policy"),
    "deep": ("深度减排情景", "Deep"),
}


class PlanInputError(InvalidError):
    """Something that a plan needs is missing; fact `field` says what."""

    code = "plan_input"
    remedy = "Enter it first."


def every(connection: Connection) -> PlanInputs:
    """The newest versions."""
    found = PlanInputs()
    for row in storage.newest(connection):
        if row.kind == "base":
            found.base = PlanBase.model_validate(row.body)
        elif row.kind == "market":
            found.market = PlanMarket.model_validate(row.body)
        elif row.kind == "scenario":
            found.scenarios[row.code] = PlanScenario.model_validate(row.body)
        else:
            found.measures[row.code] = PlanMeasure.model_validate(row.body)
    return found


def base_of(found: PlanInputs) -> PlanBase:
    """The base year; raises PlanInputError where there is none yet."""
    if found.base is None:
        raise PlanInputError("There is no base year yet.", field="base")
    return found.base


def save_base(place: Workplace, actor: Actor, base: PlanBase) -> PlanInputs:
    """Save the base year; the first one brings the three scenarios to begin with."""
    checked = reading.base_year(base)
    with place.database.tenant(place.park_id) as connection:
        known = every(connection)
        _write(connection, place.park_id, ("base", "base"), base, actor)
        if not known.scenarios:
            for code in presets.PRESETS:
                _write(connection, place.park_id, ("scenario", code), preset(code, checked), actor)
        return every(connection)


def save_market(place: Workplace, actor: Actor, market: PlanMarket) -> PlanInputs:
    """Save prices and the discount rate."""
    with place.database.tenant(place.park_id) as connection:
        _write(connection, place.park_id, ("market", "market"), market, actor)
        return every(connection)


def save_scenario(place: Workplace, actor: Actor, code: str, scenario: PlanScenario) -> PlanInputs:
    """Save a scenario that can be followed from the base year; raises PathwayError for one that cannot."""
    with place.database.tenant(place.park_id) as connection:
        base = reading.base_year(base_of(every(connection)))
        project(base, reading.levers(scenario.levers), horizon(base, 2060))
        _write(connection, place.park_id, ("scenario", code), scenario, actor)
        return every(connection)


def save_measure(place: Workplace, actor: Actor, code: str, measure: PlanMeasure) -> PlanInputs:
    """Save a measure; what it refers to need not be there yet."""
    with place.database.tenant(place.park_id) as connection:
        alone = reading.measure(code, measure.model_copy(update=_ALONE), every(connection).market)
        appraising.check([alone], sorted(alone.carriers))
        _write(connection, place.park_id, ("measure", code), measure, actor)
        return every(connection)


_ALONE: dict[str, object] = {"needs": [], "excludes": [], "overlaps": {}}


def end(place: Workplace, actor: Actor, kind: Named, code: str) -> PlanInputs:
    """Take a scenario or measure off the list; plans that used it keep theirs. Raises NotFoundError."""
    with place.database.tenant(place.park_id) as connection:
        known = every(connection)
        if code not in (known.scenarios if kind == "scenario" else known.measures):
            raise NotFoundError(f"There is no {kind} {code}.", code=code)
        storage.save(connection, place.park_id, kind, code, {}, author=actor.name, ended=True)
        return every(connection)


def preset(name: str, base: BaseYear) -> PlanScenario:
    """A scenario to begin with, for a base year."""
    found = presets.levers(name, base)
    ranges = {
        aspect: PlanRange(low=one.low, mode=one.mode, high=one.high)
        for aspect, one in presets.USUAL.achieved.items()
    }
    zh, en = NAMES[name]
    return PlanScenario(
        name_zh=zh, name_en=en,
        levers=[
            PlanLever(driver=one.driver, start=one.start, end=one.end, target=round(one.target, 6),
                      shape=one.shape, item=one.item)
            for one in found
        ],
        uncertainty=PlanUncertainty.model_validate(
            {"achieved": ranges, "growth_sd": presets.USUAL.growth_sd, "factor_sd": presets.USUAL.factor_sd}
        ),
    )  # fmt: skip


def presets_of(known: PlanInputs) -> dict[str, PlanScenario]:
    """The scenarios to begin with for the base year there is; none without one."""
    if known.base is None:
        return {}
    base = reading.base_year(known.base)
    return {name: preset(name, base) for name in presets.PRESETS}


def driver_table() -> list[tuple[str, drivers.Driver]]:
    """What a lever can move."""
    return list(drivers.DRIVERS.items())


def _write(connection: Connection, park_id: int, key: tuple[str, str], body: BaseModel, actor: Actor) -> None:
    storage.save(connection, park_id, *key, body.model_dump(mode="json"), author=actor.name)
