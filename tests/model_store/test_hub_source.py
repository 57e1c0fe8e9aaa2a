"""Files of the hub: fetched, verified, and taken up at the byte where they were cut off."""

import hashlib
import shutil
import threading
from pathlib import Path

import pytest

from keyboard.model_store import hub as hub_module
from keyboard.model_store.catalogue import HubFile, HubSource
from keyboard.model_store.errors import InstallCancelledError, ModelStoreError
from keyboard.model_store.hub import HubFetch
from keyboard.model_store.progress import Stage, StagedProgress
from tests.model_store.hub_stand_in import HubStandIn

REVISION = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = bytes(range(256)) * 12_000  # 3 MB
CONFIG = b'{"n_layer": 2}'
SHARES = {Stage.DOWNLOAD: 0.9, Stage.VERIFY: 0.1}


@pytest.fixture
def hub(tmp_path, monkeypatch):
    repository = tmp_path / "hub" / "somebody" / "tiny"
    repository.mkdir(parents=True)
    (repository / "model.safetensors").write_bytes(WEIGHTS)
    (repository / "config.json").write_bytes(CONFIG)
    monkeypatch.setattr(hub_module, "_WAITS_S", (0.0, 0.0, 0.0, 0.0))
    with HubStandIn(tmp_path / "hub") as hub:
        monkeypatch.setattr(hub_module, "_ENDPOINT", hub.address)
        yield hub


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def source_of(**facts):
    weights = HubFile("model.safetensors", **facts)
    return HubSource("somebody/tiny", REVISION, (HubFile("config.json"), weights), is_ready=False)


def fetch(store, source=None, later_bytes=0, report=lambda _: None, cancelled=lambda: False):
    """Fetch the files and return their contents by name."""
    progress = StagedProgress("tiny", SHARES, report)
    with HubFetch("tiny", source or source_of(), later_bytes).fetched(store, progress, cancelled) as folder:
        return {file.name: file.read_bytes() for file in folder.iterdir()}


def part(store):
    return store / ".tiny.download" / REVISION / "model.safetensors.part"


def test_files_are_fetched_at_their_revision_and_gone_after_use(hub, store):
    assert fetch(store) == {"config.json": CONFIG, "model.safetensors": WEIGHTS}
    assert all(f"/{REVISION}/" in asked.path or "/storage/" in asked.path for asked in hub.requests)
    assert [path.name for path in (store / ".tiny.download").iterdir()] == [".lock"]


def test_progress_rises_to_its_end_and_tells_speed_and_time_left(hub, store):
    steps = []
    fetch(store, report=steps.append)
    fractions = [step.progress for step in steps]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1.0)
    assert any(" MB/s, 0 s left" in step.sentence for step in steps)
    assert {step.stage for step in steps} == {Stage.DOWNLOAD, Stage.VERIFY}


def test_a_download_cut_at_half_goes_on_at_that_byte(hub, store):
    hub.mischief.cut_after_bytes = len(WEIGHTS) // 2
    hub.mischief.cuts = 1
    assert fetch(store)["model.safetensors"] == WEIGHTS
    first, second = hub.first_bytes("model.safetensors")
    assert first == 0
    assert len(WEIGHTS) // 2 <= second < len(WEIGHTS)


def test_a_connection_that_is_cut_again_and_again_is_taken_up_while_bytes_keep_coming(hub, store):
    hub.mischief.cut_after_bytes = 1 << 18
    hub.mischief.cuts = 8
    assert fetch(store)["model.safetensors"] == WEIGHTS
    first_bytes = hub.first_bytes("model.safetensors")
    assert len(first_bytes) == 9
    assert first_bytes == sorted(set(first_bytes))


def test_a_cancelled_download_is_taken_up_by_the_next_one(hub, store):
    with pytest.raises(InstallCancelledError):
        fetch(store, cancelled=lambda: part(store).exists() and part(store).stat().st_size > 1_000_000)
    there = part(store).stat().st_size
    assert there > 1_000_000
    assert fetch(store)["model.safetensors"] == WEIGHTS
    assert hub.first_bytes("model.safetensors") == [0, there]


def test_a_server_that_knows_no_ranges_sends_the_file_anew(hub, store):
    part(store).parent.mkdir(parents=True)
    part(store).write_bytes(WEIGHTS[:1000])
    hub.mischief.ignores_ranges = True
    assert fetch(store)["model.safetensors"] == WEIGHTS


def test_a_part_longer_than_the_file_is_no_part_of_it(hub, store):
    part(store).parent.mkdir(parents=True)
    part(store).write_bytes(WEIGHTS + b"x")
    assert fetch(store)["model.safetensors"] == WEIGHTS


def test_a_file_with_another_hash_than_the_hub_states_is_named_deleted_and_not_used(hub, store):
    hub.mischief.damages = True
    with pytest.raises(ModelStoreError, match=r"model\.safetensors is not used: its hash is .*; it was deleted"):
        fetch(store)
    assert not part(store).exists()
    hub.mischief.damages = False
    assert fetch(store)["model.safetensors"] == WEIGHTS


def test_a_small_file_is_checked_against_gits_hash(hub, store):
    damaged = part(store).with_name("config.json.part")
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(CONFIG[:-1] + b"x")
    with pytest.raises(ModelStoreError, match=r"config\.json is not used"):
        fetch(store)
    assert fetch(store)["config.json"] == CONFIG


def test_a_small_file_whose_size_is_not_stated_is_counted(hub, store):
    hub.mischief.hides_sizes = True
    assert fetch(store)["config.json"] == CONFIG


def test_a_file_that_cannot_be_verified_is_not_fetched(hub, store):
    hub.mischief.hides_hashes = True
    with pytest.raises(ModelStoreError, match=r"config\.json of somebody/tiny cannot be verified: no hash is stated for it"):
        fetch(store)


def test_the_catalogues_hash_and_size_count_more_than_the_hubs(hub, store):
    right = hashlib.sha256(WEIGHTS).hexdigest()
    assert fetch(store, source_of(sha256=right, size_bytes=len(WEIGHTS)))
    for wrong in ({"sha256": "0" * 64}, {"size_bytes": 5}):
        with pytest.raises(ModelStoreError, match="is another file on the hub than in the catalogue"):
            fetch(store, source_of(**wrong))


@pytest.mark.parametrize("missing", ["model.safetensors", ""])
def test_what_the_hub_has_not_is_one_sentence(hub, store, missing):
    path = hub.folder / "somebody" / "tiny" / missing
    path.unlink() if missing else shutil.rmtree(path)
    with pytest.raises(ModelStoreError, match=r"has no .* of somebody/tiny at revision 01234567; check HF_ENDPOINT"):
        fetch(store)


def test_a_busy_hub_is_asked_again(hub, store):
    hub.mischief.unavailable = 3
    assert fetch(store)["model.safetensors"] == WEIGHTS


def test_a_hub_that_stays_busy_is_one_sentence(hub, store):
    hub.mischief.unavailable = 1000
    with pytest.raises(ModelStoreError, match=r"answers 503 for config\.json of somebody/tiny; try again later"):
        fetch(store)
    assert len(hub.requests) == 5


def test_a_hub_that_cannot_be_reached_is_one_sentence(hub, store, monkeypatch):
    monkeypatch.setattr(hub_module, "_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelStoreError, match=r"127\.0\.0\.1:9 cannot be reached \([^\[\]]+\); check the network"):
        fetch(store)


def test_a_server_that_is_no_hub_is_one_sentence(hub, store):
    hub.mischief.states_no_commit = True
    with pytest.raises(ModelStoreError, match="does not answer like a Hugging Face hub"):
        fetch(store)


def test_too_little_room_is_noticed_before_anything_is_fetched(hub, store):
    with pytest.raises(ModelStoreError, match=r"MB free and .* MB are needed; make room"):
        fetch(store, later_bytes=1 << 60)
    assert hub.first_bytes("model.safetensors") == []


def test_what_is_there_already_needs_no_room(hub, store, monkeypatch):
    part(store).parent.mkdir(parents=True)
    part(store).write_bytes(WEIGHTS[:-1000])
    usage = shutil.disk_usage("/")._replace(free=500_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    assert fetch(store)["model.safetensors"] == WEIGHTS


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_disk_that_fills_up_meanwhile_is_one_sentence(hub, store):
    part(store).parent.mkdir(parents=True)
    part(store).symlink_to("/dev/full")
    with pytest.raises(ModelStoreError, match="could not be written: the disk is full; make room and try again"):
        fetch(store)


def test_two_installations_of_a_model_at_once_do_not_write_one_file(hub, store):
    may_go_on, has_begun = threading.Event(), threading.Event()

    def hold():
        has_begun.set()
        may_go_on.wait(30)

    hub.mischief.wait_before_chunk = hold
    fetched = []
    first = threading.Thread(target=lambda: fetched.append(fetch(store)))
    first.start()
    assert has_begun.wait(30)
    with pytest.raises(ModelStoreError, match="Another process is installing tiny; wait for it"):
        fetch(store)
    may_go_on.set()
    first.join(30)
    assert fetched[0]["model.safetensors"] == WEIGHTS


def test_a_part_of_another_revision_is_deleted(hub, store):
    old = store / ".tiny.download" / "old"
    old.mkdir(parents=True)
    (old / "model.safetensors.part").write_bytes(b"old")
    fetch(store)
    assert not old.exists()
