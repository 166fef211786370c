"""For other platforms of the same directory: which of some parks are here. They sign with the common key."""

from typing import Annotated

from fastapi import APIRouter, Header, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.directory import entries, signing

from parkcarbon_saas.auth import AccessNeeded, SettingsNeeded
from parkcarbon_saas.features.directory import schemas

router = APIRouter(prefix="/directory", tags=["directory"])


@router.post("/held")
def held(
    body: schemas.Question,
    response: Response,
    access: AccessNeeded,
    settings: SettingsNeeded,
    signature: Annotated[str, Header(alias=signing.HEADER, max_length=200)] = "",
) -> schemas.Held:
    """Which of these parks this platform holds; 401 without the signature of a platform with our key."""
    signing.check(settings, signature, body.parks, localtime.now())
    response.headers["Cache-Control"] = "no-store"
    with access.directory() as connection:
        here = entries.held(connection)
    found = {park: here[park] for park in body.parks if park in here}
    proof = signing.proof(settings.directory_key, signature)
    return schemas.Held.model_validate({"held": found, "proof": proof})
