"""`python -m parkcarbon_platform.cli`."""

import sys

from parkcarbon_platform.cli import main

sys.exit(main())
