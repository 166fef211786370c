"""Files on request: asked for in the web or on the command line, made by the worker, kept for a month."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from parkcarbon_platform.errors import ConflictError, NotFoundError, PlatformError, TooManyError
from parkcarbon_platform.reports import pdf
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.inventory import report, workbook
from parkcarbon_platform.reports.inventory.figures import Figures
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.exports import everything, gathering, packing
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.services.inventories import digests, storing
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import evidence, jobs, oversight
from parkcarbon_platform.storage import exports as storage
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.exports import ExportRow
from parkcarbon_platform.storage.jobs import JobRow

__all__ = ["EXPORT", "KINDS", "ExportRow", "every", "get", "read", "request", "request_stored", "run"]

EXPORT = "export"
Kind = Literal["inventory_report", "verification_pack"]
KINDS: tuple[Kind, ...] = ("inventory_report", "verification_pack")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
UNEXPECTED = PlatformError(
    "The file could not be made.", remedy="It is tried again; an administrator finds the reason at the job."
)
# All evidence of a pack together: more is left out, and named in the list of what was.
EVIDENCE_BYTES = 100 << 20
# What waits of one enterprise, or of the park itself, at most: a pack can be as large, and stays for a month.
MOST_OPEN = 20


def request_stored(
    database: Database, park_id: int, actor: Actor, inventory_id: int, *, kind: Kind, language: Language
) -> ExportRow:
    """Have a file of a stored inventory made; raises NotFoundError, NotComputedError."""
    with database.tenant(park_id, actor.enterprise_id) as connection:
        row = storing.found(connection, inventory_id)
        storing.items(connection, row)
        question = storing.question_of(row)
    return request(
        database, park_id, actor, question, kind=kind, language=language, inventory_id=inventory_id
    )


def request(
    database: Database, park_id: int, actor: Actor, question: Question, *, kind: Kind, language: Language,
    inventory_id: int | None = None,
) -> ExportRow:  # fmt: skip
    """Have a file made, of a stored inventory or of the ledger as it is; raises QuestionError."""
    question.check()
    arguments = {
        "from": question.start.isoformat(), "to": question.end.isoformat(), "ruleset": question.ruleset,
        "gwp": question.gwp, "enterprise": question.enterprise, "approach": question.approach,
        "language": language, "inventory": inventory_id, storage.OVERSEER: actor.enterprise_id is None,
    }  # fmt: skip
    with database.tenant(park_id) as connection:
        jobs.lock(connection, park_id)
        mine = [row for row in storage.every(connection) if row.enterprise == question.enterprise]
        if sum(row.state in ("queued", "running") for row in mine) >= MOST_OPEN:
            raise TooManyError(f"{MOST_OPEN} files wait already.", remedy="Wait until some are made.")
        number = storage.add(
            connection, park_id, question.enterprise, kind=kind, arguments=arguments, author=actor.name
        )
        jobs.add(connection, park_id, EXPORT, {"export": str(number)}, author=actor.name)
        return get(connection, number)


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[ExportRow]:
    """The files that the transaction sees, the newest first."""
    return storage.every(connection, after=after, limit=limit)


def get(connection: Connection, export_id: int) -> ExportRow:
    """A file; raises NotFoundError."""
    found = storage.get(connection, export_id)
    if found is None:
        raise NotFoundError(f"There is no file {export_id}, or not for you.", export=export_id)
    return found


def read(connection: Connection, export_id: int) -> tuple[ExportRow, bytes]:
    """A file with its bytes; raises NotFoundError, ConflictError while it is not made."""
    found = get(connection, export_id)
    content = storage.content(connection, export_id)
    if content is None:
        raise ConflictError(
            "This file is not made yet.", remedy="Wait until its state is done.", state=found.state
        )
    return found, content


def run(database: Database, job: JobRow, settings: Settings) -> None:
    """Make the file of a job; what is wrong with the request is said at the file and not tried again.

    An enterprise's file is made behind the enterprise's wall, whoever asked for it.
    """
    number = int(job.arguments["export"])
    with database.tenant(job.park_id) as connection:
        # Here and not where a person asks: what a person deletes is written down, and these are large.
        storage.drop_old(connection)
        found = storage.get(connection, number)
        storage.progress(connection, number, 0.05)
    if found is None:
        return
    try:
        if found.kind == everything.KIND:
            everything.make(database, job, found, Signer(settings.required_secret()))
            return
        with database.tenant(job.park_id, found.enterprise_id) as connection:
            _make(connection, found, settings)
    except Exception as error:
        said = error if isinstance(error, PlatformError) else UNEXPECTED
        with database.tenant(job.park_id) as connection:
            storage.fail(connection, number, f"{said.message} {said.advice}".strip())
        if said is UNEXPECTED:
            raise  # the job is tried again, and the file with it


def _make(connection: Connection, found: ExportRow, settings: Settings) -> None:
    question = question_of(found.arguments)
    stored = found.arguments.get("inventory")
    if stored is None:
        figures = gathering.of_now(connection, question, localtime.now())
    else:
        figures = gathering.of_stored(connection, stored, localtime.now())
    language = _language(found)
    if found.kind == "inventory_report":
        made = pdf.render(report.document(figures, language), (settings.font_dir,))
        name, media_type, manifest = f"{_stem(figures)}-{language}.pdf", "application/pdf", None
    else:
        made, manifest = _pack(connection, figures, settings, found)
        name, media_type = f"{_stem(figures)}.zip", "application/zip"
    storage.finish(
        connection, found.id, name=name, media_type=media_type, made=made,
        sha256=hashlib.sha256(made).digest(), manifest=manifest,
    )  # fmt: skip


def _language(found: ExportRow) -> Language:
    return "en" if found.arguments["language"] == "en" else "zh"


def question_of(arguments: Mapping[str, Any]) -> Question:
    """What was asked for."""
    start, end = (date.fromisoformat(arguments[name]) for name in ("from", "to"))
    return Question(
        start, end, arguments["ruleset"], arguments["enterprise"], arguments["gwp"],
        arguments.get("approach"),
    )  # fmt: skip


def _stem(figures: Figures) -> str:
    whose = figures.park_code if figures.enterprise is None else f"{figures.park_code}-{figures.enterprise}"
    return f"{whose}-{figures.rules.code}-{figures.start.isoformat()}-{figures.end.isoformat()}"


def _pack(
    connection: Connection, figures: Figures, settings: Settings, found: ExportRow
) -> tuple[bytes, dict[str, Any]]:
    language, stored = _language(found), found.arguments.get("inventory")
    sources = sorted(figures.sources)
    question = Question(figures.start, figures.end, figures.rules.code, figures.enterprise)
    now = digests.current(connection, question, figures.timezone)
    kept = None if stored is None else digests.kept(connection, stored)
    used = kept or now
    start, end = (localtime.day_start(day, figures.timezone) for day in (figures.start, figures.end))
    files = {
        f"report-{name}.pdf": pdf.render(report.document(figures, name), (settings.font_dir,))
        for name in LANGUAGES
    }
    files["inventory.xlsx"] = workbook.build(figures, language)
    contents = packing.Contents(
        files,
        used.readings,
        used.hours,
        storage.changes(connection, sources, start, end),
        _evidence(connection, figures, found),
        "inventory" if kept else "pack",
        {
            "readings": digests.changed_readings(used, now),
            "hours": digests.changed(used.hours, now.hours),
        },
        used.archived,
    )
    return packing.build(figures, contents, Signer(settings.required_secret()))


def _evidence(connection: Connection, figures: Figures, asked: ExportRow) -> dict[str, bytes]:
    """The files behind reports; of those that enterprises keep to themselves, their hashes."""
    every = storage.evidence(connection, figures.start, figures.end)
    shown = every
    if asked.for_overseer:
        with oversight.limited(connection):
            shown = storage.evidence(connection, figures.start, figures.end)
    found = _contents(connection, shown)
    seen = {row.id for row in shown}
    if kept := sorted(row.sha256.hex() for row in every if row.id not in seen):
        found["withheld.txt"] = "\n".join(kept).encode()
    return found


def _contents(connection: Connection, rows: Sequence[storage.EvidenceRow]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left_out, size = [], 0
    for row in rows:
        name = f"{row.id}-{row.name}"
        if size + row.size > EVIDENCE_BYTES:
            left_out.append(f"{name}\t{row.sha256.hex()}")
            continue
        size += row.size
        found[name] = evidence.content(connection, row.id)
    if left_out:
        found["left-out.txt"] = "\n".join(left_out).encode()
    return found
