"""Turns what finished pages hold into the headers that every response carries."""

from __future__ import annotations

from mkdocs_study.publish.hosting.inline import Inline

YEAR_S = 31_536_000

FOREVER = f"max-age={YEAR_S}, immutable"
"""For names that change with their content; who may keep it, public or private, goes before."""

ASK_AGAIN = "no-cache"
"""For all other files: kept, but asked about each time, which costs a 304."""

FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "usb",
)  # fmt: skip
"""What no page of ours needs of a device."""


def content_policy(inline: Inline) -> str:
    """Return the value of Content-Security-Policy: this host, and the inline parts by hash."""
    scripts = " ".join(["'self'", *(f"'{each}'" for each in sorted(inline.scripts))])
    styles = " ".join(["'self'", *(f"'{each}'" for each in sorted(inline.styles))])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def security_headers(inline: Inline, *, encrypted: bool) -> tuple[tuple[str, str], ...]:
    """Return name and value of what goes with every response, errors and assets included.

    Args:
        inline: what the pages hold in themselves.
        encrypted: whether the server speaks TLS; only then may it ask to be spoken to so.
    """
    headers = [
        ("Content-Security-Policy", content_policy(inline)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", ", ".join(f"{each}=()" for each in FEATURES)),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    if encrypted:
        headers.append(("Strict-Transport-Security", f"max-age={YEAR_S}"))
    return tuple(headers)


def missing_hashes(configuration: str, inline: Inline) -> tuple[str, ...]:
    """Return hashes that the pages need and a server's configuration does not hold.

    After an upgrade of the theme the scripts inside the pages are others: the configuration must
    then be written anew before the release, or pages lose their scripts.
    """
    needed = sorted(inline.scripts | inline.styles)
    return tuple(each for each in needed if f"'{each}'" not in configuration)
