"""What each template looks at, now and in the past.

A template of a series says what it is and the same functions judge it now and over the last week; of one
whose past is not kept only what goes on now is known.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from parkcarbon_platform.calculation.alerting import episodes
from parkcarbon_platform.calculation.alerting.episodes import Episode, Sample
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.alerting.models import AlertTemplateInfo
from parkcarbon_platform.storage import alert_signals as signals
from parkcarbon_platform.storage import meter_health
from parkcarbon_platform.storage.alerts import RuleValues, SubjectKind
from parkcarbon_platform.storage.database import Connection

HOUR_MS = 3_600_000
T = 1_000_000_000  # mg
# The ledger prices an hour when its readings are in; one that is later than this is not known.
RECENT = timedelta(hours=6)
STEP_S = 300
# Each slot of a trial is a look into an index: 20 µs, so that a trial of so many takes twenty seconds.
MOST_SLOTS = 1_000_000


class TooWideError(InvalidError):
    """A trial would read more than one person can be given."""

    code = "trial_too_wide"
    remedy = "Name the points that matter, or allow more minutes; the rule itself can be saved as it is."


class Seen(NamedTuple):
    """The episodes of one subject; None where nothing is known of it now, so that nothing ends either."""

    kind: SubjectKind
    subject: str
    enterprise_id: int | None
    episodes: list[Episode] | None


@dataclass(frozen=True, slots=True)
class Question:
    """A rule to be judged over [start, now], by whom it is (None: the park)."""

    values: RuleValues
    enterprise_id: int | None
    start: datetime
    now: datetime

    @property
    def now_ms(self) -> int:
        """The end [ms]."""
        return localtime.to_ms(self.now)

    @property
    def longest(self) -> timedelta:
        """How long the silence may be."""
        return timedelta(minutes=self.values.minutes or 1)

    @property
    def limit(self) -> float:
        """From where on it is too much, or too little."""
        return self.values.threshold or 0.0


Look = Callable[[Connection, Question], list[Seen]]


class Template(NamedTuple):
    """What a template is called and looks at: `now` all that goes on, `past` every episode of a span."""

    info: AlertTemplateInfo
    every: timedelta
    now: Look
    past: Look | None


def silent_now(connection: Connection, asked: Question) -> list[Seen]:
    """Points whose last usable reading is too long ago.

    Of one that has none in five weeks, or that its owner keeps to itself, nothing is known: no silence
    begins, and one that was told goes on.
    """
    points = {p.id: p for p in signals.points(connection, asked.values.subjects)}
    last = meter_health.last_good(connection, list(points), asked.now)
    longest = int(asked.longest.total_seconds() * 1000)
    return [
        Seen(
            "point", point.code, point.enterprise_id,
            episodes.silences([(localtime.to_ms(last[i]), None)], longest, asked.now_ms)
            if i in last else None,
        )
        for i, point in points.items()
    ]  # fmt: skip


def silent_past(connection: Connection, asked: Question) -> list[Seen]:
    """Every silence of points in the span."""
    points = {p.id: p for p in signals.points(connection, asked.values.subjects)}
    slots = len(points) * ((asked.now - asked.start) / (asked.longest / 2))
    if slots > MOST_SLOTS:
        raise TooWideError(
            f"{len(points)} points by {asked.values.minutes} minutes are too many to be tried over a week.",
            points=len(points), minutes=asked.values.minutes,
        )  # fmt: skip
    found = signals.reading_gaps(connection, list(points), asked.start, asked.now, asked.longest)
    gaps: dict[int, list[tuple[int, int | None]]] = {}
    for gap in found:
        gaps.setdefault(gap.id, []).append((localtime.to_ms(gap.last), _ms(gap.again)))
    longest = int(asked.longest.total_seconds() * 1000)
    return [
        Seen(
            "point", points[i].code, points[i].enterprise_id,
            episodes.silences(mine, longest, asked.now_ms),
        )
        for i, mine in gaps.items()
    ]  # fmt: skip


def carbon(connection: Connection, asked: Question) -> list[Seen]:
    """CO2 by whole hours of the ledger, of the park or of the enterprises named [t/h]."""
    until = asked.now.replace(minute=0, second=0, microsecond=0)
    rows = signals.hourly_carbon(connection, asked.start, until)
    codes = signals.owners(connection)
    wanted: dict[int | None, tuple[SubjectKind, str]] = {None: ("park", "park")}
    if asked.enterprise_id is not None:
        wanted = {asked.enterprise_id: ("enterprise", codes.get(asked.enterprise_id, ""))}
    elif asked.values.subjects:
        wanted = {i: ("enterprise", code) for i, code in codes.items() if code in asked.values.subjects}
    found = []
    for owner, (kind, subject) in wanted.items():
        samples = [
            Sample(localtime.to_ms(row.hour), localtime.to_ms(row.hour) + HOUR_MS, row.mg / T)
            for row in rows if row.enterprise_id == owner
        ]  # fmt: skip
        is_known = bool(samples) and samples[-1].end >= localtime.to_ms(asked.now - RECENT)
        # What comes late counts as if it had come at once: judged as of the last hour that is known.
        at = samples[-1].end if is_known else asked.now_ms
        spans = episodes.beyond(samples, asked.limit, at, hold_ms=HOUR_MS)
        found.append(Seen(kind, subject, owner, spans if is_known else None))
    return found


def offline_now(connection: Connection, asked: Question) -> list[Seen]:
    """Edges that have not said anything for too long: one that is there says so every ten seconds."""
    longest = int(asked.longest.total_seconds() * 1000)
    return [
        Seen(
            "edge", edge.code, edge.enterprise_id,
            episodes.silences([(edge.said_ms, None)], longest, asked.now_ms),
        )
        for edge in signals.edges(connection, asked.values.subjects)
    ]  # fmt: skip


def offline_past(connection: Connection, asked: Question) -> list[Seen]:
    """Spans in which no batch of an edge came."""
    rows = signals.batch_gaps(connection, asked.values.subjects, asked.start, asked.now, asked.longest)
    gaps: dict[tuple[str, int | None], list[tuple[int, int | None]]] = {}
    for code, owner, last, again in rows:
        gaps.setdefault((code, owner), []).append((localtime.to_ms(last), _ms(again)))
    longest = int(asked.longest.total_seconds() * 1000)
    return [
        Seen("edge", code, owner, episodes.silences(mine, longest, asked.now_ms))
        for (code, owner), mine in gaps.items()
    ]


def spool(connection: Connection, asked: Question) -> list[Seen]:
    """Edges with more batches waiting than may wait; since when is not kept."""
    return [
        Seen(
            "edge", edge.code, edge.enterprise_id,
            [Episode(edge.said_ms, None, float(edge.waiting))]
            if edge.waiting is not None and edge.waiting > asked.limit else [],
        )
        for edge in signals.edges(connection, asked.values.subjects)
    ]  # fmt: skip


def quarantine(connection: Connection, asked: Question) -> list[Seen]:
    """How much was put into quarantine within the minutes before."""
    width = asked.longest
    rows = signals.quarantined(connection, asked.start - width, asked.now, STEP_S)
    events = [(localtime.to_ms(at), number) for at, number in rows]
    width_ms = int(width.total_seconds() * 1000)
    samples = episodes.rolling(events, width_ms, STEP_S * 1000, asked.now_ms)
    # The step that runs has begun before now: it is judged by what it holds so far.
    samples = [s._replace(end=min(s.end, asked.now_ms)) for s in samples]
    return [Seen("park", "park", None, episodes.beyond(samples, asked.limit, asked.now_ms))]


def meter_errors(connection: Connection, asked: Question) -> list[Seen]:
    """Points with errors that have stood open for too long."""
    longest = int(asked.longest.total_seconds() * 1000)
    return [
        Seen(
            "point", row.name, row.enterprise_id,
            episodes.silences([(localtime.to_ms(row.since), None)], longest, asked.now_ms),
        )
        for row in signals.point_errors(connection, asked.values.subjects)
    ]  # fmt: skip


def budgets(connection: Connection, _asked: Question) -> list[Seen]:
    """Budgets that are, or will be, exceeded."""
    return [
        Seen("budget", row.name, row.enterprise_id, [Episode(localtime.to_ms(row.since), None, 0.0)])
        for row in signals.budgets(connection)
    ]


def by_name(templates: Sequence[Template]) -> Mapping[str, Template]:
    """Templates by what they are called."""
    return {template.info.template: template for template in templates}


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else localtime.to_ms(moment)
