"""What each kind of life event must say, checked key by key before anything is stored."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from parkcarbon_platform.calculation.metering.rules import RULES
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime

Kind = Literal["install", "replace", "reset", "rollover", "multiplier", "calibration", "exclude", "accept"]
# They end one epoch of a point's register and begin the next.
CUTS = frozenset({"install", "replace", "reset", "multiplier"})
SPANS = frozenset({"exclude", "accept"})
# What can happen to which kind of point; a virtual point has no meter to which anything could happen.
ALLOWED: Mapping[str, frozenset[str]] = {
    "register": CUTS | SPANS | {"rollover", "calibration"},
    "interval": SPANS | {"install", "replace", "multiplier", "calibration"},
    "gauge": SPANS | {"install", "replace", "multiplier", "calibration"},
    "virtual": frozenset(),
}
# Before any arithmetic: written out, 1e-999999999 would take a gigabyte.
WHOLE_DIGITS, DECIMAL_PLACES = 18, 24
Details = dict[str, Any]


class EventDetailsError(InvalidError):
    """An event says too little, too much, or something impossible; `field` names the key."""

    code = "event_details"
    remedy = "Correct the field named; docs/contracts.md §11.2 lists what each kind of event says."


def normalised(kind: str, details: Mapping[str, Any], time: datetime, now: datetime) -> Details:
    """The details as they are stored: only known keys, numbers as decimal strings."""
    check, known = KINDS[kind]
    for name in details:
        if name not in known:
            raise EventDetailsError(
                f"{kind} says nothing of {name}.", remedy=f"It takes {', '.join(known)}.", field=name
            )
    return check(details, time, now)


def decimal_of(details: Mapping[str, Any], name: str) -> Decimal | None:
    """A number of the details; null and absent are None."""
    given = details.get(name)
    if given is None:
        return None
    if isinstance(given, bool | float) or not isinstance(given, str | int | Decimal):
        raise EventDetailsError(f"{name} is no decimal string.", remedy='Write it like "1234.5".', field=name)
    try:
        number = Decimal(given)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or not _is_written_out(number):
        raise EventDetailsError(f"{name} is no possible number.", field=name)
    return number


def _is_written_out(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -DECIMAL_PLACES and number.adjusted() < WHOLE_DIGITS


def _index(details: Mapping[str, Any], name: str, *, explicit: bool = False) -> str | None:
    if explicit and name not in details:
        raise EventDetailsError(
            f"{name} is missing.",
            remedy="Give it, or null where nobody wrote it down: the energy around it is then estimated.",
            field=name,
        )
    number = decimal_of(details, name)
    if number is not None and number < 0:
        raise EventDetailsError(f"{name} is below zero: {number}.", field=name)
    return None if number is None else f"{number:f}"


def _positive(details: Mapping[str, Any], name: str, *, needed: bool = False) -> str | None:
    number = decimal_of(details, name)
    if number is None and needed:
        raise EventDetailsError(f"{name} is missing.", field=name)
    if number is not None and number <= 0:
        raise EventDetailsError(f"{name} must be above zero, not {number}.", field=name)
    return None if number is None else f"{number:f}"


def _digits(details: Mapping[str, Any], *, needed: bool = False) -> int | None:
    digits = details.get("digits")
    if digits is None and not needed:
        return None
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= 18:
        raise EventDetailsError("digits is the number of digits of the register, 1 to 18.", field="digits")
    return digits


def _text(details: Mapping[str, Any], name: str, longest: int) -> str | None:
    text = details.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not 1 <= len(text.strip()) <= longest:
        raise EventDetailsError(f"{name} is a text of at most {longest} characters.", field=name)
    return text.strip()


def _moment(details: Mapping[str, Any], name: str) -> int | None:
    at = details.get(name)
    if at is None:
        return None
    if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at <= 4_102_444_800_000:
        raise EventDetailsError(f"{name} is a time in ms since the epoch.", field=name)
    return at


def _given(**values: object) -> Details:
    """Without what is not said; a null that says something is put in by the caller."""
    return {name: value for name, value in values.items() if value is not None}


def _install(details: Mapping[str, Any], _: datetime, __: datetime) -> Details:
    return {"first_index": _index(details, "first_index")}


def _replace(details: Mapping[str, Any], _: datetime, __: datetime) -> Details:
    indexes = {name: _index(details, name, explicit=True) for name in ("final_index", "first_index")}
    return indexes | _given(
        serial=_text(details, "serial", 100),
        multiplier=_positive(details, "multiplier"),
        digits=_digits(details),
        max_rate=_positive(details, "max_rate"),
    )


def _reset(details: Mapping[str, Any], _: datetime, __: datetime) -> Details:
    first = _index(details, "first_index") if "first_index" in details else "0"
    return {"final_index": _index(details, "final_index"), "first_index": first}


def _rollover(details: Mapping[str, Any], _: datetime, __: datetime) -> Details:
    return {"digits": _digits(details, needed=True)}


def _multiplier(details: Mapping[str, Any], _: datetime, __: datetime) -> Details:
    multiplier = _positive(details, "multiplier", needed=True)
    return {"multiplier": multiplier} | _given(index=_index(details, "index"))


def _calibration(details: Mapping[str, Any], _: datetime, __: datetime) -> Details:
    error = decimal_of(details, "error_percent")
    if error is not None and abs(error) > 100:
        raise EventDetailsError(f"error_percent is {error}.", field="error_percent")
    return _given(
        accuracy_class=_text(details, "accuracy_class", 20),
        error_percent=None if error is None else f"{error:f}",
        certificate=_text(details, "certificate", 200),
        valid_to=_moment(details, "valid_to"),
    )


def _span(details: Mapping[str, Any], time: datetime, now: datetime) -> Details:
    until = _moment(details, "to")
    if until is None or until <= localtime.to_ms(time):
        raise EventDetailsError("to is a time after the event's own.", field="to")
    if until > localtime.to_ms(now):
        raise EventDetailsError("to lies in the future.", field="to")
    return {"to": until}


def _accept(details: Mapping[str, Any], time: datetime, now: datetime) -> Details:
    if (rule := details.get("rule")) not in RULES:
        raise EventDetailsError(f"There is no rule {rule}.", remedy=f"Use {', '.join(RULES)}.", field="rule")
    return _span(details, time, now) | {"rule": rule}


Check = Callable[[Mapping[str, Any], datetime, datetime], Details]
KINDS: Mapping[str, tuple[Check, tuple[str, ...]]] = {
    "install": (_install, ("first_index",)),
    "replace": (_replace, ("final_index", "first_index", "serial", "multiplier", "digits", "max_rate")),
    "reset": (_reset, ("final_index", "first_index")),
    "rollover": (_rollover, ("digits",)),
    "multiplier": (_multiplier, ("multiplier", "index")),
    "calibration": (_calibration, ("accuracy_class", "error_percent", "certificate", "valid_to")),
    "exclude": (_span, ("to",)),
    "accept": (_accept, ("to", "rule")),
}
