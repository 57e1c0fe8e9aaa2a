"""Supervised engines, and what is heard of them."""

import queue
import time

import pytest

from keyboard.engine.engine_state import Condition, EngineState, ModelChoice
from keyboard.engine.supervisor import EngineSupervisor
from keyboard.writing.query import Suggestions

PATIENCE_S = 60.0


class Listener:
    """Hears a supervisor, and waits for what a test wants to hear."""

    def __init__(self):
        self._events = queue.SimpleQueue()
        self.heard = []

    def __call__(self, event):
        self._events.put(event)

    def wait_for(self, is_wanted):
        deadline = time.monotonic() + PATIENCE_S
        while (left := deadline - time.monotonic()) > 0:
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                break
            self.heard.append(event)
            if is_wanted(event):
                return event
        raise AssertionError(f"not heard; heard were {self.heard}")

    def wait_for_state(self, *conditions: Condition) -> EngineState:
        return self.wait_for(lambda event: isinstance(event, EngineState) and event.condition in conditions)

    def wait_for_answer(self, request_id: int) -> Suggestions:
        return self.wait_for(lambda event: isinstance(event, Suggestions) and event.id == request_id)


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def supervise(listener):
    """Starts supervisors, and closes them in the end."""
    supervisors = []

    def start(model=None, backend=None, gpu_layers=None):
        choice = ModelChoice(model, backend, gpu_layers)
        supervisor = EngineSupervisor(listener, choice)
        supervisors.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in supervisors:
        supervisor.close()
