"""The life of a meter as data: events cut its time line into epochs, each with a register of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from parkcarbon_platform.calculation.metering.registers import Register
from parkcarbon_platform.calculation.metering.rules import DEFAULTS, Values
from parkcarbon_platform.errors import InvalidError

# Open ends of a time line [ms]: beyond any reading, within int64 and PostgreSQL's calendar.
BEGINNING, END = 0, 32_503_680_000_000
CUTS = ("install", "replace", "reset", "multiplier")
Kind = Literal["register", "interval", "integral"]
# open: nothing is known of the end; known: an index; unknown: the meter counted on to it, nobody knows how
# far; interpolated: between the readings on both sides.
End = Literal["open", "known", "unknown", "interpolated"]
Span = tuple[int, int]


class EventError(InvalidError):
    """The details of a life event do not say what its kind needs."""

    code = "meter_event"
    remedy = "Correct the detail that is named."


@dataclass(frozen=True, slots=True)
class Event:
    """A life event: time [ms], details as in the contracts (indexes are decimal strings as read)."""

    id: int
    kind: str
    time: int
    details: Mapping[str, object]
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """A point as it is before any event.

    `scale` [base unit per unit as read, without the multiplier]; `max_rate` [base unit per hour].
    """

    kind: Kind
    scale: Fraction
    multiplier: Fraction = Fraction(1)
    digits: int | None = None
    max_rate: Fraction | None = None
    expected_period_s: int = 60
    rules: Values = field(default_factory=lambda: DEFAULTS)

    def register(self) -> Register:
        """Its register before any event."""
        scale = self.scale * self.multiplier
        return Register(scale, self.digits, self.max_rate, self.expected_period_s, self.rules)


@dataclass(frozen=True, slots=True)
class Epoch:
    """[start, end) [ms] of one register; indexes as read at its ends where they are known."""

    start: int
    end: int
    register: Register
    opens: End = "open"
    opening: Fraction | None = None
    closes: End = "open"
    closing: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the events say: epochs without a hole, spans [from, to) not used, accepted findings, rollovers."""

    epochs: tuple[Epoch, ...]
    excluded: tuple[Span, ...] = ()
    accepted: tuple[tuple[int, int, str], ...] = ()
    rollovers: tuple[tuple[int, int], ...] = ()


def timeline(meter: Meter, events: Iterable[Event]) -> Timeline:
    """The time line of a meter; events may come in any order."""
    valid = standing(events)
    epochs = [Epoch(BEGINNING, END, meter.register())]
    multiplier = meter.multiplier
    for event in valid:
        if event.kind in CUTS:
            multiplier = _number(event, "multiplier", positive=True) or multiplier
            epochs = _cut(epochs, event, meter, multiplier)
    return Timeline(
        tuple(epochs),
        tuple((e.time, _end(e)) for e in valid if e.kind == "exclude"),
        tuple((e.time, _end(e), str(e.details.get("rule", ""))) for e in valid if e.kind == "accept"),
        tuple((e.time, _digits(e) or 0) for e in valid if e.kind == "rollover"),
    )


def standing(events: Iterable[Event]) -> list[Event]:
    """Events that nothing undoes, by time; an undone undo revives what it undid."""
    by_id = {event.id: event for event in events}
    undone: set[int] = set()
    for event in sorted(by_id.values(), key=lambda e: e.id, reverse=True):
        if event.undoes is not None and event.id not in undone:
            undone.add(event.undoes)
    kept = [e for e in by_id.values() if e.id not in undone and e.kind != "undo"]
    return sorted(kept, key=lambda e: (e.time, e.id))


def affected_spans(meter: Meter, before: Sequence[Event], after: Sequence[Event]) -> list[Span]:
    """Spans [from, to] [ms] whose intervals another set of events may change; recomputing widens them to the
    neighbouring readings. `after` is usually `before` with one event more."""
    old, new = timeline(meter, before), timeline(meter, after)
    cuts = sorted({t for line in (old, new) for e in line.epochs for t in (e.start, e.end)})
    found = [
        (start, end) for start, end in pairwise(cuts) if _register_at(old, start) != _register_at(new, start)
    ]
    found += [(time, time) for time in cuts if _ends_at(old, time) != _ends_at(new, time)]
    found += list(set(old.excluded) ^ set(new.excluded))
    found += [(start, end) for start, end, _ in set(old.accepted) ^ set(new.accepted)]
    found += [(time, time) for time, _ in set(old.rollovers) ^ set(new.rollovers)]
    return _joined(found)


def _register_at(line: Timeline, time: int) -> Register | None:
    return next((e.register for e in line.epochs if e.start <= time < e.end), None)


def _ends_at(line: Timeline, time: int) -> list[tuple[End, Fraction | None]]:
    closing = [(e.closes, e.closing) for e in line.epochs if e.end == time]
    return closing + [(e.opens, e.opening) for e in line.epochs if e.start == time]


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _cut(epochs: list[Epoch], event: Event, meter: Meter, multiplier: Fraction) -> list[Epoch]:
    *earlier, last = epochs
    max_rate = _number(event, "max_rate", positive=True)
    register = replace(
        last.register,
        scale=meter.scale * multiplier,
        digits=_digits(event) or last.register.digits,
        max_rate=last.register.max_rate if max_rate is None else max_rate * meter.scale,
    )
    closes, closing, opens, opening = _indexes(event)
    new = Epoch(event.time, END, register, opens, opening)
    if event.kind == "install":
        return [new]
    if event.time <= last.start:  # two events at one time: the later one decides what follows
        return [*earlier, replace(new, opens=opens if opening is not None else last.opens, opening=opening)]
    return [*earlier, replace(last, end=event.time, closes=closes, closing=closing), new]


def _indexes(event: Event) -> tuple[End, Fraction | None, End, Fraction | None]:
    """(closes, closing, opens, opening) of an event that cuts."""
    if event.kind == "multiplier":
        index = _number(event, "index")
        end: End = "interpolated" if index is None else "known"
        return end, index, end, index
    final, first = _number(event, "final_index"), _number(event, "first_index")
    if event.kind == "install":
        return "open", None, "open" if first is None else "known", first
    if event.kind == "reset" and "first_index" not in event.details:
        first = Fraction(0)
    closes: End = "unknown" if final is None else "known"
    opens: End = "unknown" if first is None else "known"
    return closes, final, opens, first


def _number(event: Event, name: str, *, positive: bool = False) -> Fraction | None:
    value = event.details.get(name)
    if value is None:
        return None
    try:
        number = Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        raise EventError(f"{name} is no number.", event=event.kind, detail=name, value=value) from None
    if number < 0 or (positive and number == 0):
        raise EventError(f"{name} is negative or zero.", event=event.kind, detail=name, value=value)
    return number


def _digits(event: Event) -> int | None:
    value = _number(event, "digits", positive=True)
    if value is None:
        return None
    if value.denominator != 1 or value > 18:
        raise EventError(
            "digits is no whole number up to 18.", event=event.kind, detail="digits", value=str(value)
        )
    return int(value)


def _end(event: Event) -> int:
    value = event.details.get("to")
    if isinstance(value, bool) or not isinstance(value, int) or value <= event.time:
        raise EventError(
            "to must be a time [ms] after the event's.", event=event.kind, detail="to", value=value
        )
    return value
