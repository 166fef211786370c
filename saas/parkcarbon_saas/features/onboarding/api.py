"""For platform administrators: every park with its state and its file, and the drafts of new ones."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from parkcarbon_platform.errors import ForbiddenError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit, second_factor
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.services.connecting import edge_config, edges
from parkcarbon_platform.services.exports import deletion
from parkcarbon_platform.services.onboarding import (
    applying,
    choices,
    drafts,
    example,
    lifecycle,
    simulation,
    tree_table,
)
from parkcarbon_platform.services.onboarding.building import EDGE
from parkcarbon_platform.services.parks import park_file

from parkcarbon_saas import paging
from parkcarbon_saas.auth import AccessNeeded, Caller, PersonNeeded, SettingsNeeded
from parkcarbon_saas.features.meters.api import DOWNLOAD, FILE, LARGEST_FILE, XLSX, body_of
from parkcarbon_saas.features.onboarding import schemas
from parkcarbon_saas.settings import Settings
from parkcarbon_saas.tenancy import ParkCode

router = APIRouter(prefix="/admin", tags=["onboarding"])

YAML = "application/yaml"
TEXT: dict[str, Any] = {"requestBody": {"required": True, "content": {YAML: {"schema": {"type": "string"}}}}}
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def administrator(who: PersonNeeded, access: AccessNeeded) -> Caller:
    """Platform administrators, in person, with a second factor where a park asks operators for it."""
    if not who.session.is_admin:
        raise ForbiddenError("This is for administrators of the platform.", remedy="Ask an administrator.")
    with access.directory() as connection:
        second_factor.check_administrator(connection, who.session)
    return who


AdminNeeded = Annotated[Caller, Depends(administrator)]
Text = Annotated[bytes, Depends(body_of)]


def parsed(text: bytes) -> park_file.ParkFile:
    """The park file of a request."""
    return park_file.parse(text.decode("utf-8", errors="replace"))


@router.get("/parks")
def parks(
    _: AdminNeeded, access: AccessNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.ManagedParks:
    """Every park with its state, by code, and the drafts that are none yet."""
    with access.directory() as connection:
        rows = lifecycle.every(connection, after=after, limit=paging.one_more(limit))
        begun = drafts.every(connection)
    shown, cursor = paging.coded(rows, limit)
    return schemas.ManagedParks(
        parks=[schemas.park(row) for row in shown],
        drafts=[schemas.draft_row(row) for row in begun],
        cursor=cursor,
    )


@router.get("/parks/{park}/file", response_class=Response, responses={200: {"content": {YAML: {}}}})
def export(_: AdminNeeded, access: AccessNeeded, park: ParkCode) -> Response:
    """The park file of a park as it is."""
    with access.guarded() as database:
        return _file(park_file.render(applying.export(database, park)), park)


def _file(text: str, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.yaml"', "Cache-Control": "private, no-cache",
    }  # fmt: skip
    return Response(text, media_type=YAML, headers=headers)


@router.post("/parks/plan", max_body_size=LARGEST_FILE, openapi_extra=TEXT)
def plan(_: AdminNeeded, access: AccessNeeded, text: Text) -> schemas.ParkPlan:
    """What applying a park file would do; nothing is done."""
    with access.guarded() as database:
        return schemas.plan(applying.plan(database, parsed(text)))


@router.post("/parks/apply", max_body_size=LARGEST_FILE, openapi_extra=TEXT)
def apply(who: AdminNeeded, access: AccessNeeded, text: Text, response: Response) -> schemas.AppliedPark:
    """Apply a park file; people who are new get a link, which is shown once."""
    response.headers["Cache-Control"] = "no-store"
    wanted = parsed(text)
    with access.guarded() as database:
        done = applying.apply(database, wanted)
    with access.directory() as connection:
        audit.entered(done.park_id)
        given = drafts.invite(
            connection, done.park_id, wanted, done.without_password, author=who.session.login,
            now=localtime.now(),
        )  # fmt: skip
    return schemas.AppliedPark(
        park=wanted.park.code, created=done.created, changed=done.changed,
        invitations=schemas.invitations(given),
    )  # fmt: skip


@router.post("/parks/{park}/clone", response_class=Response, responses={200: {"content": {YAML: {}}}})
def clone(_: AdminNeeded, access: AccessNeeded, park: ParkCode, body: schemas.WantedClone) -> Response:
    """The park file of a new park that is made as another is; nothing is done."""
    with access.guarded() as database:
        found = applying.export(database, park)
    copied = applying.clone(found, body.code, body.name_zh, body.name_en, with_people=body.with_people)
    return _file(park_file.render(copied), body.code)


@router.put("/parks/{park}/state")
def set_state(
    who: AdminNeeded, access: AccessNeeded, park: ParkCode, body: schemas.WantedState
) -> schemas.ManagedPark:
    """Suspend a park, archive it, or set it to work again."""
    wanted = lifecycle.Change(body.state, body.reason, who.session.login, localtime.now())
    with access.directory() as connection:
        audit.entered(lifecycle.find(connection, park).id)
        return schemas.park(lifecycle.change(connection, park, wanted))


@router.post("/parks/{park}/delete", status_code=202)
def delete_park(
    who: AdminNeeded, access: AccessNeeded, park: ParkCode, body: schemas.DeletionWish
) -> schemas.Deletion:
    """Have an archived park deleted for good; what is left is a signed record."""
    with access.directory() as connection:
        audit.entered(lifecycle.find(connection, park).id)
    wanted = deletion.Wanted(body.confirm, body.reason, who.session.login)
    with access.guarded() as database:
        return schemas.deletion(deletion.request(database, park, wanted))


@router.get("/deletions")
def deletions(
    _: AdminNeeded, access: AccessNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.Deletions:
    """Parks that were deleted, with what proves it, the newest first."""
    with access.directory() as connection:
        rows = deletion.every(connection, after=after, limit=paging.one_more(limit))
        running = deletion.running(connection)
    shown, cursor = paging.numbered(rows, limit)
    return schemas.Deletions(
        deletions=[schemas.deletion(row) for row in shown], running=running, cursor=cursor
    )


# ------------------------------------------------------------------ the wizard


@router.get("/wizard")
def wizard(_: AdminNeeded, access: AccessNeeded, settings: SettingsNeeded) -> schemas.WizardChoices:
    """What the wizard lets one choose from."""
    with access.guarded() as database:
        found = choices.of(database)
    return schemas.choices(found, is_simulated=simulation.is_there(settings.demo_dir))


@router.get("/meter-table", response_class=Response, responses=DOWNLOAD)
def template(_: AdminNeeded, language: Annotated[Literal["zh-CN", "en"], Query()] = "zh-CN") -> Response:
    """The table of meters to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="park-meters.xlsx"'}
    return Response(tree_table.template(language), media_type=XLSX, headers=headers)


@router.post("/meter-table", max_body_size=LARGEST_FILE, openapi_extra=FILE)
def read_table(_: AdminNeeded, content: Text) -> schemas.MeterTable:
    """The meters of a filled-in table, and every mistake by row and column; nothing is kept."""
    rows, errors = tree_table.read(content)
    return schemas.table(rows, errors)


@router.post("/drafts", status_code=201)
def begin(
    who: AdminNeeded, access: AccessNeeded, settings: SettingsNeeded, body: schemas.NewDraft
) -> schemas.ParkDraft:
    """Begin a draft."""
    with access.directory() as connection:
        answers = None
        if body.example:
            taken = frozenset(row.code for row in lifecycle.every(connection))
            is_simulated = simulation.is_there(settings.demo_dir)
            answers = example.answers(localtime.now().year, simulated=is_simulated, taken=taken)
        return schemas.draft(drafts.begin(connection, who.session.login, answers))


@router.get("/drafts/{draft}")
def look(_: AdminNeeded, access: AccessNeeded, draft: Id) -> schemas.ParkDraft:
    """A draft and what is wrong in it."""
    with access.directory() as connection:
        return schemas.draft(drafts.find(connection, draft))


@router.put("/drafts/{draft}")
def save(_: AdminNeeded, access: AccessNeeded, draft: Id, body: schemas.SavedAnswers) -> schemas.ParkDraft:
    """Keep what was answered, right or wrong; 409 where somebody else has changed it meanwhile."""
    with access.directory() as connection:
        return schemas.draft(
            drafts.save(connection, draft, version=body.version, step=body.step, answers=body.answers)
        )


@router.delete("/drafts/{draft}", status_code=204)
def delete(_: AdminNeeded, access: AccessNeeded, draft: Id) -> None:
    """Throw a draft away."""
    with access.directory() as connection:
        drafts.delete(connection, draft)


@router.get("/drafts/{draft}/preview")
def preview(
    _: AdminNeeded, access: AccessNeeded, settings: SettingsNeeded, draft: Id
) -> schemas.DraftPreview:
    """What the draft would become; nothing is done."""
    found = simulation.of(settings.demo_dir)
    with access.guarded() as database:
        shown = drafts.preview(database, draft, [] if found is None else found.feeds)
    return schemas.preview(shown, park_file.render(shown.park))


@router.post("/drafts/{draft}/make", status_code=201)
def make(
    who: AdminNeeded, access: AccessNeeded, settings: SettingsNeeded, draft: Id, response: Response
) -> schemas.MadePark:
    """Make the park, invite its people, and let simulated meters feed it where that was chosen."""
    response.headers["Cache-Control"] = "no-store"
    found = simulation.of(settings.demo_dir)
    with access.guarded() as database:
        done = drafts.make(
            database, draft, author=who.session.login, now=localtime.now,
            feeds=[] if found is None else found.feeds,
        )  # fmt: skip
    if done.feeds:
        feed(access, settings, Actor(who.session.login), done, simulation.needed(found))
    return schemas.made(done, is_fed=bool(done.feeds))


def feed(
    access: Access, settings: Settings, actor: Actor, done: drafts.Made, found: simulation.Simulation
) -> None:
    """Configure the park's simulated edge as every other one, and leave its token for it."""
    with access.directory() as connection:
        park_id = lifecycle.find(connection, done.park).id
    sections = simulation.connectors(found, done.feeds)
    with access.tenant(park_id) as connection:
        wanted = edge_config.Wanted(0, sections)
        edge_config.save(connection, actor, EDGE, wanted, Vault.of(settings))
        token = edges.add_token(connection, actor, EDGE, localtime.now()).token
    simulation.welcome(found, done.park, token)
