"""Set up the checkout for development and run every check: linters, types and all tests."""

import sys

import interpreter

if __name__ == "__main__":
    interpreter.ensure_supported()
    import checks  # needs the newer Python that the line above provides

    sys.exit(checks.main())
