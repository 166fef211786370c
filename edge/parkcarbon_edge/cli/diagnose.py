"""`parkcarbon-edge diagnose`: what somebody far away needs to find a fault, in one file without a secret."""

import argparse
import asyncio
import json
from pathlib import Path

from parkcarbon_edge.cli.output import status_file
from parkcarbon_edge.commands import Facts
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.settings import Settings

# What the agent has said lately is in its own memory, and this is another process.
LOG = "journalctl -u parkcarbon-edge, or where the agent's standard error goes"


def diagnose(settings: Settings, options: argparse.Namespace) -> int:
    """Print it, or write it to a file."""
    from parkcarbon_edge import looks

    desired = Desired(settings, options.config)
    desired.look()
    state = status_file(Path(settings.spool.path))
    facts = Facts(desired, state.read_bytes() if state.exists() else b"null")
    bundle = asyncio.run(looks.diagnose(facts, {}))
    assert isinstance(bundle, dict)
    text = json.dumps(bundle | {"log": LOG}, ensure_ascii=False, indent=2)
    if options.output is None:
        print(text)
    else:
        options.output.write_text(text + "\n", encoding="utf-8")
        print(f"Written to {options.output}; no password is in it.")
    return 0
