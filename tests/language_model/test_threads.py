"""A container's CPU quota, in either version of control groups, is what the threads stay within."""

import math
import os
import subprocess
import sys

import psutil
import pytest

from keyboard.language_model import processor
from keyboard.language_model.processor import cpu_quota, evaluation_threads

V2 = "31 23 0:28 {root} {point} rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate"
V1 = "32 31 0:29 {root} {point} rw,relatime shared:10 - cgroup cgroup rw,cpu,cpuacct"
OTHERS = "22 1 0:21 / / rw - ext4 /dev/sda1 rw\n33 31 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"


@pytest.fixture
def system(tmp_path):
    """The root of a system: say where the hierarchy is mounted, which group the process is in, and what files there are."""

    def make(mount, groups, files, *, root="/", point="/sys/fs/cgroup"):
        process = tmp_path / "proc" / "self"
        process.mkdir(parents=True)
        (process / "mountinfo").write_text(OTHERS + mount.format(root=root, point=point.replace(" ", "\\040")) + "\n")
        (process / "cgroup").write_text("".join(f"{group}\n" for group in groups))
        for name, content in files.items():
            file = tmp_path / point.lstrip("/") / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{content}\n")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("content", "cores"),
    [("max 100000", math.inf), ("200000 100000", 2), ("150000 100000", 1.5), ("50000 100000", 0.5), ("9000 3000", 3)]
    + [(damaged, math.inf) for damaged in ("", "max", "none at all", "100000 0", "-1 100000")],
)
def test_version_2_says_it_in_one_file(system, content, cores):
    assert cpu_quota(system(V2, ["0::/a"], {"a/cpu.max": content})) == cores


@pytest.mark.parametrize(("quota", "cores"), [(-1, math.inf), (200_000, 2), (150_000, 1.5), (20_000, 0.2)])
def test_version_1_says_it_in_two(system, quota, cores):
    files = {"a/cpu.cfs_quota_us": quota, "a/cpu.cfs_period_us": 100_000}
    point = "/sys/fs/cgroup/cpu,cpuacct"
    assert cpu_quota(system(V1, ["4:memory:/m", "3:cpu,cpuacct:/a", "0::/"], files, point=point)) == cores


@pytest.mark.parametrize("limited", ["", "user.slice/", "user.slice/app.slice/", "user.slice/app.slice/keyboard.scope/"])
def test_a_limit_of_any_group_above_counts(system, limited):
    folders = ["", "user.slice/", "user.slice/app.slice/", "user.slice/app.slice/keyboard.scope/"]
    files = {f"{folder}cpu.max": "max 100000" for folder in folders} | {f"{limited}cpu.max": "300000 100000"}
    assert cpu_quota(system(V2, ["0::/user.slice/app.slice/keyboard.scope"], files)) == 3


def test_the_smallest_of_several_limits_counts(system):
    files = {"cpu.max": "800000 100000", "a/cpu.max": "200000 100000", "a/b/cpu.max": "400000 100000"}
    assert cpu_quota(system(V2, ["0::/a/b"], files)) == 2


@pytest.mark.parametrize(
    ("mount", "group", "root"),
    [
        (V2, "0::/", "/"),  # a namespace of its own
        (V2, "0::/docker/c0ffee", "/docker/c0ffee"),
        (V2, "0::/../../other", "/"),
        (V2, "0::/elsewhere", "/docker/c0ffee"),
        (V1, "3:cpu,cpuacct:/docker/c0ffee", "/docker/c0ffee"),
    ],
)
def test_a_container_sees_its_own_group_where_the_hierarchy_is_mounted(system, mount, group, root):
    files = {"cpu.max": "200000 100000", "cpu.cfs_quota_us": 200_000, "cpu.cfs_period_us": 100_000}
    assert cpu_quota(system(mount, [group], files, root=root)) == 2


def test_both_versions_beside_each_other_are_read(system):
    root = system(V1, ["1:cpu:/a", "0::/b"], {"a/cpu.cfs_quota_us": 400_000, "a/cpu.cfs_period_us": 100_000})
    with (root / "proc" / "self" / "mountinfo").open("a") as file:
        file.write(V2.format(root="/", point="/unified") + "\n")
    (root / "unified" / "b").mkdir(parents=True)
    (root / "unified" / "b" / "cpu.max").write_text("100000 100000\n")
    assert cpu_quota(root) == 1


def test_a_mount_point_with_a_blank_is_found(system):
    assert cpu_quota(system(V2, ["0::/a:b"], {"a:b/cpu.max": "100000 100000"}, point="/my groups")) == 1


def test_a_system_without_control_groups_limits_nothing(tmp_path, system):
    assert cpu_quota(tmp_path) == math.inf
    assert cpu_quota(system("", [], {})) == math.inf


@pytest.mark.parametrize(("quota", "expected"), [(math.inf, 8), (9, 8), (8, 8), (4, 4), (3.9, 3), (1.5, 1), (0.5, 1)])
def test_threads_stay_within_the_quota_and_there_is_always_one(monkeypatch, quota, expected):
    monkeypatch.setattr(processor, "cpu_quota", lambda: quota)
    monkeypatch.setattr(psutil, "cpu_count", lambda **_: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert evaluation_threads() == expected


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system knows no affinity")
def test_a_cpuset_or_taskset_leaves_as_many_threads_as_cpus():
    """The kernel takes the CPUs outside a cpuset out of the affinity, as `taskset` does."""
    code = (
        "import os\n"
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "from keyboard.language_model.processor import evaluation_threads\n"
        "print(evaluation_threads())\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "1\n"
