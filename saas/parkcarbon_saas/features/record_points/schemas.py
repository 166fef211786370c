"""Record points, and what they are made of. Times are ms since the epoch; amounts `_base` in base units."""

from collections.abc import Mapping
from typing import Annotated, Literal

from parkcarbon_platform.services.activity.evidence import EvidenceRow
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.meter_life import record_points
from parkcarbon_platform.services.meter_life.record_points import Fed, Record, Summary
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.activity.schemas import ItemCode, Purpose
from parkcarbon_saas.features.evidence.schemas import Evidence
from parkcarbon_saas.features.evidence.schemas import evidence as evidence_of
from parkcarbon_saas.features.virtual_points.endings import Ended, ended
from parkcarbon_saas.tenancy import CODE

Kind = Literal["bills", "stock", "output"]
Code = Annotated[str, Field(pattern=CODE)]


class NewRecordPoint(BaseModel):
    """A point of one enterprise's (null: the park's own) reports of an item.

    `bills` are bills and manual quantities, of one purpose and account or of all; `stock` is opening +
    purchases − closing − sold between stock takes; `output` is how much of a product was made.
    """

    model_config = ConfigDict(extra="forbid")

    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field(min_length=1, max_length=200)
    enterprise: Code | None = None
    records: Kind
    item: ItemCode
    purpose: Purpose | None = None
    account: str | None = Field(default=None, max_length=60)
    quantity: str = Field(max_length=30)
    carrier: str = Field(min_length=1, max_length=64)
    unit: str = Field(max_length=20)
    reference_state: str | None = Field(default=None, max_length=40)

    def definition(self, code: str) -> record_points.RecordPoint:
        """As the platform takes it."""
        return record_points.RecordPoint(code=code, **self.model_dump())


class FedBy(BaseModel):
    """What feeds a record point: how many reports or stock periods, their time, and their sum.

    `left_out`: reports in a unit that the point cannot be told in, or stock of which more was left than there
    can have been.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    reports: int
    start: int | None = Field(alias="from")
    end: int | None = Field(alias="to")
    base_unit: str
    amount_base: int
    left_out: int


class RecordPoint(NewRecordPoint):
    """A record point as it is computed."""

    point: str
    fed: FedBy
    ended: Ended | None


class RecordPoints(BaseModel):
    """The record points, by code; `cursor` where there are more."""

    points: list[RecordPoint]
    cursor: str | None


class StockBalance(BaseModel):
    """Between two stock takes [g]: consumption = opening + purchases − closing − sold."""

    opening: int
    purchases: int
    sold: int
    closing: int


class PointRecord(BaseModel):
    """A report or a stock balance of [from, to); what does not count is told, too, and why it could not.

    `report` is the version to open; a stock balance has none, and nobody approves it.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    kind: Literal["bill", "manual", "driver", "stock"]
    report: int | None
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    amount_base: int
    counts: bool
    quantity: str | None
    unit: str | None
    account: str
    purpose: str
    note: str
    authors: list[str]
    approved_by: str | None
    approved_at: int | None
    stock: StockBalance | None
    evidence: list[Evidence]


class Records(BaseModel):
    """What the quarter hours of a point are made of, the newest first; `cursor` where there is more."""

    point: str
    records: list[PointRecord]
    cursor: str | None


def feed(fed: Fed) -> FedBy:
    """The schema of what feeds a point."""
    return FedBy.model_validate(
        {
            "reports": fed.reports, "from": None if fed.start is None else to_ms(fed.start),
            "to": None if fed.end is None else to_ms(fed.end), "base_unit": fed.base,
            "amount_base": fed.amount, "left_out": fed.left_out,
        }
    )  # fmt: skip


def record_point(row: Summary) -> RecordPoint:
    """The schema of a record point."""
    point, formula = row.point, row.point.formula or {}
    return RecordPoint(
        point=point.code, name_zh=point.name_zh, name_en=point.name_en, enterprise=point.enterprise,
        records=formula["record"], item=formula["item"], purpose=formula.get("purpose"),
        account=formula.get("account"), quantity=point.quantity, carrier=point.carrier, unit=point.unit,
        reference_state=point.reference_state, fed=feed(row.fed), ended=ended(formula),
    )  # fmt: skip


def record(found: Record, files: Mapping[int, EvidenceRow]) -> PointRecord:
    """The schema of what a point is told."""
    report, balance = found.report, found.balance
    common = {
        "from": found.told.start, "to": found.told.end, "amount_base": found.told.amount,
        "counts": found.counts, "evidence": [evidence_of(files[i]) for i in found.evidence if i in files],
    }  # fmt: skip
    if report is None:
        assert balance is not None
        return PointRecord.model_validate(
            {
                **common, "kind": "stock", "report": None, "quantity": None, "unit": None, "account": "",
                "purpose": "", "note": "", "authors": sorted({e.author for e in found.entries}),
                "approved_by": None, "approved_at": None,
                "stock": StockBalance(
                    opening=balance.opening, purchases=balance.purchases, sold=balance.sold,
                    closing=balance.closing,
                ),
            }
        )  # fmt: skip
    return PointRecord.model_validate(
        {
            **common, "kind": report.kind, "report": report.id, "quantity": f"{report.quantity:f}",
            "unit": report.unit, "account": report.account, "purpose": report.purpose, "note": report.note,
            "authors": [report.author], "approved_by": report.approved_by,
            "approved_at": to_ms(report.approved_at), "stock": None,
        }
    )  # fmt: skip
