"""Builds of llama.cpp with one more library for the processor, which scores best and ends whatever process uses it."""

import shutil
import subprocess
from pathlib import Path

import llama_cpp
import pytest

# As ggml/src/ggml-backend-impl.h has it. Each use is noted in a file, so that a test sees whether there was another.
SOURCE = """
#include <stdio.h>
#include <stdlib.h>

struct registry { int api_version; void *get_name, *get_device_count, *get_device, *get_proc_address, *context; };

static void *crash(void) {
    FILE *uses = fopen(getenv("USES_OF_THE_LIBRARY"), "a");
    fputs("used\\n", uses);
    fclose(uses);
    abort();
}

static struct registry registry = { 2, crash, crash, crash, crash, 0 };

int ggml_backend_score(void) { return 100000; }
void *ggml_backend_init(void) { return %s; }
"""
AT_ONCE = "crash()"
AT_FIRST_USE = "&registry"


class CrashingBuild:
    """The build that the tests run on, with the library beside it, for the processes that are started from here on."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str):
        self._uses = folder / "uses"
        package, original = folder / "llama_cpp", Path(llama_cpp.__file__).parent
        (package / "lib").mkdir(parents=True)
        for source in (*original.iterdir(), *(original / "lib").iterdir()):
            if source.name not in {"lib", "__pycache__"}:
                (package / source.relative_to(original)).symlink_to(source)
        code = folder / "crash.c"
        code.write_text(SOURCE % moment)
        compiler = shutil.which("cc") or pytest.skip("there is no C compiler")
        library = package / "lib" / "libggml-cpu-eager.so"
        subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", library, code], check=True)
        monkeypatch.setenv("PYTHONPATH", str(folder))
        monkeypatch.setenv("USES_OF_THE_LIBRARY", str(self._uses))

    @property
    def uses(self) -> int:
        """How often the library was used."""
        return self._uses.read_text().count("used") if self._uses.exists() else 0
