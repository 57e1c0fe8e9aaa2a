"""Engines that are scripts: they speak the protocol and do what a test has them do, without a model."""

import sys

_START = """
import json, os, sys, time

def say(type, **fields):
    print(json.dumps({"type": type, **fields}), flush=True)

def loading(backend=""):
    say("loading", model="", progress=0.0, backend=backend)

def ready(backend="cpu"):
    say("ready", model="" if backend == "lexicon" else "stand-in", backend=backend, context_window=8)

def answer(query):
    say("suggestions", id=query["id"], context=query["text"], prefix="", suggestions=[], tokens_evaluated=0, milliseconds=0.0)

def serve():
    for line in sys.stdin:
        request = json.loads(line)
        if request["type"] == "ping":
            say("pong", id=request["id"])
        elif request["type"] == "suggest":
            answer(request)
        elif request["type"] == "rank":
            say("ranked", id=request["id"], words=request["words"], log_probabilities=[])
        elif request["type"] == "model-card":
            say("exploration-failure", id=request["id"], sentence="It has no card.")

"""


def stand_in(script: str) -> list[str]:
    """Return the command of an engine that runs this script, in which `loading`, `ready`, `answer`, `say`, `serve` are known."""
    return [sys.executable, "-c", _START + script]
