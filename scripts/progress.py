"""Turns the steps of a command into one line each: what is done, and how long it took."""

import sys
import threading
import time
from typing import Self, TextIO

TICK_SECONDS = 0.2
FRAMES = "|/-\\"


class Progress:
    """Prints steps; on a terminal the line of the running step moves, elsewhere it stands still."""

    def __init__(self, output: TextIO | None = None) -> None:
        self.output = output or sys.stdout
        self.on_terminal = self.output.isatty()

    def step(self, title: str) -> "Step":
        """Return the step, to be used in a with statement."""
        return Step(self, title)

    def line(self, text: str) -> None:
        """Print one line that belongs to no step."""
        print(text, file=self.output, flush=True)


class Step:
    """One step under way; `detail` may be set at any time and shows beside the title."""

    def __init__(self, progress: Progress, title: str) -> None:
        self.progress = progress
        self.title = title
        self.detail = ""
        self.failed = False
        """Set by whoever finds out that the step came to nothing, although no error is raised."""
        self.started = time.monotonic()
        self._done = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        """Show that the step has begun."""
        self.started = time.monotonic()
        if self.progress.on_terminal:
            self._ticker.start()
        else:
            self.progress.line(f"{self.title} …")
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        """Replace the moving line by the final one."""
        self._done.set()
        if self._ticker.is_alive():
            self._ticker.join()
        mark = "未完成" if self.failed or fault is not None else "完成"
        self._erase()
        self.progress.line(f"{self.title}：{mark}（{self.seconds:.1f} 秒）")

    @property
    def seconds(self) -> float:
        """Time since the step began."""
        return time.monotonic() - self.started

    def _tick(self) -> None:
        frame = 0
        while not self._done.wait(TICK_SECONDS):
            frame = (frame + 1) % len(FRAMES)
            self._erase()
            text = f"{FRAMES[frame]} {self.title} {self.detail}（{self.seconds:.0f} 秒）"
            self.progress.output.write(text)
            self.progress.output.flush()

    def _erase(self) -> None:
        if self.progress.on_terminal:
            self.progress.output.write("\r\x1b[2K")
