"""The processor's name, as each system says it; its architecture where it says nothing."""

import subprocess
import sys
import types

import pytest

from keyboard.language_model import processor


@pytest.fixture
def name_on(monkeypatch):
    monkeypatch.setattr(processor.platform, "machine", lambda: "arm64")

    def name(platform):
        monkeypatch.setattr(sys, "platform", platform)
        processor.processor_name.cache_clear()
        try:
            return processor.processor_name()
        finally:
            processor.processor_name.cache_clear()

    return name


def test_linux_lists_it(name_on, monkeypatch):
    said = "processor\t: 0\nmodel name\t: AMD EPYC: the third\nflags\t: fpu\nmodel name\t: AMD EPYC: the third\n"
    monkeypatch.setattr(processor.Path, "read_text", lambda *_: said)
    assert name_on("linux") == "AMD EPYC: the third"


def test_linux_on_arm_does_not_say_it(name_on, monkeypatch):
    monkeypatch.setattr(processor.Path, "read_text", lambda *_: "processor\t: 0\nBogoMIPS\t: 48.00\n")
    assert name_on("linux") == "arm64"


def test_a_mac_is_asked(name_on, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, "Apple M3\n"))
    assert name_on("darwin") == "Apple M3"


def test_windows_has_it_in_the_registry(name_on, monkeypatch):
    class Key:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    values = {"ProcessorNameString": ("Intel(R) Core(TM) i5-8250U", 1)}
    registry = types.SimpleNamespace(
        HKEY_LOCAL_MACHINE=0, OpenKey=lambda _root, _path: Key(), QueryValueEx=lambda _key, name: values[name]
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)
    assert name_on("win32") == "Intel(R) Core(TM) i5-8250U"


def test_a_system_that_refuses_has_an_architecture(name_on, monkeypatch):
    def refuse(*_arguments, **_more):
        raise OSError("no such program")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert name_on("darwin") == "arm64"
    assert name_on("freebsd14") == "arm64"
