"""A network that refuses every socket but those within this machine, to a program and all its children, and notes each try."""

import os
import shutil
import subprocess

import pytest

# The C library's functions, which Python, Qt and llama.cpp all call, taken in front of them by the dynamic linker.
SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static void note(const char *what) {
    FILE *tries = fopen(getenv("TRIES_OF_THE_NETWORK"), "a");
    if (tries) {
        fprintf(tries, "%s\\n", what);
        fclose(tries);
    }
}

int socket(int domain, int type, int protocol) {
    static int (*real)(int, int, int);
    if (domain == AF_INET || domain == AF_INET6) {
        note("socket");
        errno = EACCES;
        return -1;
    }
    if (!real) real = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
    return real(domain, type, protocol);
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    note(node ? node : "getaddrinfo");
    return EAI_FAIL;
}
"""


class ForbiddenNetwork:
    """What a program is started with that must not reach anything."""

    def __init__(self, folder):
        compiler = shutil.which("cc") or pytest.skip("there is no C compiler")
        code, self._library, self._tries = folder / "network.c", folder / "network.so", folder / "tries"
        code.write_text(SOURCE)
        subprocess.run([compiler, "-shared", "-fPIC", "-o", self._library, code, "-ldl"], check=True)

    @property
    def environment(self):
        return os.environ | {"LD_PRELOAD": str(self._library), "TRIES_OF_THE_NETWORK": str(self._tries)}

    @property
    def tries(self):
        """What was asked of the network, by any process."""
        return self._tries.read_text().split() if self._tries.exists() else []
