"""Analyses of what drives emissions. Times are ms since the epoch; results are what the platform keeps."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from parkcarbon_platform.services.analysis.runs import RunRow
from parkcarbon_platform.services.analysis.this_month import Against, Change, weekdays
from parkcarbon_platform.services.analysis.uploaded import Table
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

Kind = Literal["lmdi", "stirpat", "decoupling"]
Column = Annotated[str, Field(min_length=1, max_length=80)]
Cell = Annotated[float, Field(allow_inf_nan=False)] | Annotated[str, Field(max_length=200)] | None
Rule = Literal["hkb", "lw", "gcv", "hkb_p2", "lw_p2"]


class AnalysisTable(BaseModel):
    """A table: names of its columns, and rows of numbers, texts or nothing."""

    model_config = ConfigDict(extra="forbid")

    columns: list[Column] = Field(min_length=1, max_length=60)
    rows: list[list[Cell]] = Field(min_length=1, max_length=5000)


class ReadTable(BaseModel):
    """What was read from a file; `numeric`: which columns hold numbers alone."""

    table: AnalysisTable
    numeric: list[bool]


class AnalysisOptions(BaseModel):
    """How: columns of a table, or a span of the park; the method and its settings."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    period: Column | None = None
    cells: list[Column] | None = Field(None, max_length=6)
    factors: list[Column] | None = Field(None, max_length=20)
    first: Column | None = None
    last: Column | None = None
    chained: bool | None = None
    impact: Column | None = None
    drivers: list[Column] | None = Field(None, max_length=20)
    entity: Column | None = None
    emissions: Column | None = None
    output: Column | None = None
    from_day: str | None = Field(None, alias="from", pattern=r"^\d{4}-\d{2}-\d{2}$")
    to_day: str | None = Field(None, alias="to", pattern=r"^\d{4}-\d{2}-\d{2}$")
    step: Literal["month", "quarter", "year"] | None = None
    enterprise: str | None = Field(None, pattern=CODE)
    method: Literal["lmdi1", "lmdi2", "ols", "ridge", "pls", "panel"] | None = None
    covariance: Literal["classical", "HC0", "HC1", "HC2", "HC3", "newey_west", "cluster"] | None = None
    effects: Literal["entity", "time", "two_way"] | None = None
    k: Rule | Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] | None = None
    components: int | None = Field(None, ge=1, le=20)
    bootstrap: Literal["pairs", "residual", "moving_block", "entity"] | None = None
    draws: int | None = Field(None, ge=100, le=20_000)
    level: float | None = Field(None, ge=0.5, lt=1)
    energy: list[Column] | None = Field(None, max_length=20)

    def given(self) -> dict[str, Any]:
        """What was said."""
        return self.model_dump(exclude_none=True, by_alias=True)


class NewAnalysis(BaseModel):
    """What is asked: of a table that comes along, or of the park's own ledger and drivers."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    title: str = Field("", max_length=200)
    source: Literal["table", "park"]
    options: AnalysisOptions
    table: AnalysisTable | None = None
    seed: int = Field(1, ge=0, le=2**32 - 1)


class AnalysisRefusal(BaseModel):
    """Why the data cannot bear it, and what they can."""

    code: str
    message: str
    remedy: str
    facts: dict[str, Any]


class Analysis(BaseModel):
    """A run and how far it has come."""

    id: int
    kind: Kind
    title: str
    source: Literal["table", "park"]
    enterprise: str | None
    state: Literal["queued", "running", "done", "refused", "failed", "cancelled"]
    progress: float
    author: str
    created_at: int
    finished_at: int | None
    ledger_known_at: int | None
    seed: int
    code_version: str
    results_sha256: str | None
    refusal: AnalysisRefusal | None


class AnalysisRun(Analysis):
    """A run with what was asked, the data as they were taken, and what was found."""

    options: dict[str, Any]
    data: dict[str, Any] | None
    results: dict[str, Any] | None


class ComparedDays(BaseModel):
    """Local days that are compared; the last one is in them."""

    first: str
    last: str
    days: int
    weekdays: int = Field(description="Mondays to Fridays")


class MonthChange(BaseModel):
    """Why this month is up or down against the same days of another one."""

    against: Against
    before: ComparedDays
    now: ComparedDays
    results: dict[str, Any] | None = Field(
        description="as those of an LMDI; null where the ledger has no emissions on one side"
    )


class Analyses(BaseModel):
    """Runs, the newest first."""

    analyses: list[Analysis]
    cursor: str | None


def read_table(found: Table) -> ReadTable:
    """The schema of a file that was read."""
    return ReadTable(table=AnalysisTable(columns=found.columns, rows=found.rows), numeric=found.numeric())


def _common(row: RunRow) -> dict[str, Any]:
    times = ("created_at", "finished_at", "ledger_known_at")
    moments = {name: getattr(row, name) for name in times}
    same = (
        "id", "kind", "title", "source", "enterprise", "state", "progress", "author", "seed",
        "code_version", "results_sha256", "refusal",
    )  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        name: None if moment is None else to_ms(moment) for name, moment in moments.items()
    }


def analysis(row: RunRow) -> Analysis:
    """The schema of a run in a list."""
    return Analysis(**_common(row))


def analysis_run(row: RunRow) -> AnalysisRun:
    """The schema of a run with everything."""
    return AnalysisRun(**_common(row), options=row.options, data=row.data, results=row.results)


def month_change(found: Change, against: Against) -> MonthChange:
    """The schema of a month's change."""
    return MonthChange(
        against=against, before=_compared(*found.pair.before), now=_compared(*found.pair.now),
        results=found.results,
    )  # fmt: skip


def _compared(first: date, end: date) -> ComparedDays:
    last = end - timedelta(days=1)
    return ComparedDays(
        first=f"{first}", last=f"{last}", days=(end - first).days, weekdays=weekdays(first, end)
    )
