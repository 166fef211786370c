"""The web application's files: hashed assets for ever, the page itself never, any other path the page."""

import base64
import hashlib
import mimetypes
import re
import secrets
from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from parkcarbon_saas.trace import policy_of_page

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
INDEX = "index.html"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}

# A script that the page holds, as far as browsers would run it: data have a type.
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

MISSING = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ParkCarbon</title></head>
<body><main><h1>The web application is not built</h1>
<p>The API answers at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>; its pages are missing.</p>
<p>Build them: <code>make demo</code> does it, or in <code>saas/web</code>:
<code>npm ci</code> and <code>npm run build</code>; then load this page again.</p>
</main></body></html>
"""


@lru_cache(maxsize=1024)
def _content(path: Path, written: int, size: int) -> bytes:
    """A file as it was `written` [ns] with that size: read once."""
    del written, size
    return path.read_bytes()


def _chosen(path: Path, accepted: str) -> tuple[Path, str | None]:
    """The file, or its first compressed sibling that is taken, and how that is packed."""
    for encoding, suffix in ENCODINGS:
        packed = path.with_name(path.name + suffix)
        if encoding in accepted and path.suffix in TYPES and packed.is_file():
            return packed, encoding
    return path, None


class Assets(StaticFiles):
    """Files whose names carry their hash; a compressed sibling is sent where the browser takes it.

    They are kept in memory (some 3 MB): a page asks for a dozen at once, and each would be looked up, opened
    and read in threads.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file, immutable."""
        found = _inside(Path(str(self.directory)), path)
        if found is None or scope["method"] not in {"GET", "HEAD"}:
            return await super().get_response(path, scope)
        chosen, encoding = _chosen(found, dict(scope["headers"]).get(b"accept-encoding", b"").decode())
        known = chosen.stat()
        headers = {"Cache-Control": IMMUTABLE, "Vary": "Accept-Encoding"}
        if encoding:
            headers["Content-Encoding"] = encoding
        media_type = TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0]
        content = _content(chosen, known.st_mtime_ns, known.st_size)
        return Response(content, headers=headers, media_type=media_type)


def install(app: FastAPI, folder: Path) -> None:
    """Serve the application from `folder`; it may be built while the server runs."""
    app.mount("/assets", Assets(directory=folder / "assets", check_dir=False), name="assets")

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str, request: Request) -> Response:
        """A file beside the page, or the page."""
        if path.startswith("api/"):
            raise HTTPException(404, f"There is no {request.url.path}.")
        found = _inside(folder, path)
        if found is not None and found.name != INDEX:
            return FileResponse(found, headers={"Cache-Control": REVALIDATE})
        index = folder / INDEX
        if not index.is_file():
            return HTMLResponse(MISSING, 503, {"Cache-Control": "no-store", "Retry-After": "10"})
        return _page(index.read_text(encoding="utf-8"))


def _page(html: str) -> Response:
    """The page with a nonce that is good once; no validator, or a stored page would meet a new policy."""
    nonce = secrets.token_urlsafe(16)
    meta = f'<meta property="csp-nonce" nonce="{nonce}" />'
    policy = policy_of_page(nonce, _script_hashes(html))
    headers = {"Cache-Control": REVALIDATE, "Content-Security-Policy": policy}
    return HTMLResponse(html.replace("<head>", f"<head>{meta}", 1), headers=headers)


@lru_cache(maxsize=4)
def _script_hashes(html: str) -> tuple[str, ...]:
    """Of each inline script of a build, which are fixed then: nobody else's script has one of these."""
    digests = [hashlib.sha256(found.encode()).digest() for found in INLINE_SCRIPT.findall(html)]
    return tuple(base64.b64encode(digest).decode() for digest in digests)


def _inside(folder: Path, path: str) -> Path | None:
    if not path or "\0" in path:
        return None
    root = folder.resolve()
    try:
        found = (root / path).resolve()
        return found if found.is_relative_to(root) and found.is_file() else None
    except OSError:  # a name longer than the file system's
        return None
