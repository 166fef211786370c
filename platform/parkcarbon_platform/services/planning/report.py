"""A finished plan as a report: PDF or xlsx, in Chinese or English."""

from typing import Literal

from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.reports import pdf as pdf_of
from parkcarbon_platform.reports.document import Language
from parkcarbon_platform.reports.plan import report, workbook
from parkcarbon_platform.reports.plan.figures import Figures
from parkcarbon_platform.services.planning import costs, running
from parkcarbon_platform.services.planning.models import PlanInputs
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection

Form = Literal["pdf", "xlsx"]
Asked = Literal["zh-CN", "en"]


def figures(connection: Connection, plan_id: int) -> Figures:
    """What a report shows; raises NotFoundError, ConflictError for a plan without a result."""
    plan, park = running.find(connection, plan_id), live.park(connection)
    if plan.result is None:
        raise ConflictError("This plan has no result yet.", plan=plan.id)
    if park is None:
        raise NotFoundError("There is no such park.")
    made_of = PlanInputs.model_validate(plan.request["inputs"])
    return Figures(
        plan.id, "pathway" if plan.kind == "pathway" else "portfolio", plan.name, plan.author,
        plan.created_at.replace(microsecond=0), plan.request_sha256.hex(), park.code, park.name_zh,
        park.name_en, plan.request["asked"], made_of.model_dump(mode="json"), plan.result,
        {code: costs.of(one, made_of.market) for code, one in made_of.measures.items()},
    )  # fmt: skip


def make(found: Figures, form: Form, language: Asked, font_dir: str) -> bytes:
    """The file; raises FontMissingError for a PDF where no font has Chinese characters."""
    of: Language = "zh" if language == "zh-CN" else "en"
    if form == "xlsx":
        return workbook.build(found, of)
    return pdf_of.render(report.document(found, of), (font_dir,))
