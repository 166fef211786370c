"""Alerts and their rules as they are told."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_platform.storage.alert_delivery import DeliveryRow, ReceiverRow
from parkcarbon_platform.storage.alerts import AlertRow, RuleRow, RuleValues, Severity, State, SubjectKind

AlertSeverity = Severity
AlertState = State
AlertSubjectKind = SubjectKind
AlertTemplate = Literal[
    "no_data", "carbon_rate", "demand", "power_factor", "budget", "edge_offline", "spool", "quarantine",
    "meter_error",
]  # fmt: skip
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class AlertRuleWanted(BaseModel):
    """A rule: what is watched, from which value or after how many minutes, of what (codes; none: all)."""

    model_config = ConfigDict(extra="forbid")

    template: AlertTemplate
    name: Annotated[str, Field(max_length=120)] = ""
    severity: AlertSeverity = "warning"
    threshold: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    minutes: Annotated[int, Field(ge=1, le=43_200)] | None = None
    subjects: Annotated[list[Code], Field(max_length=500)] = []
    receivers: Annotated[list[Number], Field(max_length=20)] = []
    enabled: bool = True

    def values(self) -> RuleValues:
        """For storage."""
        return RuleValues(
            self.template, self.name.strip(), self.severity, self.threshold, self.minutes,
            list(dict.fromkeys(self.subjects)), list(dict.fromkeys(self.receivers)), self.enabled,
        )  # fmt: skip


class AlertRule(AlertRuleWanted):
    """A rule as it is kept, how often it goes on now, and why it could not be looked at."""

    id: int
    author: str
    created_at: int
    evaluated_at: int | None
    error: str | None
    open: int

    @classmethod
    def of(cls, row: RuleRow) -> Self:
        """What the database keeps."""
        return cls.model_validate(
            {
                "id": row.id, "template": row.template, "name": row.name, "severity": row.severity,
                "threshold": row.threshold, "minutes": row.minutes, "subjects": row.subjects,
                "receivers": row.receivers, "enabled": row.enabled, "author": row.author,
                "created_at": ms(row.created_at), "evaluated_at": ms(row.evaluated_at), "error": row.error,
                "open": row.open,
            }
        )  # fmt: skip


class AlertTemplateInfo(BaseModel):
    """A template: which numbers it takes, with what they are at first, and what it can be about."""

    template: AlertTemplate
    severity: AlertSeverity
    threshold: float | None
    minutes: int | None
    unit: Literal["t/h", "%", "1", "batches", "messages"] | None
    of: Literal["point", "enterprise", "edge"] | None
    has_past: bool


class AlertChoice(BaseModel):
    """What a rule can be about: an enterprise or an edge."""

    kind: Literal["enterprise", "edge"]
    code: str
    name_zh: str
    name_en: str


class AlertRules(BaseModel):
    """The rules, the templates that new ones are made from, and what they can be about beside points."""

    rules: list[AlertRule]
    cursor: str | None = Field(description="of the next page; null: there is none")
    templates: list[AlertTemplateInfo]
    choices: list[AlertChoice]
    can_set: bool


class Alert(BaseModel):
    """One alert: of what, since when, and what people did about it. Times in ms.

    `own` are those of an enterprise's own rules; only these are an enterprise's to acknowledge or put aside.
    """

    id: int
    own: bool
    template: AlertTemplate
    rule: int | None
    rule_name: str
    severity: AlertSeverity
    subject_kind: AlertSubjectKind
    subject: str
    name_zh: str | None
    name_en: str | None
    enterprise: str | None
    value: float | None
    threshold: float | None
    minutes: int | None
    began_at: int
    found_at: int
    seen_at: int
    resolved_at: int | None
    acknowledged_at: int | None
    acknowledged_by: str | None
    assignee: str | None
    snoozed_until: int | None
    snoozed_by: str | None

    @classmethod
    def of(cls, row: AlertRow) -> Self:
        """What the database keeps."""
        told = {name: getattr(row, name) for name in cls.model_fields if name != "rule"}
        times = {name: ms(value) for name, value in told.items() if isinstance(value, datetime)}
        return cls.model_validate({**told, **times, "rule": row.rule_id})


class AlertPage(BaseModel):
    """Alerts, the newest first; `cursor` asks for the next ones."""

    items: list[Alert]
    cursor: int | None
    people: list[str]


class AlertCounts(BaseModel):
    """Open alerts that nobody has acknowledged, for the bell."""

    error: int = 0
    warning: int = 0
    information: int = 0


class AlertsChosen(BaseModel):
    """Alerts to acknowledge."""

    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=200)]


class AlertsAssigned(AlertsChosen):
    """Alerts, and who takes care of them; nobody any more where that is null."""

    assignee: Annotated[str, Field(min_length=1, max_length=120)] | None


class AlertsSnoozed(AlertsChosen):
    """Alerts, and for how many minutes they are put aside; 0 takes them up again."""

    minutes: Annotated[int, Field(ge=0, le=43_200)]


class AlertEpisode(BaseModel):
    """A time in the past at which a rule would have told something; `end` null: it goes on."""

    subject_kind: AlertSubjectKind
    subject: str
    start: int
    end: int | None
    worst: float | None


class AlertTrial(BaseModel):
    """What a rule would have told from `start` to `end`, by stored data.

    `has_past` is false where what it looks at is not kept: only what goes on now is told then.
    """

    has_past: bool
    start: int
    end: int
    times: int
    goes_on: int
    episodes: list[AlertEpisode]


def ms(moment: datetime | None) -> int | None:
    """Milliseconds of a time."""
    return None if moment is None else round(moment.timestamp() * 1000)


class AlertReceiverWanted(BaseModel):
    """Who shall be told, in which language letters are."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["email", "webhook"]
    name: Annotated[str, Field(max_length=120)] = ""
    address: Annotated[str, Field(min_length=3, max_length=500)]
    locale: Literal["zh-CN", "en"] = "zh-CN"


class AlertReceiver(AlertReceiverWanted):
    """Who is told."""

    id: int
    author: str
    created_at: int

    @classmethod
    def of(cls, row: ReceiverRow) -> Self:
        """What the database keeps, without the secret."""
        return cls(
            id=row.id, kind=row.kind, name=row.name, address=row.address, locale=row.locale,
            author=row.author, created_at=round(row.created_at.timestamp() * 1000),
        )  # fmt: skip


class AlertDelivery(BaseModel):
    """What was sent to whom, or was to be; `answer` is what the server said last."""

    id: int
    receiver: str
    kind: Literal["email", "webhook"]
    alert: int | None
    event: Literal["began", "resolved", "trial"]
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    answer: str | None
    created_at: int
    sent_at: int | None

    @classmethod
    def of(cls, row: DeliveryRow) -> Self:
        """What the database keeps."""
        return cls(
            id=row.id, receiver=row.receiver, kind=row.kind, alert=row.alert_id, event=row.event,
            state=row.state, attempts=row.attempts, answer=row.answer,
            created_at=round(row.created_at.timestamp() * 1000), sent_at=ms(row.sent_at),
        )  # fmt: skip


class AlertReceivers(BaseModel):
    """Who is told, and whether the platform can send mail."""

    receivers: list[AlertReceiver]
    has_mail: bool


class AlertDeliveries(BaseModel):
    """What was sent, the newest first."""

    deliveries: list[AlertDelivery]
    cursor: str | None = Field(description="of the next page; null: there is none")


class AlertReceiverMade(BaseModel):
    """A new receiver; of a server the secret that signs what it is sent, shown once."""

    id: int
    secret: str | None
