"""Installing GPT-2 with the real commands, from a stand-in of the hub: from a download to words on the buttons."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import psutil
import pytest

from keyboard.engine.installation import install_model
from keyboard.model_store import hub as hub_module
from keyboard.model_store import store
from keyboard.model_store.catalogue import HubFile, HubSource, load_catalogue
from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.gguf_header import read_header
from keyboard.model_store.progress import Stage
from keyboard.model_store.store import ModelStore
from tests.gpt2_checkpoints import Dimensions, random_weights, write_checkpoint
from tests.model_store.hub_stand_in import HubStandIn

pytestmark = pytest.mark.model

# The catalogue has no hashes for gpt2-medium, so that any weights may stand in for it; it has some for gpt2.
NAME = "gpt2-medium"
DIMENSIONS = Dimensions(layers=2, heads=4, width=64)
PATIENCE_S = 60


@pytest.fixture(scope="module")
def repositories(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub")
    weights = {f"transformer.{name}": tensor for name, tensor in random_weights(DIMENSIONS).items()}
    for name in (NAME, "gpt2"):
        write_checkpoint(folder / "openai-community" / name, DIMENSIONS, weights)
    return folder


@pytest.fixture
def hub(repositories):
    with HubStandIn(repositories) as hub:
        yield hub


@pytest.fixture
def models(empty_home):
    return empty_home / "data" / "models"


def command(*arguments, hub=None, **environment):
    """Start a command that sees the stand-in and a home of the test's own."""
    if hub:
        environment["HF_ENDPOINT"] = hub.address
    return subprocess.Popen(
        [sys.executable, "-m", "keyboard", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
        text=True,
        encoding="utf-8",
    )


def outcome(process):
    """The exit code, standard output and standard error of a command that ends."""
    out, error = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, error


def run(*arguments, **options):
    return outcome(command(*arguments, **options))


def first_bytes(hub):
    return hub.first_bytes(f"{NAME}/model.safetensors")


def wait_until(is_so):
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def slow_hub(hub):
    """A hub that sends half of the weights, and the rest when the test says so."""
    hub.may_go_on = threading.Event()
    pieces = iter(range(1 << 30))
    hub.mischief.wait_before_chunk = lambda: next(pieces) < 40 or hub.may_go_on.wait(PATIENCE_S)
    yield hub
    hub.may_go_on.set()


def part_of(models):
    return next(models.glob(f".{NAME}.download/*/model.safetensors.part"), None)


def wait_for_half(models, hub):
    half = 40 * (1 << 16) - (1 << 18)  # what was sent, less what the reader still gathers
    wait_until(lambda: (part := part_of(models)) and part.stat().st_size >= half)


def test_gpt2_is_downloaded_verified_converted_quantized_and_answers(hub, models):
    code, out, error = run("models", "install", NAME, "--json", hub=hub)
    assert (code, error) == (0, "")
    steps = [json.loads(line) for line in out.splitlines()]
    assert [step["progress"] for step in steps] == sorted(step["progress"] for step in steps)
    assert list(dict.fromkeys(step["stage"] for step in steps)) == ["download", "verify", "convert", "quantize"]
    assert steps[-1]["progress"] == 1.0
    assert steps[-1]["sentence"] == f"quantizing {NAME}: 100%"
    header = read_header(models / f"{NAME}.gguf")
    assert header.quantization == "q8_0"
    assert (header.shape.layers, header.shape.width, header.shape.context) == (2, 64, 1024)
    assert "is intact" in run("models", "verify", NAME)[1]
    assert run("suggest", "We had a mee", "--model", NAME)[1].split()[0].startswith("mee")
    [listed] = [model for model in json.loads(run("models", "list", "--json")[1]) if model["name"] == NAME]
    assert (listed["is_installed"], listed["quantization"], listed["default"]) == (True, "q8_0", True)
    assert listed["size_bytes"] == (models / f"{NAME}.gguf").stat().st_size
    assert {path.name for path in models.glob(".*")} == {f".{NAME}.download", ".lock"}
    assert list(models.glob(".*/*/*")) == []


def test_another_quantization_is_installed_beside_the_plain_name(hub, models):
    assert run("models", "install", NAME, "--quantization", "q4_0", hub=hub)[0] == 0
    _, out, _ = run("models", "install", f"{NAME}-f16", "--json", hub=hub)
    assert json.loads(out.splitlines()[-1]) == {"progress": 1.0, "sentence": f"converting {NAME}-f16: 100%", "stage": "convert"}
    files = {file.stem: read_header(file).quantization for file in models.glob("*.gguf")}
    assert files == {f"{NAME}-q4_0": "q4_0", f"{NAME}-f16": "f16"}
    asked = len(hub.requests)
    assert run("models", "install", f"{NAME}-q4_0", hub=hub)[0] == 0
    assert len(hub.requests) == asked, "what is installed needs no network"
    listed = {model["name"]: model for model in json.loads(run("models", "list", "--json")[1])}
    assert listed[f"{NAME}-q4_0"]["is_installed"]
    assert not listed[NAME]["is_installed"]
    assert run("models", "remove", f"{NAME}-q4_0")[0] == 0
    assert not (models / f"{NAME}-q4_0.gguf").exists()


def test_weights_that_are_not_openais_are_refused_by_the_catalogues_hash(hub, models):
    code, _, error = run("models", "install", "gpt2", hub=hub)
    assert (code, error.splitlines()[-1]) == (
        1,
        "Error: config.json of openai-community/gpt2 is another file on the hub than in the catalogue; it is not fetched.",
    )
    assert list(models.glob("*.gguf")) == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_installation_that_is_ended_goes_on_next_time_at_the_byte_where_it_stopped(end, slow_hub, models):
    process = command("models", "install", NAME, "--json", hub=slow_hub)
    wait_for_half(models, slow_hub)
    process.send_signal(end)
    code, _, error = outcome(process)
    assert code == (130 if end == signal.SIGINT else -end)
    assert "Traceback" not in error
    there = part_of(models).stat().st_size
    slow_hub.may_go_on.set()
    assert run("models", "install", NAME, hub=slow_hub)[0] == 0
    assert first_bytes(slow_hub) == [0, there]


def test_two_installations_at_once_do_not_get_in_each_others_way(slow_hub, models):
    first = command("models", "install", NAME, hub=slow_hub)
    wait_for_half(models, slow_hub)
    code, _, error = run("models", "install", NAME, hub=slow_hub)
    assert code == 1
    assert error == f"Error: Another process is installing {NAME}; wait for it, or cancel it there.\n"
    assert "cancel it there first" in run("models", "remove", NAME)[2]
    slow_hub.may_go_on.set()
    assert outcome(first)[0] == 0
    assert (models / f"{NAME}.gguf").exists()


def test_an_interrupted_download_is_removed_by_its_name(slow_hub, models):
    process = command("models", "install", NAME, hub=slow_hub)
    wait_for_half(models, slow_hub)
    process.kill()
    outcome(process)
    assert run("models", "remove", NAME)[0] == 0
    assert part_of(models) is None
    assert "is not installed" in run("models", "remove", NAME)[2]


def test_offline_mode_is_said_plainly(hub, models):
    code, _, error = run("models", "install", NAME, hub=hub, HF_HUB_OFFLINE="1")
    assert code == 1
    assert error == (
        f"Error: config.json of openai-community/{NAME} is not fetched, because HF_HUB_OFFLINE is set; "
        "unset it, or install a GGUF file by its path.\n"
    )
    assert hub.requests == []


def test_the_proxy_variables_are_honoured(hub, models):
    """The stand-in is asked as a proxy for an address that there is none at: it answers for any."""
    environment = {"HF_ENDPOINT": "http://hub.invalid", "http_proxy": hub.address, "no_proxy": ""}
    _, _, error = run("models", "install", NAME, **environment)
    [asked] = hub.requests
    assert asked.path.startswith(f"http://hub.invalid/openai-community/{NAME}/resolve/")
    assert "hub.invalid has no config.json" in error


def test_an_unreachable_hub_is_one_sentence(models):
    code, _, error = run("models", "install", NAME, HF_ENDPOINT="http://127.0.0.1:9")
    assert code == 1
    assert error.startswith(f"Error: config.json of openai-community/{NAME} could not be fetched: 127.0.0.1:9 cannot be reached")
    assert error.count("\n") == 1


def test_quantizing_ends_with_the_process_that_wants_it(repositories, models, tmp_path):
    """Its child would go on writing for a minute otherwise."""
    checkpoint = tmp_path / "my-letters"
    checkpoint.symlink_to(repositories / "openai-community" / NAME)
    convert = command("models", "convert", str(checkpoint), "--json")
    parent = psutil.Process(convert.pid)
    children = []
    wait_until(lambda: children.extend(parent.children()) or children)
    convert.kill()
    outcome(convert)
    assert psutil.wait_procs(children, timeout=PATIENCE_S)[1] == []
    assert list(models.glob("*.gguf")) == []


def test_a_checkpoint_on_disk_is_converted_into_the_store_or_to_a_file(repositories, models, tmp_path):
    checkpoint = tmp_path / "my-letters"
    checkpoint.symlink_to(repositories / "openai-community" / NAME)
    mine = tmp_path / "mine.gguf"
    code, out, _ = run("models", "convert", str(checkpoint), "--output", str(mine), "--quantization", "f16")
    assert (code, out) == (0, f"Wrote {mine}.\n")
    assert read_header(mine).quantization == "f16"
    assert list(models.glob("*")) == []
    code, out, _ = run("models", "convert", str(checkpoint / "model.safetensors"))
    assert (code, out) == (0, "my-letters is installed.\n")
    assert run("models", "convert", str(checkpoint))[:2] == (0, "my-letters is installed.\n")


def test_a_checkpoint_does_not_take_another_models_name(repositories, models, tmp_path):
    checkpoint = repositories / "openai-community" / NAME
    code, _, error = run("models", "convert", str(checkpoint), "--quantization", "q4_0")
    assert (code, error.count("\n")) == (1, 1)
    assert error.startswith(
        f"Error: {checkpoint} is not installed: {NAME}-q4_0 is the name of a model of the catalogue; choose another"
    )
    first, second = (tmp_path / run_name / "letters" for run_name in ("run-1", "run-2"))
    for folder in (first, second):
        folder.parent.mkdir()
        folder.symlink_to(checkpoint)
    assert run("models", "convert", str(first), "--quantization", "f16")[0] == 0
    code, _, error = run("models", "convert", str(second), "--quantization", "f16")
    way_out = "choose another one with --name, rename letters first, or run `keyboard models remove letters-f16`"
    assert (code, error) == (1, f"Error: {second} is not installed: another model has the name letters-f16; {way_out}.\n")
    assert run("models", "convert", str(second), "--quantization", "f16", "--name", "mine")[:2] == (0, "mine is installed.\n")


def test_a_file_that_cannot_be_written_is_one_sentence(repositories, models, tmp_path):
    checkpoint = str(repositories / "openai-community" / NAME)
    code, _, error = run("models", "convert", checkpoint, "--output", str(tmp_path / "none" / "mine.gguf"))
    assert (code, error) == (1, f"Error: {tmp_path}/none/mine.gguf could not be written: No such file or directory.\n")


def test_a_ready_file_of_the_hub_is_taken_as_it_is(hub, repositories, models, installed_model, monkeypatch):
    """With the small model for the file, because the catalogue's are too large for a test."""
    repository = repositories / "somebody" / "ready"
    repository.mkdir(parents=True)
    (repository / "ready.Q4_1.gguf").symlink_to(installed_model)
    file = HubFile("ready.Q4_1.gguf", size_bytes=installed_model.stat().st_size)
    source = HubSource("somebody/ready", "0" * 40, (file,), is_ready=True)
    entry = replace(load_catalogue()["smollm2-135m-base"], name="ready", source=source, fixed_quantization="q4_1")
    monkeypatch.setattr(store, "load_catalogue", lambda: {"ready": entry})
    monkeypatch.setattr(hub_module, "_ENDPOINT", hub.address)
    steps = []
    installed = install_model("ready", None, steps.append)
    assert installed.path == models / "ready.gguf"
    assert installed.size_bytes == file.size_bytes
    assert {step.stage for step in steps} == {Stage.DOWNLOAD, Stage.VERIFY}
    assert steps[-1].progress == 1.0
    assert ModelStore().verify("ready", lambda _: None) == load_catalogue()["smollm2-135m"].source.sha256
    with pytest.raises(ModelStoreError, match="ready is available as q4_1, not as q4_0"):
        install_model("ready", "q4_0", steps.append)


def test_another_architecture_is_refused_in_one_sentence(tmp_path, models):
    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    code, _, error = run("models", "convert", str(tmp_path))
    assert (code, error) == (1, f"Error: {tmp_path} holds a model of the architecture llama; only GPT-2 is converted.\n")
