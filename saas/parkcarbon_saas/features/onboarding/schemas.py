"""Parks as administrators see them: states, files, plans, drafts."""

from typing import Any, Literal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.exports.deletion import DeletionRow
from parkcarbon_platform.services.onboarding.answers import DraftAnswers, MeterRow
from parkcarbon_platform.services.onboarding.applying import Plan
from parkcarbon_platform.services.onboarding.choices import USUAL, Choices
from parkcarbon_platform.services.onboarding.differing import Difference
from parkcarbon_platform.services.onboarding.drafts import Draft, DraftRow, Made, Preview
from parkcarbon_platform.services.onboarding.lifecycle import ParkState
from parkcarbon_platform.services.tables.tables import RowError
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

StateName = Literal["active", "suspended", "archived"]


class ManagedPark(BaseModel):
    """A park and its state."""

    code: str
    name_zh: str
    name_en: str
    timezone: str
    grid_region: str
    type: str | None
    created_at: int
    state: StateName
    state_reason: str | None
    state_by: str | None
    state_at: int | None
    enterprises: int
    people: int


class ManagedParks(BaseModel):
    """Every park, by code, and the drafts that are none yet."""

    parks: list[ManagedPark]
    cursor: str | None = Field(description="of the next page of parks; null: there is none")
    drafts: list["ParkDraftRow"]


class ParkDraftRow(BaseModel):
    """A draft in a list."""

    id: int
    name_zh: str
    name_en: str
    step: int
    author: str
    updated_at: int


class WantedState(BaseModel):
    """Another state of a park, and why."""

    model_config = ConfigDict(extra="forbid")

    state: StateName
    reason: str = Field(min_length=1, max_length=500)


class DeletionWish(BaseModel):
    """That a park shall be deleted: its code typed once more, and why."""

    model_config = ConfigDict(extra="forbid")

    confirm: str = Field(max_length=64)
    reason: str = Field(min_length=1, max_length=500)


class Deletion(BaseModel):
    """A park that was deleted, or shall be; `record` is exactly what was signed."""

    code: str
    name_zh: str
    name_en: str
    reason: str
    author: str
    requested_at: int
    deleted_at: int | None
    record: str | None
    signature: str | None
    public_key: str | None


class Deletions(BaseModel):
    """The newest first."""

    deletions: list[Deletion]
    running: int = Field(description="that are not done yet, on all pages")
    cursor: str | None = Field(description="of the next page; null: there is none")


class FieldDifference(BaseModel):
    """A key whose value differs."""

    name: str
    before: Any
    after: Any


class ParkDifference(BaseModel):
    """A part of a park that is added, changed or removed."""

    section: str
    key: str
    action: Literal["added", "changed", "removed"]
    fields: list[FieldDifference]


class KeptPart(BaseModel):
    """What the file says and the park keeps otherwise."""

    difference: ParkDifference
    reason: Literal["edited", "configured", "ended", "stays"]


class PlanConflict(BaseModel):
    """What keeps the file from being applied."""

    problem: str
    remedy: str


class ParkPlan(BaseModel):
    """What applying a file would do."""

    park: str
    is_new: bool
    differences: list[ParkDifference]
    kept: list[KeptPart]
    unmentioned: dict[str, int]
    conflicts: list[PlanConflict]


class ParkInvitation(BaseModel):
    """Somebody who was let in; `token` is for the link, null for who has a password already."""

    login: str
    token: str | None


class AppliedPark(BaseModel):
    """What applying did."""

    park: str
    created: bool
    changed: int
    invitations: list[ParkInvitation]


class WantedClone(BaseModel):
    """The park that shall be made like another."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=CODE)
    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field(min_length=1, max_length=200)
    with_people: bool = False


class NewDraft(BaseModel):
    """A new draft: empty, or an example that is answered already."""

    model_config = ConfigDict(extra="forbid")

    example: bool = False


class SavedAnswers(BaseModel):
    """What was answered, by whoever knew this version."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)
    step: int = Field(ge=1, le=7)
    answers: DraftAnswers


class DraftMistake(BaseModel):
    """What is wrong: step, field, and a word for it."""

    step: int
    field: str
    what: str
    about: str


class ParkDraft(BaseModel):
    """A draft with what is wrong in it."""

    id: int
    version: int
    step: int
    answers: DraftAnswers
    mistakes: list[DraftMistake]
    author: str
    updated_at: int
    park: str | None


class DraftPreview(BaseModel):
    """What a draft would become."""

    plan: ParkPlan
    counts: dict[str, int]
    file: str


class MadePark(BaseModel):
    """The park that was made."""

    park: str
    invitations: list[ParkInvitation]
    is_fed: bool = Field(description="simulated meters are on their way")


class MeterTableError(BaseModel):
    """A mistake in a row."""

    row: int
    column: str
    value: str
    code: str
    message: str


class MeterTable(BaseModel):
    """The meters of a table, and its mistakes."""

    rows: list[MeterRow]
    errors: list[MeterTableError]


class Named(BaseModel):
    """Something to choose."""

    code: str
    name_zh: str
    name_en: str


class MeterTemplate(Named):
    """A kind of enterprise: its meters and sources."""

    meters: list[Named]
    sources: list[Named]


class SetChoice(BaseModel):
    """A factor set."""

    code: str
    title: str
    optional: bool


class WizardChoices(BaseModel):
    """What there is to choose from."""

    templates: list[MeterTemplate]
    usual: dict[str, str] = Field(description="the template of a kind of park")
    rulesets: list[Named]
    factor_sets: list[SetChoice]
    is_simulated: bool = Field(description="there are simulated meters to read")


def park(row: ParkState) -> ManagedPark:
    """The schema of a park."""
    return ManagedPark.model_validate(
        {
            **{name: getattr(row, name) for name in ManagedPark.model_fields},
            "created_at": localtime.to_ms(row.created_at),
            "state_at": None if row.state_at is None else localtime.to_ms(row.state_at),
        }
    )


def deletion(row: DeletionRow) -> Deletion:
    """The schema of a deletion."""
    return Deletion(
        code=row.code, name_zh=row.name_zh, name_en=row.name_en, reason=row.reason, author=row.author,
        requested_at=localtime.to_ms(row.requested_at),
        deleted_at=None if row.deleted_at is None else localtime.to_ms(row.deleted_at),
        record=row.record, signature=row.signature, public_key=row.public_key,
    )  # fmt: skip


def draft_row(row: DraftRow) -> ParkDraftRow:
    """The schema of a draft in a list."""
    profile = row.answers["profile"]
    return ParkDraftRow(
        id=row.id, name_zh=profile["name_zh"], name_en=profile["name_en"], step=row.step, author=row.author,
        updated_at=localtime.to_ms(row.updated_at),
    )  # fmt: skip


def difference(found: Difference) -> ParkDifference:
    """The schema of a difference."""
    fields = [FieldDifference(name=f.name, before=f.before, after=f.after) for f in found.fields]
    return ParkDifference(section=found.section, key=found.key, action=found.action, fields=fields)


def plan(found: Plan) -> ParkPlan:
    """The schema of a plan."""
    return ParkPlan.model_validate(
        {
            "park": found.park,
            "is_new": found.is_new,
            "differences": [difference(one) for one in found.differences],
            "kept": [{"difference": difference(k.difference), "reason": k.reason} for k in found.kept],
            "unmentioned": found.unmentioned,
            "conflicts": [{"problem": c.problem, "remedy": c.remedy} for c in found.conflicts],
        }
    )


def draft(found: Draft) -> ParkDraft:
    """The schema of a draft."""
    mistakes = [DraftMistake(step=m.step, field=m.field, what=m.what, about=m.about) for m in found.mistakes]
    row = found.row
    return ParkDraft(
        id=row.id, version=row.version, step=row.step, answers=found.answers, mistakes=mistakes,
        author=row.author, updated_at=localtime.to_ms(row.updated_at), park=row.park,
    )  # fmt: skip


def preview(found: Preview, text: str) -> DraftPreview:
    """The schema of a preview."""
    counted = ("enterprises", "nodes", "devices", "points", "sources", "targets", "users")
    counts = {name: len(getattr(found.park, name)) for name in counted}
    return DraftPreview(plan=plan(found.plan), counts=counts, file=text)


def invitations(given: list[tuple[str, str | None]]) -> list[ParkInvitation]:
    """The schema of invitations."""
    return [ParkInvitation(login=login, token=token) for login, token in given]


def made(found: Made, *, is_fed: bool) -> MadePark:
    """The schema of a park just made."""
    return MadePark(park=found.park, invitations=invitations(found.invitations), is_fed=is_fed)


def table(rows: list[MeterRow], errors: list[RowError]) -> MeterTable:
    """The schema of a table."""
    return MeterTable(
        rows=rows,
        errors=[
            MeterTableError(row=e.row, column=e.column, value=e.value, code=e.code, message=e.message)
            for e in errors
        ],
    )


def choices(found: Choices, *, is_simulated: bool) -> WizardChoices:
    """The schema of what there is to choose from."""

    def named(code: str, names: tuple[str, str]) -> Named:
        return Named(code=code, name_zh=names[0], name_en=names[1])

    return WizardChoices(
        templates=[
            MeterTemplate(
                code=t.code,
                name_zh=t.names[0],
                name_en=t.names[1],
                meters=[named(m.code, m.names) for m in t.meters],
                sources=[named(s.code, s.names) for s in t.sources],
            )
            for t in found.templates
        ],
        usual=USUAL,
        rulesets=[named(r.code, (r.name_zh, r.name_en)) for r in found.rulesets],
        factor_sets=[SetChoice(code=s.code, title=s.title, optional=s.optional) for s in found.factor_sets],
        is_simulated=is_simulated,
    )
