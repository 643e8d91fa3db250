"""Turns a machine into the paths of the programs and fonts from outside that tests need."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
USUAL_PLACES = (
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FIREFOX_NAMES = ("firefox-esr", "firefox")
FIREFOX_PLACES = (
    r"C:\Program Files\Mozilla Firefox\firefox.exe",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
)

BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
"""What lets Debian's nginx send .br files."""


def find_chromium() -> str | None:
    """Return a browser of the Chromium family; the variable CHROMIUM goes before all others."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or next((place for place in USUAL_PLACES if Path(place).is_file()), None)


def find_firefox() -> str | None:
    """Return a Firefox; Debian's is the one with extended support."""
    on_path = next(filter(None, map(shutil.which, FIREFOX_NAMES)), None)
    return on_path or next((place for place in FIREFOX_PLACES if Path(place).is_file()), None)


def find_nginx() -> str | None:
    """Return the nginx; Debian keeps it where ordinary users' PATH does not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def find_office() -> str | None:
    """Return a LibreOffice, which tests open the workbooks with."""
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def find_caddy() -> str | None:
    """Return the Caddy."""
    return shutil.which("caddy")


def find_sshd() -> str | None:
    """Return the SSH server; it wants to be started by its whole path."""
    return shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")


def has_chinese_font() -> bool:
    """Tell whether pages would show Chinese characters rather than boxes."""
    lister = shutil.which("fc-list")
    if lister is None:  # Windows and macOS bring fonts; a bare Linux has no fontconfig either
        return os.name == "nt" or Path("/System/Library/Fonts").is_dir()
    answer = subprocess.run(
        [lister, ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return bool(answer.stdout.strip())


def missing_packages() -> list[str]:
    """Return the Debian packages that tests still need."""
    needed = {
        "caddy": find_caddy() is not None,
        "chromium": find_chromium() is not None,
        "firefox-esr": find_firefox() is not None,
        "fonts-noto-cjk": has_chinese_font(),
        "libnginx-mod-http-brotli-static": BROTLI_MODULE.is_file(),
        "libreoffice-calc-nogui": find_office() is not None,
        "minisign": shutil.which("minisign") is not None,
        "nginx-light": find_nginx() is not None,
        "openssh-client": shutil.which("ssh") is not None,
        "openssh-server": find_sshd() is not None,
        "rsync": shutil.which("rsync") is not None,
    }
    return [package for package, present in needed.items() if not present]
