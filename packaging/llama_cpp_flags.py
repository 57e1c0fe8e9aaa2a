"""What llama.cpp is built with, for all who build it: `python packaging/llama_cpp_flags.py [VARIANT]` prints CMAKE_ARGS.

A variant says which GPUs a build can use beside the processor; where a machine has none of them, it runs there all the same.
"""

import sys

# The library alone, and not for this machine's processor alone: docs/decisions/0003-portable-build.md.
LEAN = (
    "-DGGML_NATIVE=OFF",
    "-DLLAVA_BUILD=OFF",
    "-DLLAMA_BUILD_TOOLS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_SERVER=OFF",
)
# What a package carries: a library for each generation of processors, and for GPUs, of which the program takes what works.
FOR_ANY_MACHINE = (
    "-DGGML_BACKEND_DL=ON",
    "-DGGML_CPU_ALL_VARIANTS=ON",
    # All libraries in the folder that the package looks into, each once. Under its three versioned names a wheel, which knows no
    # links, has three copies, and two of ggml come into the process, of which only one is given the backends.
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",
    "-DCMAKE_INSTALL_LIBDIR=llama_cpp/lib",
    "-DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
)
VARIANTS = {
    "cpu": ("-DGGML_METAL=OFF",) if sys.platform == "darwin" else (),
    "vulkan": ("-DGGML_VULKAN=ON",),  # Linux and Windows
    "metal": ("-DGGML_METAL=ON", "-DGGML_METAL_EMBED_LIBRARY=ON"),  # macOS
    "cuda": ("-DGGML_CUDA=ON",),  # NVIDIA's, where its toolkit is installed
}
USUAL_VARIANT = "metal" if sys.platform == "darwin" else "cpu"


def flags(variant: str = USUAL_VARIANT, *, for_any_machine: bool = False) -> str:
    """Return CMake's arguments in a line; raise `SystemExit` with a sentence where there is no such variant."""
    if variant not in VARIANTS:
        raise SystemExit(f"There is no variant {variant}; there are {', '.join(VARIANTS)}.")
    return " ".join([*LEAN, *(FOR_ANY_MACHINE if for_any_machine else ()), *VARIANTS[variant]])


if __name__ == "__main__":
    print(flags(*sys.argv[1:2]))  # noqa: T201 - a command
