"""Turns an open file into a lock between processes that the system frees when its holder dies."""

import sys

if sys.platform == "win32":
    import msvcrt

    def lock(descriptor: int, *, wait: bool) -> bool:
        """Lock the open file, waiting for others if told so; return whether it is ours now."""
        # LK_LOCK gives up after ten seconds of its own accord
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True
else:
    import fcntl

    def lock(descriptor: int, *, wait: bool) -> bool:
        """Lock the open file, waiting for others if told so; return whether it is ours now."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
