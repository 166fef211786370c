"""What people said of how data come about: which fields there are, what counts, and how it is changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from parkcarbon_platform.calculation.accounting.uncertainty.instruments import transformer_limit
from parkcarbon_platform.errors import ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.activity.activity import Actor, enterprise_of
from parkcarbon_platform.storage import quality
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.quality import NoteRow

__all__ = ["FIELDS", "NoteError", "NoteRow", "Said", "history", "read", "write"]

LONGEST = 2000
ENERGY_ROLES = ("primary", "secondary", "passed_on", "passed_on_outside", "none")
NONE = "none"
YES, NO = "yes", "no"


class NoteError(InvalidError):
    """A field cannot have this value."""

    code = "quality_note"
    remedy = (
        "Choose one of the fields of the plan; percentages are above 0 and at most 200, of equity 0 to 100, "
        "control is yes or no, classes as printed on the instrument, or none."
    )


def _text(value: str) -> bool:
    return len(value) <= LONGEST


def _percent(value: str) -> bool:
    number = _decimal(value)
    return number is not None and 0 < number <= 200


def _share(value: str) -> bool:
    number = _decimal(value)
    return number is not None and 0 <= number <= 100


def _coal(value: str) -> bool:
    number = _decimal(value)
    return number is not None and Decimal("0.1") <= number <= Decimal("0.6")


def _current(value: str) -> bool:
    return value == NONE or transformer_limit(value, "current_transformer") is not None


def _voltage(value: str) -> bool:
    return value == NONE or transformer_limit(value, "voltage_transformer") is not None


def _decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(value) <= 20 else None


_COMMON: Mapping[str, Callable[[str], bool]] = {"responsible": _text, "note": _text}
# By which approach of consolidation how much of a source, or of all of an enterprise, is the organisation's.
_HELD: Mapping[str, Callable[[str], bool]] = {
    "equity_percent": _share,
    "operational_control": lambda value: value in (YES, NO),
    "financial_control": lambda value: value in (YES, NO),
}
FIELDS: Mapping[str, Mapping[str, Callable[[str], bool]]] = {
    "plan": {**_COMMON, **_HELD, "boundary": _text, "approved_by": _text, "equivalent_kgce_per_kwh": _coal},
    "source": {**_COMMON, **_HELD, "missing_data": _text},
    "point": {
        **_COMMON,
        "missing_data": _text,
        "ct_class": _current,
        "vt_class": _voltage,
        "uncertainty_percent": _percent,
        "estimate_percent": _percent,
        "energy_role": lambda value: value in ENERGY_ROLES,
    },
    "factor": {"uncertainty_percent": _percent, "note": _text},
}


@dataclass(frozen=True, slots=True)
class Said:
    """What counts of a boundary: its own word before the park's."""

    rows: Mapping[tuple[str, str], NoteRow]

    def get(self, subject: str, field: str) -> str | None:
        """The value of a field; None where nobody said anything, or took it back."""
        row = self.rows.get((subject, field))
        return (row.value or None) if row else None

    def number(self, subject: str, field: str) -> float | None:
        """A percentage as a share [-]."""
        value = self.get(subject, field)
        return None if value is None else float(Decimal(value)) / 100

    def why(self, subject: str, field: str) -> str:
        """Who said so, and why."""
        row = self.rows.get((subject, field))
        return "" if row is None else (f"{row.reason} ({row.author})" if row.reason else row.author)


def read(connection: Connection, enterprise: str | None) -> Said:
    """What counts for a park (None), or for one of its enterprises.

    Points and sources have one owner, so that the newest word of anybody counts of them.
    """
    found: dict[tuple[str, str], NoteRow] = {}
    rows = [row for row in quality.newest(connection) if _counts(row, enterprise)]
    for row in sorted(rows, key=lambda r: (r.enterprise is not None and not _is_of_one(r), r.id)):
        found[row.subject, row.field] = row
    return Said(found)


def _is_of_one(row: NoteRow) -> bool:
    return row.subject.startswith(("point:", "source:"))


def _counts(row: NoteRow, enterprise: str | None) -> bool:
    return _is_of_one(row) or row.enterprise in (None, enterprise)


def history(connection: Connection, subject: str) -> list[NoteRow]:
    """Everything that was said of a subject, the newest first."""
    return quality.history(connection, subject)


def write(
    connection: Connection,
    actor: Actor,
    subject: str,
    values: Mapping[str, str],
    *,
    reason: str,
    enterprise: str | None = None,
    owners: Callable[[], Iterable[tuple[str, str | None]]],
) -> None:
    """Say something of a subject; `owners` are the known subjects with whose they are.

    Raises NoteError, NotFoundError, ForbiddenError.
    """
    kind, _, code = subject.partition(":")
    own = actor.enterprise_id
    fields = FIELDS.get(kind)
    if fields is None or (kind == "plan") != (code == "") or len(subject) > 120:
        raise NotFoundError(f"There is no {subject}.", subject=subject)
    owner = _owner(subject, kind, enterprise, owners)
    enterprise_id = None if owner is None else enterprise_of(connection, actor, owner)
    if kind == "factor" or (kind == "plan" and enterprise is None):
        enterprise_id = own
    if own is not None and enterprise_id != own:
        raise ForbiddenError(f"{subject} is not your enterprise's.", subject=subject)
    for field, value in values.items():
        check = fields.get(field)
        if check is None or (value and not check(value)):
            raise NoteError(f"{value!r} cannot be {field} of {subject}.", field=field, subject=subject)
        quality.add(
            connection, actor.park_id, enterprise_id, subject=subject, field=field, value=value.strip(),
            reason=reason, author=actor.login,
        )  # fmt: skip


def _owner(
    subject: str,
    kind: str,
    enterprise: str | None,
    owners: Callable[[], Iterable[tuple[str, str | None]]],
) -> str | None:
    if kind in ("plan", "factor"):
        return enterprise if kind == "plan" else None
    known = dict(owners())
    if subject not in known:
        raise NotFoundError(f"There is no {subject}.", subject=subject)
    return known[subject]
