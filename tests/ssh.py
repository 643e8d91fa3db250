"""Ways to another machine that is this one: a stand-in for ssh, and a real server."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser_program import find_sshd
from nginx_server import HOST, free_port

STAND_IN = """\
#!/bin/sh
# Like ssh: leaves out options, then hands the words of the command, joined, to a shell.
while [ $# -gt 0 ]; do
  case $1 in
    -o | -p | -i | -F | -l) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
[ "$1" != nowhere ] || { echo 'ssh: Could not resolve hostname nowhere' >&2; exit 255; }
shift
echo $$ >> "$0.pids"
exec SHELL -c "$*"
"""


def write_stand_in(folder: Path, shell: str = "sh") -> Path:
    """Write a program called ssh that stays on this machine, and return it."""
    folder.mkdir(exist_ok=True)
    program = folder / "ssh"
    program.write_text(STAND_IN.replace("SHELL", shell), encoding="utf-8")
    program.chmod(0o755)
    return program


@contextmanager
def serve_ssh(folder: Path) -> Iterator[Path]:
    """Run an SSH server as this user; yield a folder with an ssh that reaches it as `server`."""
    sshd, ssh, keygen = find_sshd(), shutil.which("ssh"), shutil.which("ssh-keygen")
    assert sshd, "no sshd: apt-get install openssh-server"
    assert ssh, "no ssh on PATH: apt-get install openssh-client"
    assert keygen
    folder.mkdir()
    port = free_port()
    for name in ("host", "user"):
        command = [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    (folder / "authorized").chmod(0o600)
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress {HOST}\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nPermitRootLogin yes\n",
        encoding="utf-8",
    )
    (folder / "ssh_config").write_text(
        f"Host server\n  HostName {HOST}\n  Port {port}\n  IdentityFile {folder}/user\n"
        "  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n"
        "  IdentitiesOnly yes\n  BatchMode yes\n",
        encoding="utf-8",
    )
    program = folder / "bin/ssh"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {ssh} -F {folder}/ssh_config "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where a server of root locks itself in
    log = (folder / "log").open("wb")
    server = subprocess.Popen([sshd, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log)
    try:
        for _ in range(100):
            done = subprocess.run(
                [str(program), "server", "true"], capture_output=True, check=False
            )
            if done.returncode == 0:
                break
            time.sleep(0.05)
        else:
            raise AssertionError((folder / "log").read_text(encoding="utf-8", errors="replace"))
        yield program.parent
    finally:
        server.terminate()
        server.wait(timeout=10)
        log.close()
