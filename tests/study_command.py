"""The `study` command of this checkout, for shells."""

import sys

from mkdocs_study.cli import main

sys.exit(main())
