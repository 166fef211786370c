"""What the platform is made of: each package with its version and licence, judged, and as CycloneDX.

Licences are those that the installed packages and `package-lock.json` state themselves; nothing is asked of a
network. `python -m parkcarbon_local.materials check`, `… sbom`.
"""

import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
OURS = "parkcarbon"
# Compatible with Apache-2.0 as they are used: permissive, or weak copyleft of files and libraries that are
# installed unchanged beside ours.
ALLOWED = frozenset(
    """0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause BSD CC0-1.0 CNRI-Python EPL-2.0 HPND ISC
    LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later LGPL MIT MIT-0 MIT-CMU MPL-2.0 OFL-1.1
    PostgreSQL PSF-2.0 Python-2.0 Unlicense Zlib""".split()  # noqa: SIM905  # a list of so many strings is no better to read
)
# Of what tests and tools use, and nobody is handed.
ALLOWED_TOOLS = frozenset({"EUPL-1.1"})
# How classifiers and older metadata say it.
SPDX = {
    "MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "European Union Public Licence 1.1 (EUPL 1.1)": "EUPL-1.1",
    "The Unlicense (Unlicense)": "Unlicense", "zlib/libpng License": "Zlib",
    # supervisor's own words for a licence of three clauses.
    "BSD-derived (http://www.repoze.org/LICENSE.txt)": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
}  # fmt: skip
NO_LICENCE = frozenset({"DFSG approved", "OSI Approved"})  # classifiers that say something else


@dataclass(frozen=True, slots=True, order=True)
class Material:
    """A package."""

    kind: str
    name: str
    version: str
    licence: str

    @property
    def address(self) -> str:
        """Its package URL."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression leaves a licence that may be used."""
    told = expression.strip()
    while told.startswith("(") and told.endswith(")") and ")" not in told[1:-1]:
        told = told[1:-1]
    if not told:
        return False
    if " AND " in told and "(" not in told:
        return all(is_allowed(part) for part in told.split(" AND "))
    return any(part.strip("() ") in ALLOWED for part in told.split(" OR "))


def licence_of(package: Distribution) -> str:
    """What an installed package says of its licence, as SPDX where it is known how."""
    metadata: Any = package.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [line.split("::")[-1].strip() for line in metadata.get_all("Classifier") or ()
                   if line.startswith("License ::")]  # fmt: skip
    named = [SPDX.get(name, name) for name in classifiers if name not in NO_LICENCE]
    if named:
        return " OR ".join(named)
    first = str(metadata.get("License") or "").strip().partition("\n")[0]
    return SPDX.get(first, first)


def runtime(root: Path = ROOT) -> frozenset[str]:
    """The names of the Python packages that the platform runs with, as they are locked."""
    return frozenset(re.findall(r"^([a-z0-9-]+)==", (root / "requirements.lock").read_text(), re.M))


def installed() -> list[Material]:
    """The Python packages of this environment, without ours."""
    found = {
        Material("pypi", re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower(), d.version, licence_of(d))
        for d in distributions()
        if not d.metadata["Name"].startswith(OURS)
    }
    return sorted(found)


def locked(file: Path, *, dev: bool = True) -> list[Material]:
    """The npm packages of a lock file; without `dev` those that the page is built of."""
    packages: dict[str, dict[str, Any]] = json.loads(file.read_text())["packages"]
    return sorted(
        {
            Material(
                "npm", path.rpartition("node_modules/")[2], entry["version"], str(entry.get("license", ""))
            )
            for path, entry in packages.items()
            if path and (dev or not entry.get("dev"))
        }
    )


def all_of(root: Path = ROOT) -> list[Material]:
    """Everything, tools of development included."""
    return installed() + locked(root / "saas" / "web" / "package-lock.json")


def refused(materials: list[Material]) -> list[Material]:
    """Those whose licence is unknown or may not be used."""
    used = runtime()
    return [
        item
        for item in materials
        if not is_allowed(item.licence) and not (item.licence in ALLOWED_TOOLS and item.name not in used)
    ]


def bill(materials: list[Material]) -> dict[str, Any]:
    """A CycloneDX 1.5 bill of materials; the same for the same materials."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "ParkCarbon", "bom-ref": "parkcarbon",
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [
            {
                "type": "library", "bom-ref": item.address, "name": item.name, "version": item.version,
                "purl": item.address, "licenses": [{"license": {"name": item.licence}}],
            }
            for item in materials
        ],
    }  # fmt: skip


def main(argv: list[str]) -> int:
    """`check`: 1 where a licence is not allowed; `sbom`: print the bill of materials."""
    if argv == ["sbom"]:
        used = runtime()
        handed = [item for item in installed() if item.name in used]
        handed += locked(ROOT / "saas" / "web" / "package-lock.json", dev=False)
        sys.stdout.write(json.dumps(bill(handed), indent=1, ensure_ascii=False) + "\n")
        return 0
    wrong = refused(all_of())
    for item in wrong:
        sys.stderr.write(f"{item.kind} {item.name} {item.version}: licence {item.licence or 'unknown'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
