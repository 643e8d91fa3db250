"""Turns a running Chromium into the memory of its renderers, as Linux accounts for it."""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
KIB_PER_MIB = 1024


@dataclass(frozen=True)
class RendererMemory:
    """Sums over all renderer processes of one browser, in MiB."""

    resident: float
    """RSS: pages shared with other processes count in each."""
    proportional: float
    """PSS: shared pages count in parts."""
    peak: float
    """Sum of the highest RSS that each had."""


def renderer_memory(marker: str) -> RendererMemory:
    """Add up the renderers below the process whose command line holds `marker`."""
    parents: dict[int, int] = {}
    lines: dict[int, str] = {}
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # the name in brackets may hold spaces: the parent is the second field after it
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
            lines[int(folder.name)] = (folder / "cmdline").read_text(errors="replace")
        except (OSError, IndexError):
            continue  # it ended while we looked
    roots = {pid for pid, line in lines.items() if marker in line}
    resident = proportional = peak = 0
    for pid, line in lines.items():
        if "--type=renderer" not in line or not _is_below(pid, roots, parents):
            continue
        try:
            status = _fields(PROC / str(pid) / "status")
            resident += status["VmRSS"]
            peak += status["VmHWM"]
            proportional += _fields(PROC / str(pid) / "smaps_rollup")["Pss"]
        except (OSError, KeyError):
            continue
    return RendererMemory(resident / KIB_PER_MIB, proportional / KIB_PER_MIB, peak / KIB_PER_MIB)


def _is_below(pid: int, roots: set[int], parents: dict[int, int]) -> bool:
    while pid in parents:
        if pid in roots:
            return True
        pid = parents[pid]
    return False


def _fields(path: Path) -> dict[str, int]:
    """Read lines "Name:  123 kB" in KiB."""
    rows = (line.split() for line in path.read_text().splitlines())
    return {row[0].rstrip(":"): int(row[1]) for row in rows if len(row) == 3 and row[2] == "kB"}  # noqa: PLR2004
