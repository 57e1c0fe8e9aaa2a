"""The client: requests go out without waiting, replies come in, the end is noticed, and the log outlives a restart."""

import queue

import pytest

from keyboard.engine import client
from keyboard.engine.client import EngineClient
from keyboard.engine.exploration_messages import LogitLensRequest, StopRequest
from keyboard.engine.messages import Ping, Pong, Ready
from keyboard.writing.query import Query, Suggestions
from tests.engine.stand_in_engine import stand_in

PATIENCE_S = 30


@pytest.fixture
def start():
    """Starts engines, whose replies and exit codes come to the queue `heard`."""
    clients = []

    def start_one(script, **more):
        heard = queue.Queue()
        engine = EngineClient(stand_in(script), heard.put, heard.put, **more)
        engine.heard = heard
        clients.append(engine)
        return engine

    yield start_one
    for engine in clients:
        engine.kill()
        assert engine.wait(PATIENCE_S)


def test_replies_come_in_order_and_the_exit_code_last(start):
    engine = start("ready(); say('pong', id=3); sys.exit(7)")
    heard = [engine.heard.get(timeout=PATIENCE_S) for _ in range(3)]
    assert [type(item) for item in heard[:2]] == [Ready, Pong]
    assert heard[2] == 7


def test_a_line_that_is_no_reply_is_skipped(start):
    engine = start("print('hello'); say('from the future'); say('pong', id=1)")
    assert engine.heard.get(timeout=PATIENCE_S) == Pong(1)


def test_an_engine_ends_when_its_input_is_closed(start):
    engine = start("serve()")
    engine.close()
    assert engine.heard.get(timeout=PATIENCE_S) == 0


def test_sending_to_an_engine_that_does_not_read_returns_and_only_the_newest_query_waits(start):
    engine = start("ready(); serve()")
    big = "a" * 200_000  # more than a pipe holds
    for number in range(1, 50):
        engine.send(Query(number, big))
    ids = []
    while not ids or ids[-1] != 49:
        reply = engine.heard.get(timeout=PATIENCE_S)
        if isinstance(reply, Suggestions):
            ids.append(reply.id)
    assert ids == sorted(set(ids))


def test_of_requests_that_wait_the_newest_of_each_kind_and_asker_is_kept_and_every_stop(monkeypatch):
    written = []

    class Waiting(EngineClient):
        def __init__(self):
            self._condition = client.threading.Condition()
            self._waiting = {}
            self._is_closed = False

    engine = Waiting()
    requests = [
        Query(1, "a"),
        LogitLensRequest(2, "a", asker=1),
        LogitLensRequest(3, "a", asker=2),
        StopRequest(2),
        StopRequest(3),
        LogitLensRequest(4, "b", asker=1),
        Ping(5),
        Query(6, "b"),
    ]
    for request in requests:
        engine.send(request)
    while engine._waiting:
        written.append(engine._next_request().id)
    assert sorted(written) == [2, 3, 3, 4, 5, 6]


def test_a_restart_keeps_what_the_engine_before_wrote_to_the_log(start, tmp_path):
    log = tmp_path / "cache" / "engine.log"
    for reason in ("the first crash", "the second crash"):
        engine = start(f"print({reason!r}, file=sys.stderr); sys.exit(3)", log_file=log)
        assert engine.heard.get(timeout=PATIENCE_S) == 3
    assert log.read_text().splitlines() == ["the first crash", "the second crash"]


def test_a_large_log_is_set_aside_so_that_two_are_all_there_is(start, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "_LARGE_LOG_BYTES", 5)
    log = tmp_path / "engine.log"
    for reason in ("first", "second", "third"):
        engine = start(f"print({reason!r}, file=sys.stderr)", log_file=log)
        assert engine.heard.get(timeout=PATIENCE_S) == 0
    assert {file.name: file.read_text().split() for file in tmp_path.iterdir()} == {
        "engine.log": ["third"],
        "engine.log.1": ["second"],
    }


def test_where_the_log_cannot_be_written_the_engine_runs_all_the_same(start, tmp_path):
    (tmp_path / "cache").write_text("no folder")
    engine = start("ready()", log_file=tmp_path / "cache" / "engine.log")
    assert isinstance(engine.heard.get(timeout=PATIENCE_S), Ready)


def test_a_program_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        EngineClient([str(tmp_path / "nothing")], print, print)
