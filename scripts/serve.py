"""Set up the checkout, build the site strictly, serve it, and build again when a file changes."""

import sys

import interpreter

if __name__ == "__main__":
    interpreter.ensure_supported()
    import live_server  # needs the newer Python that the line above provides

    sys.exit(live_server.main())
