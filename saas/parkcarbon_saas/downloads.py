"""What gateways install, open to all: the wheels of the edge, their index for pip, the service's unit."""

import hashlib
from functools import lru_cache
from html import escape
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from starlette.exceptions import HTTPException

UNIT = "parkcarbon-edge.service"


def install(app: FastAPI, folder: Path) -> None:
    """Serve `folder/wheels` and the unit below `/edge`; they may be built while the server runs."""

    @app.get("/edge/wheels/", include_in_schema=False)
    def index() -> HTMLResponse:
        """A page that pip reads as `--find-links`, each file with its hash."""
        wheels = sorted((folder / "wheels").glob("*.whl"))
        links = [f'<a href="{escape(w.name)}#sha256={_sha256(w, w.stat().st_mtime_ns)}">' for w in wheels]
        lines = [f"{link}{escape(w.name)}</a><br>" for link, w in zip(links, wheels, strict=True)]
        body = "\n".join(["<!doctype html><title>ParkCarbon edge</title>", *lines])
        return HTMLResponse(body, headers={"Cache-Control": "no-cache"})

    @app.get("/edge/wheels/{name}", include_in_schema=False)
    def wheel(name: str) -> FileResponse:
        """One wheel."""
        return _file(folder / "wheels", name, ".whl")

    @app.get(f"/edge/{UNIT}", include_in_schema=False)
    def unit() -> FileResponse:
        """The service, for systemd."""
        return _file(folder, UNIT, ".service")


def _file(folder: Path, name: str, suffix: str) -> FileResponse:
    known = {path.name: path for path in folder.glob(f"*{suffix}")}
    if name not in known:
        raise HTTPException(404, f"There is no {name} to install.")
    media_type = "text/plain" if suffix == ".service" else "application/octet-stream"
    return FileResponse(known[name], media_type=media_type, headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=256)
def _sha256(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
