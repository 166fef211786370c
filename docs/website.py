"""Build the documentation into build/site: a copy of docs/, the changelog and the API's reference; strictly.

A link that leads nowhere fails, and so does a page that would load anything from another server.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
ROOT = DOCS.parent
SOURCE, SITE = ROOT / "build" / "site-source", ROOT / "build" / "site"
# What a page loads from elsewhere; links that somebody follows are theirs to follow.
FOREIGN = re.compile(
    r"<(?:script|img|iframe|link)\b(?![^>]*rel=\"?canonical)[^>]*?"
    r"\b(?:src|href)=[\"']?(?:https?:)?//[^\"' >]+"
)


def api() -> str:
    """The reference of the REST API, by tag, from its OpenAPI description."""
    from parkcarbon_saas.main import create_app
    from parkcarbon_saas.settings import Settings

    described = create_app(Settings(database_url="", demo=True)).openapi()
    groups: dict[str, list[str]] = {}
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            groups.setdefault((call.get("tags") or ["other"])[0], []).append(_call(path, method, call))
    parts = [f"## {tag}\n\n" + "\n".join(found) for tag, found in sorted(groups.items())]
    intro = (
        "# API\n\nA running platform answers `/api/openapi.json`; errors are `application/problem+json`.\n\n"
    )
    return intro + "\n".join(parts)


def _call(path: str, method: str, call: Mapping[str, Any]) -> str:
    told = call.get("description") or call.get("summary") or ""
    asked = [
        f"`{p['name']}` ({p['in']}{', required' if p.get('required') else ''})"
        for p in call.get("parameters", ())
    ]
    lines = [f"### `{method.upper()} {path}`", "", told.strip()]
    if asked:
        lines += ["", "Parameters: " + ", ".join(asked) + "."]
    schemas = sorted(set(re.findall(r"#/components/schemas/(\w+)", str(call))))
    if schemas:
        lines += ["", "Schemas: " + ", ".join(f"`{name}`" for name in schemas) + "."]
    return "\n".join([*lines, ""])


def decisions() -> str:
    """A page that leads to every decision, by its number."""
    pages = sorted((DOCS / "decisions").glob("*.md"))
    titles = [(page.name, page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")) for page in pages]
    return "# Decisions\n\n" + "".join(f"- [{title}]({name})\n" for name, title in titles)


def gather() -> None:
    """The pages, in a folder of their own; links out of docs/ become names of files."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(DOCS, SOURCE, ignore=shutil.ignore_patterns("*.py", "mkdocs.yml", "*.lock"))
    shutil.copy(ROOT / "CHANGELOG.md", SOURCE)
    (SOURCE / "api.md").write_text(api(), encoding="utf-8")
    (SOURCE / "decisions" / "index.md").write_text(decisions(), encoding="utf-8")
    for page in SOURCE.rglob("*.md"):
        page.write_text(_within(page), encoding="utf-8")


def _within(page: Path) -> str:
    def kept(link: re.Match[str]) -> str:
        text, target = link.groups()
        place = target.partition("#")[0]
        beyond = place and "://" not in place and not (page.parent / place).resolve().is_relative_to(SOURCE)
        folder = place and (page.parent / place).is_dir()
        return f"{text} (`{place.lstrip('./')}`)" if beyond or folder else link.group(0)

    text = page.read_text(encoding="utf-8").replace("](docs/", "](")
    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", kept, text)


def foreign() -> list[str]:
    """What pages would load from other servers."""
    found = []
    for page in SITE.rglob("*.html"):
        found += [
            f"{page.relative_to(SITE)}: {m.group(0)}" for m in FOREIGN.finditer(page.read_text("utf-8"))
        ]
    return found


def main() -> int:
    """Build; the exit code says whether all of it is whole."""
    gather()
    # mkdocs-material speaks of its successor on the way; that is no warning of ours.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    # Not --quiet: it leaves warnings out before they are counted, and a broken link is one.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(DOCS / "mkdocs.yml")]
    if code := subprocess.run(command, env=environment, check=False).returncode:
        return code
    loaded = foreign()
    sys.stderr.writelines(f"{line}\n" for line in loaded)
    if not list(SITE.rglob("*.html")):
        sys.stderr.write("No page was built.\n")
        return 1
    return 1 if loaded else 0


if __name__ == "__main__":
    sys.exit(main())
