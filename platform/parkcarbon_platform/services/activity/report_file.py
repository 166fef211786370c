"""Monthly reports from a file: for a park that is moved here, or shown. Four eyes hold here, too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from parkcarbon_platform.calculation.activity import periods
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.activity import activity, activity_view
from parkcarbon_platform.services.activity.activity import Actor, Draft, RecordRow
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage.database import Connection

__all__ = ["Entered", "Reports", "enter", "read"]

Login = Annotated[str, Meta(min_length=1, max_length=64)]
Month = Annotated[str, Meta(pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]


class Series(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Reports of one item by month; the newest of them may wait for approval (`waiting`)."""

    enterprise: str | None = None
    kind: Literal["bill", "manual", "driver"] = "bill"
    item: Annotated[str, Meta(min_length=1, max_length=60)]
    unit: Annotated[str, Meta(min_length=1, max_length=16)]
    account: Annotated[str, Meta(max_length=60)] = ""
    note: Annotated[str, Meta(max_length=1000)] = ""
    author: Login
    approver: Login | None = None
    waiting: int = 0
    months: dict[Month, Decimal]


class Reports(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    schema: Literal["parkcarbon/reports/v1"]
    reports: list[Series] = []


@dataclass(frozen=True, slots=True)
class Entered:
    """How many reports were new, and how many were approved."""

    created: int
    approved: int


def read(path: Path) -> Reports:
    """The file at `path`."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Reports)
    except (OSError, msgspec.MsgspecError) as error:
        raise InvalidError(
            f"{path} is no file of reports: {error}", remedy="docs/contracts.md §9 shows every key."
        ) from error


def enter(connection: Connection, park_id: int, reports: Reports, *, timezone: str, today: date) -> Entered:
    """Enter, hand in and approve what is not there yet; a month that was reported stays as it was."""
    created = approved = 0
    for series in reports.reports:
        for draft, is_approved in _drafts(series):
            record = _reported(connection, draft)
            if record is None:
                author = Actor(park_id, None, series.author)
                made = activity.save(connection, author, draft, today=today)
                record = activity_view.submit(
                    connection, author, made.id, timezone, comment_given="entered from a file"
                )
                created += 1
            if is_approved and series.approver is not None and record.state == "submitted":
                activity.step(connection, Actor(park_id, None, series.approver), record.id, "approved")
                approved += 1
    return Entered(created, approved)


def _drafts(series: Series) -> Iterator[tuple[Draft, bool]]:
    """Each month's draft, and whether it is to be approved."""
    months = sorted(series.months)
    for n, month in enumerate(months):
        first = date.fromisoformat(f"{month}-01")
        draft = Draft(
            series.kind, series.item, first, periods.next_month(first), series.months[month], series.unit,
            enterprise=series.enterprise, account=series.account, note=series.note,
        )  # fmt: skip
        yield draft, n < len(months) - series.waiting


def _reported(connection: Connection, draft: Draft) -> RecordRow | None:
    """The report of the same thing that covers some of the days already."""
    kinds = activity.REPORTED if draft.kind in activity.REPORTED else (draft.kind,)
    rows = storage.touching(connection, draft.from_day, draft.to_day, kinds=kinds, item=draft.item)
    same = [
        row
        for row in activity.within(activity.heads(rows), draft.from_day, draft.to_day)
        if (row.enterprise, row.purpose, row.account) == (draft.enterprise, draft.purpose, draft.account)
    ]
    return same[0] if same else None
