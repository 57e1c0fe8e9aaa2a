"""A clean Debian system in a folder, without Python and compilers, in which a package is installed and used as a person would."""

import os
import subprocess
from pathlib import Path

SUITE = "bookworm"
USER = "anna"

# What a person's session has; nothing of this machine's. Threads of llama.cpp that wait leave the processor to others.
_SESSION = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": f"/home/{USER}",
    "USER": USER,
    "OMP_WAIT_POLICY": "passive",
}
# Mounts of its own, which go when the command ends; the system in the folder sees the machine's devices and X servers.
_ENTER = """
set -e
mkdir -p "$1/tmp/.X11-unix"
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix"
root=$1 user=$2
shift 2
exec /usr/sbin/chroot ${user:+--userspec="$user:$user"} "$root" "$@"
"""


class CleanRoot:
    """A system with a user, made anew from a base that debootstrap makes once.

    Attributes:
        folder: Where it lies on this machine.
        home: The user's home there.
    """

    def __init__(self, folder: Path) -> None:
        base = folder.with_name(f"{SUITE}-base.tar")
        if not base.exists():
            _make_base(base)
        _remove(folder)
        folder.mkdir(parents=True)
        subprocess.run(["tar", "--extract", f"--file={base}", f"--directory={folder}"], check=True)
        self.folder = folder
        self.home = folder / "home" / USER
        # Nothing of it need survive a power cut, and writing each file to the disk at once takes a minute for a package.
        (folder / "etc" / "dpkg" / "dpkg.cfg.d" / "quick").write_text("force-unsafe-io\n")
        self.run("useradd", "--create-home", "--shell", "/bin/bash", USER)

    def run(self, *command: str, check: bool = True) -> str:
        """Run a command as root and return what it prints."""
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8"}
        return _run(self._entering("", command), environment, check)

    def run_as_user(self, *command: str, check: bool = True, **variables: str) -> str:
        """Run a command as the user and return what it prints."""
        return _run(self._entering(USER, command), _SESSION | variables, check)

    def start_as_user(self, *command: str, has_network: bool = True, **variables: str) -> subprocess.Popen[bytes]:
        """Start a program of the user's, which goes on."""
        return subprocess.Popen(self._entering(USER, command, has_network=has_network), env=_SESSION | variables)

    def install(self, *packages: str | Path) -> None:
        """Install packages, by name or a file of this machine's, with what they depend on and recommend."""
        names = []
        for package in packages:
            if isinstance(package, Path):
                (self.folder / "srv" / package.name).write_bytes(package.read_bytes())
                names.append(f"/srv/{package.name}")
            else:
                names.append(package)
        self.run("apt-get", "install", "--yes", "--quiet=2", *names)

    def has_command(self, name: str) -> bool:
        """Tell whether the user can run a command of that name."""
        return bool(self.run_as_user("bash", "-c", f"command -v {name} || true").strip())

    def _entering(self, user: str, command: tuple[str, ...], *, has_network: bool = True) -> list[str]:
        spaces = ["--mount", "--pid"] if has_network else ["--mount", "--pid", "--net"]
        return ["unshare", *spaces, "--fork", "--kill-child", "bash", "-c", _ENTER, "enter", str(self.folder), user, *command]


def _run(command: list[str], environment: dict[str, str], check: bool) -> str:
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if check and ended.returncode != 0:
        raise AssertionError(f"{' '.join(command)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def _make_base(base: Path) -> None:
    folder = base.with_suffix("")
    _remove(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(folder)], check=True, stdout=subprocess.DEVNULL)
    whole = base.with_suffix(".unfinished")
    subprocess.run(["tar", "--create", f"--file={whole}", f"--directory={folder}", "."], check=True)
    whole.replace(base)
    _remove(folder)


def _remove(folder: Path) -> None:
    # rm stays in this file system: whatever may still be mounted there is not touched.
    subprocess.run(["rm", "--recursive", "--force", "--one-file-system", str(folder)], check=True)
