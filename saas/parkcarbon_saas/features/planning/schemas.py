"""Plans. Money in yuan, emissions in t CO2, energy in GJ, output in 10⁴ yuan, times in ms since the epoch."""

from typing import Literal

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.planning import inputs, library
from parkcarbon_platform.services.planning.models import (
    MaccResult,
    Note,
    PathwayResult,
    PlanElasticities,
    PlanInputs,
    PlanMeasure,
    PlanScenario,
    PlanTarget,
    PortfolioResult,
    Year,
)
from parkcarbon_platform.services.planning.running import PlanRow
from parkcarbon_platform.services.planning.targets import TargetRow
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["MaccResult", "PlanMeasure"]

State = Literal["queued", "running", "done", "failed", "dead", "cancelled"]


class PlanDriver(BaseModel):
    """What a lever can move; `of` park, sector or carrier says what `item` names."""

    driver: str
    aspect: Literal["industrial_structure", "energy_structure", "policy_system", "platform_construction"]
    unit: str
    low: float
    high: float
    of: Literal["park", "sector", "carrier"]


class PlanDesk(BaseModel):
    """What a park's plans are made of, what levers can move, and measures to begin with."""

    inputs: PlanInputs
    drivers: list[PlanDriver]
    presets: dict[str, PlanScenario]
    library: dict[str, PlanMeasure]


class PlanPreview(BaseModel):
    """A scenario that is being edited, to be followed at once."""

    model_config = ConfigDict(extra="forbid")

    scenario: PlanScenario
    end: int = Field(default=2060, ge=2026, le=2070)


class PlanLine(BaseModel):
    """A plan; `progress` is 0 to 1, `fingerprint` the hash of all that it is made of."""

    id: int
    kind: Literal["pathway", "portfolio"]
    name: str
    state: State
    progress: float
    error: str | None
    author: str
    created_at: int
    finished_at: int | None
    fingerprint: str


class Plans(BaseModel):
    """Plans, the newest first."""

    plans: list[PlanLine]
    cursor: str | None


class PlanDetail(BaseModel):
    """A plan with its own inputs and its result; `elasticities` with the analysis that they are of."""

    plan: PlanLine
    inputs: PlanInputs
    elasticities: PlanElasticities | None
    pathway: PathwayResult | None
    portfolio: PortfolioResult | None


class PlanTargetsSaved(BaseModel):
    """Targets to be put in force."""

    model_config = ConfigDict(extra="forbid")

    targets: list[PlanTarget] = Field(min_length=1, max_length=400)
    note: Note = ""


class PlanPush(BaseModel):
    """A plan's years as the park's targets; `scenario` of a pathway, the first where none is named."""

    model_config = ConfigDict(extra="forbid")

    scenario: str | None = Field(default=None, max_length=63)
    note: Note = ""


class TargetLine(BaseModel):
    """A target in force: carbon [t CO2] or energy [GJ] of a year."""

    kind: Literal["carbon", "energy"]
    year: Year
    value: float
    enterprise: str | None
    plan: int | None
    note: str
    author: str
    created_at: int


class Targets(BaseModel):
    """Targets in force."""

    targets: list[TargetLine]


def desk(found: PlanInputs) -> PlanDesk:
    """As the page takes it."""
    return PlanDesk(
        inputs=found,
        drivers=[
            PlanDriver(driver=name, aspect=d.aspect, unit=d.unit, low=d.low, high=d.high, of=d.of)
            for name, d in inputs.driver_table()
        ],
        presets=inputs.presets_of(found),
        library=library.every(),
    )


def line(row: PlanRow) -> PlanLine:
    """A plan without its result."""
    return PlanLine.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "name": row.name,
            "state": row.state,
            "progress": row.progress or 0.0,
            "error": row.error,
            "author": row.author,
            "created_at": to_ms(row.created_at),
            "finished_at": None if row.finished_at is None else to_ms(row.finished_at),
            "fingerprint": row.request_sha256.hex(),
        }
    )


def detail(row: PlanRow) -> PlanDetail:
    """A plan with its result."""
    is_pathway = row.kind == "pathway"
    return PlanDetail(
        plan=line(row),
        inputs=PlanInputs.model_validate(row.request["inputs"]),
        elasticities=row.request["asked"].get("elasticities"),
        pathway=PathwayResult.model_validate(row.result) if row.result and is_pathway else None,
        portfolio=PortfolioResult.model_validate(row.result) if row.result and not is_pathway else None,
    )


def targets(rows: list[TargetRow]) -> Targets:
    """Targets in force."""
    return Targets.model_validate(
        {
            "targets": [
                {
                    "kind": row.kind,
                    "year": row.year,
                    "value": float(row.value),
                    "enterprise": row.enterprise,
                    "plan": row.plan_id,
                    "note": row.note,
                    "author": row.author,
                    "created_at": to_ms(row.created_at),
                }
                for row in rows
            ]
        }
    )
