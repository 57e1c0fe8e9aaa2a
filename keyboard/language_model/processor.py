"""What this machine's processor is called."""

import functools
import platform
import subprocess
import sys
from pathlib import Path


@functools.cache
def processor_name() -> str:
    """Return the processor's name in its maker's words, or its architecture where the system does not say it."""
    return _system_name().strip() or platform.machine() or "CPU"


def _system_name() -> str:
    """Return what the system says, as ggml does (ggml/src/ggml-cpu/ggml-cpu.cpp); "" where it says nothing."""
    try:
        if sys.platform == "linux":
            return _value_of("model name", Path("/proc/cpuinfo").read_text("utf-8", "replace"))
        if sys.platform == "darwin":
            return subprocess.run(
                ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=True
            ).stdout
        if sys.platform == "win32":
            return _registered_name()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return ""


def _value_of(key: str, text: str) -> str:
    lines = (line.partition(":") for line in text.splitlines())
    return next((value for name, _, value in lines if name.strip() == key), "")


def _registered_name() -> str:
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:  # type: ignore[attr-defined,unused-ignore]
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])  # type: ignore[attr-defined,unused-ignore]
