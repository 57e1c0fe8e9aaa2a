"""Saving: what belongs to a file stays with it, and nothing is lost by a kill or a full disk."""

import errno
import multiprocessing
import os
import random
import stat
import struct
import subprocess
import sys
import time

import pytest

from keyboard.storage import saving
from keyboard.storage.locations import data_folder
from keyboard.storage.saving import complete_interrupted_saves, save_file
from tests.storage.saving_child import save_until_killed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what belongs to a file differs from system to system")
_NOBODY = 65534


@pytest.fixture
def file(tmp_path, empty_home):
    file = tmp_path / "letter.txt"
    file.write_bytes(b"before")
    return file


@pytest.fixture
def fails_at(monkeypatch):
    """Let a function of the system fail; `times` says how often."""

    def fail(name, error, times=1000):
        right, left = getattr(os, name), [times]

        def failing(*arguments, **named):
            if left[0]:
                left[0] -= 1
                raise OSError(error, os.strerror(error))
            return right(*arguments, **named)

        monkeypatch.setattr(saving.os, name, failing)

    return fail


def names_in(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "home")


def records():
    folder = data_folder() / "saves"
    return [path for path in folder.glob("*") if not path.name.startswith(".")] if folder.exists() else []


def access_control_list(*entries):
    """Return the attribute of an access control list with these (tag, permissions, id)."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def as_ordinary_user(act, *arguments):
    """Do something in a process of a user who is not root, and return whether it did not fail."""
    child = os.fork()
    if not child:
        try:
            if os.getuid() == 0:
                os.setgroups([_NOBODY])
                os.setgid(_NOBODY)
                os.setuid(_NOBODY)
            act(*arguments)
        except BaseException:  # noqa: BLE001 - a child must not go on with the tests
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.fixture
def home_of_all(tmp_path, monkeypatch):
    """Folders that an ordinary user may use where the tests run as root."""
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents:
        if folder.name.startswith(("pytest-", "popen-")):
            folder.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    home.chmod(0o777)
    monkeypatch.setenv("KEYBOARD_HOME", str(home))
    return tmp_path


@pytest.mark.parametrize("name", ["a" * 251 + ".txt", "ü" * 125 + ".txt", "\udce9.txt", "-", ".hidden"])
def test_a_name_as_long_or_as_odd_as_the_system_allows_is_saved(tmp_path, empty_home, name):
    file = tmp_path / name
    for content in (b"new", b"newer", b""):
        save_file(file, [content])
        assert file.read_bytes() == content
    (tmp_path / "other name").hardlink_to(file)
    save_file(file, [b"in place"])
    assert (tmp_path / "other name").read_bytes() == b"in place"


def test_a_second_hard_link_has_the_new_text_too(file, tmp_path):
    for name in ("second", "third"):
        (tmp_path / name).hardlink_to(file)
    for content in (b"longer than it was before", b"short", b""):
        save_file(file, [content])
        assert {path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == {content}
    assert file.stat().st_nlink == 3
    assert records() == []


@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755, 0o4755, 0o2751, 0o1666, 0o7777, 0o606])
def test_the_mode_stays_with_every_bit(file, tmp_path, mode, is_linked):
    if is_linked:
        (tmp_path / "second").hardlink_to(file)
    file.chmod(mode)
    mask = os.umask(0o077)
    try:
        save_file(file, [b"after"])
    finally:
        os.umask(mask)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"after", mode)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_owner_and_group_stay(file):
    os.chown(file, 1234, 4321)
    file.chmod(0o4640)
    save_file(file, [b"after"])
    status = file.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 4321, 0o4640)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize(("owner", "group", "mode"), [(0, 0, 0o666), (_NOBODY, 0, 0o640), (0, _NOBODY, 0o664), (1234, 0, 0o1622)])
def test_where_a_new_file_could_not_have_the_owner_or_the_group_it_is_written_in_place(home_of_all, owner, group, mode):
    file = home_of_all / "shared.txt"
    file.write_bytes(b"before")
    file.chmod(mode | 0o044)
    os.chown(file, owner, group)
    number = file.stat().st_ino
    assert as_ordinary_user(save_file, file, [b"after"])
    status = file.stat()
    assert (file.read_bytes(), status.st_uid, status.st_gid, status.st_ino) == (b"after", owner, group, number)
    assert stat.S_IMODE(status.st_mode) == mode | 0o044
    assert records() == []


def test_a_file_that_may_be_written_is_saved_in_a_folder_that_may_not(home_of_all):
    folder = home_of_all / "locked"
    folder.mkdir()
    file = folder / "writable.txt"
    file.write_bytes(b"before")
    file.chmod(0o666)
    folder.chmod(0o555)
    try:
        assert as_ordinary_user(save_file, file, [b"after, and longer"])
        assert (file.read_bytes(), names_in(folder)) == (b"after, and longer", ["writable.txt"])
        assert not as_ordinary_user(save_file, folder / "new.txt", [b"new"])
        assert names_in(folder) == ["writable.txt"]
    finally:
        folder.chmod(0o755)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_another_users_file_in_a_sticky_folder_is_saved(home_of_all):
    folder = home_of_all / "drop"
    folder.mkdir()
    folder.chmod(0o1777)
    file = folder / "a.txt"
    file.write_bytes(b"before")
    file.chmod(0o666)
    assert as_ordinary_user(save_file, file, [b"after"])
    assert (file.read_bytes(), file.stat().st_uid) == (b"after", 0)


@pytest.mark.parametrize("is_linked", [False, True])
def test_extended_attributes_stay(file, tmp_path, is_linked):
    if is_linked:
        (tmp_path / "second").hardlink_to(file)
    kept = {"user.comment": b"kept", "user.empty": b"", "user.binary": bytes(range(256)), "user.ü": b"1"}
    for name, value in kept.items():
        os.setxattr(file, name, value)
    save_file(file, [b"after"])
    assert {name: os.getxattr(file, name) for name in os.listxattr(file)} == kept
    assert file.read_bytes() == b"after"


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP, errno.ENOSPC, errno.E2BIG])
def test_where_a_new_file_cannot_have_the_attributes_it_is_written_in_place(file, fails_at, error):
    os.setxattr(file, "user.comment", b"kept")
    number = file.stat().st_ino
    fails_at("setxattr", error)
    save_file(file, [b"after"])
    assert (file.read_bytes(), file.stat().st_ino) == (b"after", number)
    assert os.getxattr(file, "user.comment") == b"kept"
    assert names_in(file.parent) == ["letter.txt"]


def test_the_access_control_list_stays_and_none_comes_from_the_folder(file):
    owner, user, group, mask, other = 1, 2, 4, 16, 32
    none = 0xFFFFFFFF
    own = access_control_list((owner, 6, none), (user, 4, 1234), (group, 6, none), (mask, 6, none), (other, 4, none))
    os.setxattr(file.parent, "system.posix_acl_default", own)
    save_file(file, [b"after"])
    assert os.listxattr(file) == []
    os.setxattr(file, "system.posix_acl_access", own)
    save_file(file, [b"once more"])
    assert os.getxattr(file, "system.posix_acl_access") == own
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    # A file that is new has what the folder gives to new ones.
    save_file(file.parent / "new.txt", [b"new"])
    assert os.listxattr(file.parent / "new.txt") == ["system.posix_acl_access"]


def test_symbolic_links_stay_links_whatever_they_lead_through(file, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "relative").symlink_to("../letter.txt")
    (tmp_path / "chain").symlink_to(tmp_path / "folder" / "relative")
    (tmp_path / "way").symlink_to("folder")
    (tmp_path / "dangling").symlink_to("folder/born.txt")
    for link in ("chain", "way/relative", "folder/relative"):
        save_file(tmp_path / link, [link.encode()])
        assert file.read_bytes() == link.encode()
        assert (tmp_path / link).is_symlink()
    save_file(tmp_path / "dangling", [b"born"])
    assert (tmp_path / "folder" / "born.txt").read_bytes() == b"born"
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        save_file(tmp_path / "loop", [b"nowhere"])
    assert (tmp_path / "loop").is_symlink()


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077, 0o002])
def test_a_new_file_has_the_mode_that_any_program_would_give_it(tmp_path, mask):
    before = os.umask(mask)
    try:
        save_file(tmp_path / "new.txt", [b"new"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize("error", [errno.EBUSY, errno.EPERM, errno.EXDEV])
def test_what_cannot_be_renamed_to_is_written_in_place(file, monkeypatch, error):
    def refuse(*_):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(saving, "replace_file", refuse)
    save_file(file, [b"after"])
    assert (file.read_bytes(), names_in(file.parent)) == (b"after", ["letter.txt"])


@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("call", ["write", "fsync", "ftruncate", "posix_fallocate"])
def test_where_the_disk_is_full_the_old_text_is_whole(file, tmp_path, fails_at, call, error, is_linked):
    if is_linked:
        (tmp_path / "second").hardlink_to(file)
    elif call in {"ftruncate", "posix_fallocate"}:
        pytest.skip("only writing in place calls it")
    # In place the record is synced first.
    fails_at(call, error, times=1)
    with pytest.raises(OSError, match=os.strerror(error)):
        save_file(file, [b"after, and longer"])
    assert file.read_bytes() == b"before"
    assert records() == []
    assert not [name for name in names_in(tmp_path) if name.endswith("~")]
    save_file(file, [b"after, and longer"])
    assert file.read_bytes() == b"after, and longer"


def test_where_the_old_bytes_cannot_come_back_either_the_next_start_completes_the_save(file, tmp_path, monkeypatch):
    (tmp_path / "second").hardlink_to(file)
    right = os.write
    written = []

    def fail_soon(descriptor, data):
        written.append(data)
        if len(written) > 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return right(descriptor, data[:3])

    monkeypatch.setattr(saving.os, "write", fail_soon)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        save_file(file, [b"after"])
    assert file.read_bytes() == b"aftore"
    monkeypatch.setattr(saving.os, "write", right)
    assert complete_interrupted_saves() == []
    assert file.read_bytes() == b"after"
    assert records() == []


@pytest.mark.parametrize("is_linked", [False, True])
def test_a_limit_that_the_system_sets_on_a_file_is_an_error_and_the_old_text_is_whole(file, tmp_path, is_linked):
    if is_linked:
        (tmp_path / "second").hardlink_to(file)
    code = (
        "import os, sys; from pathlib import Path; from keyboard.storage import saving;"
        "import resource;"
        "saving._Record.write = lambda record, path: path.touch();"  # the limit is the target's, and not the record's
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "saving.save_file(Path(sys.argv[1]), [b'x' * 2000])"
    )
    run = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
    assert "File too large" in run.stderr
    assert file.read_bytes() == b"before"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a file system")
@pytest.mark.parametrize("is_linked", [False, True])
def test_on_a_disk_that_is_really_full_the_old_text_is_whole(tmp_path, empty_home, is_linked):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        file = disk / "a.txt"
        file.write_bytes(b"before")
        if is_linked:
            (disk / "second").hardlink_to(file)
        with pytest.raises(OSError, match="No space left"):
            save_file(file, [b"x" * 1_000_000])
        assert file.read_bytes() == b"before"
        assert len(names_in(disk)) == 1 + is_linked
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.long
@pytest.mark.parametrize("is_linked", [False, True])
def test_after_each_of_twenty_kills_the_file_is_whole(tmp_path, empty_home, is_linked):
    file = tmp_path / "a.txt"
    contents = [bytes([65 + number]) * size for number, size in enumerate((300_000, 1_000_000, 10, 700_001))]
    file.write_bytes(contents[0])
    (tmp_path / "second").hardlink_to(file) if is_linked else (tmp_path / "second").touch()
    chance = random.Random(int(is_linked))
    context = multiprocessing.get_context("fork")
    home = os.environ["KEYBOARD_HOME"]
    torn = 0
    for _ in range(20):
        process = context.Process(target=save_until_killed, args=(home, str(file), contents))
        process.start()
        time.sleep(chance.uniform(0.02, 0.25))
        process.kill()
        process.join()
        torn += file.read_bytes() not in contents
        assert complete_interrupted_saves() == []
        assert file.read_bytes() in contents
        assert records() == []
    for left in tmp_path.glob(".keyboard-*~"):
        os.utime(left, (1, 1))
    save_file(file, [b"a last time"])
    save_file(tmp_path / "second", [b"a last time"])
    assert names_in(tmp_path) == ["a.txt", "second"]
    assert is_linked or not torn


def test_a_file_that_another_program_has_written_since_the_kill_is_left_and_the_text_kept(file, tmp_path):
    folder = data_folder() / "saves"
    folder.mkdir(parents=True)
    saving._Record(file, b"before", b"after").write(folder / "1.save")
    file.write_bytes(b"theirs")
    (unfinished,) = complete_interrupted_saves()
    assert (unfinished.target, unfinished.kept.read_bytes(), file.read_bytes()) == (file, b"after", b"theirs")
    assert complete_interrupted_saves() == []


@pytest.mark.parametrize("torn", [b"before", b"aftere", b"after\0\0\0", b"after, a", b"before\0\0\0\0", b"after, and longer"])
def test_a_write_that_was_cut_short_anywhere_is_completed(file, torn):
    folder = data_folder() / "saves"
    folder.mkdir(parents=True)
    saving._Record(file, b"before", b"after, and longer").write(folder / "1.save")
    file.write_bytes(torn)
    assert complete_interrupted_saves() == []
    assert file.read_bytes() == b"after, and longer"


def test_a_file_on_a_disk_that_is_not_there_waits_for_the_next_start(file, tmp_path):
    folder = data_folder() / "saves"
    folder.mkdir(parents=True)
    saving._Record(tmp_path / "loop", b"before", b"after").write(folder / "1.save")
    (tmp_path / "loop").symlink_to("loop")
    (folder / "2.save").write_bytes(b"no record")
    assert complete_interrupted_saves() == []
    assert len(list(folder.glob("*.save"))) == 2
