"""What rules of electricity look at: quarter-hour demand against the contract, and the power factor."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from parkcarbon_platform.calculation.alerting import episodes
from parkcarbon_platform.calculation.alerting.episodes import Episode, Sample
from parkcarbon_platform.calculation.tariff import demand
from parkcarbon_platform.calculation.tariff.demand import Quarters
from parkcarbon_platform.calculation.tariff.power_factor import power_factor
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.alerting.watching import HOUR_MS, RECENT, Question, Seen
from parkcarbon_platform.services.costs import accounts
from parkcarbon_platform.services.costs.accounts import Account, Place, quarters_of
from parkcarbon_platform.storage import alert_signals as signals
from parkcarbon_platform.storage import quarters
from parkcarbon_platform.storage.database import Connection

QUARTER_MS = 900_000
QUARTERS_OF_DAY = 96


def demand_near_contract(connection: Connection, asked: Question) -> list[Seen]:
    """Quarter hours whose mean power is above so many percent of the demand in the contract."""
    where = accounts.place(connection)
    found = []
    for account in chosen(where, asked):
        rows = together(connection, account, asked.start, asked.now, kind="active")
        contract = contract_kw(where, account, asked.now)
        if contract is None:
            continue
        # Wh of a quarter hour ÷ 250 is kW.
        samples = [
            Sample(start, start + QUARTER_MS, quantity / 250 / contract * 100)
            for start, quantity in zip(rows.start.tolist(), rows.quantity.tolist(), strict=True)
        ]
        found.append(seen(connection, asked, account, samples, hold_ms=HOUR_MS))
    return found


def low_power_factor(connection: Connection, asked: Question) -> list[Seen]:
    """The power factor of the local month so far, as of each quarter hour; none on a month's first day."""
    where = accounts.place(connection)
    found = []
    for account in chosen(where, asked):
        if not account.reactive:
            continue
        first, _ = accounts.month_bounds(localtime.local_date(asked.start, where.timezone), where.timezone)
        active = together(connection, account, first, asked.now, kind="active")
        reactive = together(connection, account, first, asked.now, kind="reactive")
        samples = [
            s for s in monthly_factors(active, reactive, where.timezone)
            if s.end > localtime.to_ms(asked.start)
        ]  # fmt: skip
        found.append(seen(connection, asked, account, samples, is_above=False))
    return found


def monthly_factors(active: Quarters, reactive: Quarters, timezone: str) -> list[Sample]:
    """The factor of each local month so far, by quarter hours that both have."""
    both = np.intersect1d(active.start, reactive.start)
    amounts = [r.quantity[np.searchsorted(r.start, both)] for r in (active, reactive)]
    months = [
        localtime.local_date(localtime.from_ms(start), timezone).replace(day=1) for start in both.tolist()
    ]
    found, p, q, count = [], 0, 0, 0
    for i, start in enumerate(both.tolist()):
        if i and months[i] != months[i - 1]:
            p, q, count = 0, 0, 0
        p, q, count = p + int(amounts[0][i]), q + int(amounts[1][i]), count + 1
        factor = power_factor(p, q)
        if factor is not None and count > QUARTERS_OF_DAY:
            found.append(Sample(start, start + QUARTER_MS, float(factor)))
    return found


def seen(
    connection: Connection, asked: Question, account: Account, samples: list[Sample], *,
    is_above: bool = True, hold_ms: int = 0,
) -> Seen:  # fmt: skip
    """The episodes of an account; unknown where its newest quarter hour is too old."""
    owners = {code: i for i, code in signals.owners(connection).items()}
    owner = None if account.code is None else owners[account.code]
    is_known = bool(samples) and samples[-1].end >= localtime.to_ms(asked.now - RECENT)
    spans: list[Episode] | None = None
    if is_known:
        spans = episodes.beyond(samples, asked.limit, samples[-1].end, is_above=is_above, hold_ms=hold_ms)
    if account.code is None:
        return Seen("park", "park", None, spans)
    return Seen("enterprise", account.code, owner, spans)


def chosen(where: Place, asked: Question) -> list[Account]:
    """The accounts that a rule is about."""
    return [a for a in where.accounts if not asked.values.subjects or a.code in asked.values.subjects]


def contract_kw(where: Place, account: Account, now: datetime) -> float | None:
    """The demand that is agreed for today; None without a contract."""
    terms = where.terms.get(account.code)
    today = localtime.local_date(now, where.timezone)
    for term in terms.terms if terms else ():
        if term.first <= today <= term.last and term.demand_kw:
            return float(term.demand_kw)
    return None


def together(
    connection: Connection, account: Account, start: datetime, end: datetime, *, kind: str
) -> Quarters:
    """The sum of an account's meters by whole quarter hour that all of them have."""
    points = account.active if kind == "active" else account.reactive
    until = localtime.quarter_start(end)
    loaded = quarters.load(connection, [p.id for p in points], localtime.quarter_start(start), until)
    rows: Mapping[int, Quarters] = {point: quarters_of(columns) for point, columns in loaded.items()}
    return demand.together(rows)
