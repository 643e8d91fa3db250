"""Turns the newest good build into answers to a browser, and tells open pages when to reload."""

import json
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

WAIT_SECONDS = 25.0
"""How long a page's question for news stays open; below the patience of common proxies."""

NEWS_PATH = "/.live/"

RELOADER = """\
<script>
(function () {
  "use strict";
  function ask(version) {
    fetch("%(path)s" + version)
      .then(function (answer) { return answer.json(); })
      .then(function (now) {
        if (version && now !== version) { location.reload(); } else { ask(now); }
      })
      .catch(function () { setTimeout(ask, 2000, version); });
  }
  ask(%(version)d);
})();
</script>
"""


class LivePages:
    """The folder shown now and how often it has changed; safe to use from several threads."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.version = 0
        self._changed = threading.Condition()

    def show(self, folder: Path) -> None:
        """Show another folder from the next request on."""
        with self._changed:
            self.folder = folder
            self.version += 1
            self._changed.notify_all()

    def wait_for_news(self, known: int) -> int:
        """Return the version as soon as it differs from the known one, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != known, timeout=WAIT_SECONDS)
            return self.version


class PageHandler(SimpleHTTPRequestHandler):
    """Answers with files of the folder shown; adds the reloader to pages."""

    # named here because Windows takes the kinds of files from its registry, which may be wrong
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }

    def __init__(self, *arguments: Any, pages: LivePages) -> None:  # noqa: ANN401 - the base's own
        self.pages = pages
        super().__init__(*arguments, directory=str(pages.folder))

    def do_GET(self) -> None:
        """Answer news, pages and all other files."""
        if self.path.startswith(NEWS_PATH):
            known = self.path.removeprefix(NEWS_PATH)
            version = self.pages.wait_for_news(int(known) if known.isdecimal() else 0)
            self._answer(HTTPStatus.OK, json.dumps(version).encode(), "application/json")
            return
        file = Path(self.translate_path(self.path))
        wants_folder = self.path.split("?")[0].endswith("/")
        if wants_folder:
            file /= "index.html"
        if file.suffix == ".html" and file.is_file():
            self._answer_page(HTTPStatus.OK, file)
        elif file.is_file() or (file.is_dir() and not wants_folder):
            super().do_GET()
        else:
            self._answer_page(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    def end_headers(self) -> None:
        """Forbid keeping: what is served may change at any moment."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - fixed by the base
        """Keep the terminal for builds and their faults."""

    def _answer_page(self, status: HTTPStatus, file: Path) -> None:
        try:
            page = file.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        script = RELOADER % {"path": NEWS_PATH, "version": self.pages.version}
        self._answer(status, page + script.encode(), "text/html; charset=utf-8")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
