"""The commands: what they print, what they answer to bad use, and what they load."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from keyboard import __version__
from keyboard.cli import main
from keyboard.cli.tables import columns

pytestmark = pytest.mark.long


def keyboard(*arguments, stdin=b"", **environment):
    return subprocess.run(
        [sys.executable, "-m", "keyboard", *arguments],
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        env=os.environ | environment,
    )


def assert_one_sentence(result, code, *parts):
    complaint = result.stderr.decode()
    assert result.returncode == code, complaint
    assert "Traceback" not in complaint
    for part in parts:
        assert part in complaint
    if code == 1:
        assert complaint.count("\n") == 1


FULL_DISK = Path("/dev/full")
COMMANDS = [
    (),
    *(("edit",), ("backends",), ("suggest",), ("serve",), ("attention",), ("lens",), ("step",), ("what-if",)),
    *(("next",), ("sample",), ("tokens",)),
    *(("benchmark",), ("doctor",), ("updates",), ("models",)),
    *(("models", name) for name in ("list", "install", "convert", "card", "verify", "remove", "path")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command):
    result = keyboard(*command, "--help")
    assert result.returncode == 0
    assert b"Usage: keyboard" in result.stdout
    if command not in ((), ("models",)):
        assert b"Example" in result.stdout


def test_importing_the_commands_loads_neither_qt_nor_llama_cpp():
    script = "import sys, keyboard, keyboard.cli; print([m for m in ('PySide6', 'llama_cpp', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout.strip() == b"[]"


def test_the_version_is_told():
    assert keyboard("--version").stdout.decode().split() == ["keyboard,", "version", __version__]


@pytest.mark.usefixtures("installed_model")
def test_suggest_prints_the_words_of_the_buttons():
    lines = keyboard("suggest", "We had a mee").stdout.decode().splitlines()
    assert len(lines) == 3
    assert lines[0].split()[0] == "meeting"


@pytest.mark.usefixtures("installed_model")
def test_suggest_prints_json():
    answer = json.loads(keyboard("suggest", "We had a mee", "--json", "--count", "2", "--top-k", "5").stdout)
    assert answer["context"] == "We had a"
    assert answer["prefix"] == "mee"
    assert len(answer["suggestions"]) == 2
    assert answer["suggestions"][0]["word"] == "meeting"
    assert 0 < answer["suggestions"][0]["probability"] <= 1
    assert answer["tokens_evaluated"] > 0
    assert answer["milliseconds"] > 0


@pytest.mark.usefixtures("installed_model")
def test_suggest_reads_standard_input():
    result = keyboard("suggest", "-", stdin="Grüße aus Berlin.\nWe had a mee".encode())
    assert result.stdout.decode().split()[0] == "meeting"


def test_suggest_refuses_what_is_no_text():
    assert_one_sentence(keyboard("suggest", "-", stdin=b"\xff\xfe\x00a"), 1, "standard input is not UTF-8 text")


def test_a_model_that_is_not_there_is_one_sentence():
    assert_one_sentence(keyboard("suggest", "x", "--model", "nonsense"), 1, "There is no model nonsense")


def test_a_model_that_is_none_is_one_sentence(tmp_path):
    file = tmp_path / "letter.gguf"
    file.write_bytes(b"Dear Anna, this is no model.")
    assert_one_sentence(keyboard("suggest", "x", "--model", str(file)), 1, "letter.gguf is damaged or not a GGUF file")
    assert_one_sentence(keyboard("models", "install", str(file)), 1, "letter.gguf is not a GGUF file")


def test_without_a_model_the_way_out_is_named(tmp_path):
    result = keyboard("suggest", "x", KEYBOARD_HOME=str(tmp_path))
    assert_one_sentence(result, 1, "run `keyboard models install smollm2-135m`")


@pytest.mark.parametrize(
    "arguments",
    [
        *(("nonsense",), ("suggest",), ("suggest", "x", "--count", "0"), ("suggest", "x", "--top-k", "1001")),
        *(("models", "install"), ("benchmark", "--long", "--rivals"), ("benchmark", "--plot", "rivals.png")),
    ],
)
def test_bad_use_has_exit_code_2(arguments):
    assert_one_sentence(keyboard(*arguments), 2, "Usage: keyboard")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal, and another error")
def test_a_reader_that_goes_early_is_no_failure():
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "keyboard", "models", "list"]
    result = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


def test_without_a_display_the_window_is_refused_in_one_sentence():
    result = keyboard(QT_QPA_PLATFORM="xcb", DISPLAY="", WAYLAND_DISPLAY="")
    assert_one_sentence(result, 2, "There is no display to open a window on")
    result = keyboard("edit", QT_QPA_PLATFORM="xcb", DISPLAY=":987", WAYLAND_DISPLAY="")
    assert_one_sentence(result, 2, "There is no display to open a window on")
    result = keyboard("benchmark", QT_QPA_PLATFORM="xcb", DISPLAY="", WAYLAND_DISPLAY="")
    assert_one_sentence(result, 1, "There is no display to open a window on", "leave the window out: --no-window")


@pytest.mark.usefixtures("installed_model")
def test_the_engine_speaks_json_lines():
    requests = '{"type": "ping", "id": 7}\nnonsense\n{"type": "suggest", "id": 1, "text": "We had a mee"}\n'
    process = subprocess.Popen(
        [sys.executable, "-m", "keyboard", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        process.stdin.write(requests)
        process.stdin.flush()
        replies = []
        for line in process.stdout:
            replies.append(json.loads(line))
            if replies[-1]["type"] == "suggestions":
                process.stdin.close()
    assert process.returncode == 0
    assert {"type": "pong", "id": 7} in replies
    assert any(reply["type"] == "failure" and reply["kind"] == "message" for reply in replies)
    ready = next(reply for reply in replies if reply["type"] == "ready")
    assert ready == {
        "type": "ready",
        "model": "smollm2-135m",
        "backend": "cpu",
        "context_window": 1008,
        "layers": 31,
        "gpu_layers": 0,
    }
    answer = next(reply for reply in replies if reply["type"] == "suggestions")
    assert answer["suggestions"][0]["insertion"] == "meeting "


@pytest.mark.usefixtures("installed_model")
def test_models_are_listed_verified_and_found(home):
    listed = {model["name"]: model for model in json.loads(keyboard("models", "list", "--json").stdout)}
    assert [name for name, model in listed.items() if model["is_installed"]] == ["smollm2-135m"]
    assert {"gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl", "distilgpt2"} < set(listed)
    assert b"is intact: SHA-256 b179c952" in keyboard("models", "verify", "smollm2-135m").stdout
    path = keyboard("models", "path", "smollm2-135m").stdout.decode().strip()
    assert path == str(home / "data" / "models" / "smollm2-135m.gguf")
    assert_one_sentence(keyboard("models", "remove", "nonsense"), 1, "nonsense is not installed")


@pytest.mark.usefixtures("installed_model")
def test_a_models_card_has_its_shape_and_parts_that_add_up(home):
    card = json.loads(keyboard("models", "card", "smollm2-135m", "--json").stdout)
    assert (card["architecture"], card["layers"], card["heads"], card["kv_heads"], card["width"]) == ("llama", 30, 9, 3, 576)
    assert (card["vocabulary"], card["positions"]) == (49_152, 8192)
    assert sum(part["parameters"] for part in card["parts"]) == 134_515_008
    shown = keyboard("models", "card", "smollm2-135m").stdout.decode()
    assert "134,515,008 parameters" in shown
    assert "3 heads have their own" in shown
    assert_one_sentence(keyboard("models", "card", "nonsense"), 1, "There is no model nonsense")


def test_listing_models_loads_no_library_for_fetching_or_running_them():
    script = (
        "import sys; sys.argv = ['keyboard', 'models', 'list']; from keyboard.cli import keyboard\n"
        "keyboard.main(standalone_mode=False)\n"
        "print([name for name in ('huggingface_hub', 'httpx2', 'gguf', 'numpy', 'llama_cpp') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout.splitlines()[-1] == b"[]"


def test_verifying_and_installing_tell_their_progress_as_json(tmp_path, installed_model):
    steps = [json.loads(line) for line in keyboard("models", "verify", "smollm2-135m", "--json").stdout.splitlines()]
    assert steps[-1] == {"progress": 1.0, "sentence": "verifying smollm2-135m: 100%", "stage": "verify"}
    (tmp_path / "mine.gguf").symlink_to(installed_model)
    result = keyboard("models", "install", str(tmp_path / "mine.gguf"), "--json", KEYBOARD_HOME=str(tmp_path / "home"))
    last = json.loads(result.stdout.splitlines()[-1])
    assert last == {"progress": 1.0, "sentence": "downloading mine.gguf: 100%", "stage": "download"}


def test_a_model_with_terms_of_use_is_not_fetched_before_they_are_accepted(tmp_path):
    refused = keyboard("models", "install", "gemma3-270m", KEYBOARD_HOME=str(tmp_path))
    assert_one_sentence(refused, 1, "`keyboard models terms gemma3-270m`", "--accept-licence")
    assert not list(tmp_path.rglob("*.gguf*"))
    terms = keyboard("models", "terms", "gemma3-270m", KEYBOARD_HOME=str(tmp_path)).stdout.decode()
    assert "GEMMA TERMS OF USE" in terms
    assert "Section 1: DEFINITIONS" in terms
    assert keyboard("models", "terms", "gpt2").stdout.decode().strip() == "MIT"


def test_a_terminal_shows_the_terms_of_use_and_asks(tmp_path, monkeypatch):
    from keyboard.cli import model_commands

    monkeypatch.setenv("KEYBOARD_HOME", str(tmp_path))
    monkeypatch.setattr(model_commands.sys, "stdin", terminal(model_commands.sys.stdin))
    shown = []
    monkeypatch.setattr(model_commands.sys, "stdout", terminal(model_commands.sys.stdout))
    monkeypatch.setattr(model_commands.click, "echo", shown.append)
    for answer in (False, True):
        monkeypatch.setattr(model_commands.click, "confirm", lambda _question, answer=answer: answer)
        assert model_commands._accepts_terms("gemma3-270m", None) == answer
    assert "GEMMA TERMS OF USE" in shown[0]
    assert not model_commands._accepts_terms("gpt2", None)


def terminal(stream):
    """Return the stream as if a person sat at it."""

    class Terminal:
        def __getattr__(self, name):
            return getattr(stream, name)

        def isatty(self):
            return True

    return Terminal()


def test_a_gguf_file_is_proven_and_installed_by_its_path(tmp_path, installed_model):
    (tmp_path / "mine.gguf").symlink_to(installed_model)
    result = keyboard("models", "install", str(tmp_path / "mine.gguf"), KEYBOARD_HOME=str(tmp_path / "home"))
    assert result.stdout.decode() == "mine is installed.\n"
    assert keyboard("suggest", "We had a mee", KEYBOARD_HOME=str(tmp_path / "home")).stdout.startswith(b"meeting")


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_file_with_an_odd_name_is_installed_under_one_like_it_or_one_of_your_own(tmp_path, installed_model):
    home = str(tmp_path / "home")
    for name, said in ((b"my model (1)", "my-model-1"), (b"mod\xe8le", "mod-le"), ("größe".encode(), "größe")):
        file = tmp_path / os.fsdecode(name + b".gguf")
        file.symlink_to(installed_model)
        result = keyboard("models", "install", str(file), KEYBOARD_HOME=home)
        assert result.stdout.decode("utf-8", "surrogateescape").endswith(f"{said} is installed.\n") == (said == "größe")
        assert result.stdout.decode("utf-8", "surrogateescape").endswith(f"is installed as {said}.\n") == (said != "größe")
        assert keyboard("models", "path", said, KEYBOARD_HOME=home).stdout.decode().strip().endswith(f"/{said}.gguf")
    result = keyboard("models", "install", str(tmp_path / "my model (1).gguf"), "--name", "mine", KEYBOARD_HOME=home)
    assert result.stdout == b"my model (1).gguf is installed as mine.\n"
    bad = keyboard("models", "install", str(tmp_path / "my model (1).gguf"), "--name", "my model", KEYBOARD_HOME=home)
    assert_one_sentence(bad, 1, "my model is not a valid model name", "as in my-model")


def test_what_cannot_be_used_is_refused_and_the_store_stays_as_it_was(tmp_path):
    home = tmp_path / "home"
    for place in ("a", "b"):
        folder = tmp_path / place
        folder.mkdir()
        (folder / "config.json").write_text('{"model_type": "gpt2"}')
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    (tmp_path / "a" / "model.safetensors").write_text(pointer)
    (tmp_path / "a" / "mine.gguf").write_text(pointer)
    (tmp_path / "b" / "pytorch_model.bin").write_bytes(b"PK\x03\x04")
    for command, path, part in (
        ("convert", "a", "model.safetensors is a Git LFS pointer and not the file itself; run `git lfs pull`"),
        ("install", "a/mine.gguf", "mine.gguf is a Git LFS pointer"),
        ("convert", "b", "pytorch_model.bin, which is never opened because it may run code"),
    ):
        assert_one_sentence(keyboard("models", command, str(tmp_path / path), KEYBOARD_HOME=str(home)), 1, part)
        assert not (home / "data" / "models").exists()


def test_a_folder_is_not_installed_but_converted(tmp_path):
    assert_one_sentence(keyboard("models", "install", str(tmp_path)), 2, "is a folder; `keyboard models convert` installs")
    assert_one_sentence(keyboard("models", "install", "gpt2", "--name", "mine"), 2, "keeps its name; --name is for a file")


def test_backends_are_listed_the_best_first():
    backends = json.loads(keyboard("backends", "--json").stdout)
    assert [backend["backend"] for backend in backends][-2:] == ["cpu", "cpu-plain"]
    assert not backends[-1]["is_gpu"]
    assert keyboard("backends").stdout.decode().splitlines()[-1].startswith("cpu-plain ")


def test_without_a_model_the_backends_are_listed_all_the_same(tmp_path):
    backends = json.loads(keyboard("backends", "--json", KEYBOARD_HOME=str(tmp_path)).stdout)
    assert backends[-1]["tokens_per_second"] is None


@pytest.mark.usefixtures("installed_model")
def test_the_doctor_reports_and_no_part_stops_the_others(tmp_path):
    report = json.loads(keyboard("doctor", "--json", KEYBOARD_HOME=str(tmp_path / "empty")).stdout)
    assert report["Versions"]["keyboard"] == __version__
    assert report["Files"]["data"] == str(tmp_path / "empty" / "data")
    assert report["Models"] == {"none": "run `keyboard models install smollm2-135m`"}
    assert report["Backends"]["in use"].startswith("none: No model is installed")
    healthy = json.loads(keyboard("doctor", "--json").stdout)
    assert healthy["Backends"]["in use"] == "cpu, for smollm2-135m"
    assert "tokens a second" in healthy["Backends"]["cpu"]


def test_the_doctor_tells_of_the_backend_that_the_user_has_chosen(tmp_path, installed_model):
    (tmp_path / "data" / "models").mkdir(parents=True)
    (tmp_path / "data" / "models" / "smollm2-135m.gguf").symlink_to(installed_model)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('backend = "cpu-plain"\n')
    backends = json.loads(keyboard("doctor", "--json", KEYBOARD_HOME=str(tmp_path)).stdout)["Backends"]
    assert backends["in use"] == "cpu-plain, for smollm2-135m"
    assert "tokens a second, 0 of 31 layers on a GPU" in backends["cpu-plain"]


@pytest.mark.usefixtures("installed_model")
def test_attention_is_a_table_json_and_a_drawing(tmp_path):
    text = "The animal did not cross the street because it"
    shown = keyboard("attention", text, "--layer", "3", "--head", "8").stdout.decode()
    assert "What “·it” looks at (smollm2-135m, block 3, head 8)" in shown
    assert len(shown.splitlines()) == 11
    values = json.loads(keyboard("attention", "-", "--token", "4", "--layer", "3", "--json", stdin=text.encode()).stdout)
    assert (len(values["weights"]), len(values["weights"][0]), len(values["weights"][0][0])) == (1, 9, 5)
    assert values["tokens"][-1] == " not"
    assert sum(values["mean"]) == pytest.approx(1, abs=1e-5)
    file = tmp_path / "it.svg"
    assert f"Wrote {file}." in keyboard("attention", text, "--svg", str(file)).stdout.decode()
    assert file.read_text("utf-8").startswith("<svg ")


@pytest.mark.usefixtures("installed_model")
def test_attention_of_what_is_not_there_is_refused_in_a_sentence(tmp_path):
    assert_one_sentence(keyboard("attention", "a b", "--layer", "30"), 1, "There is no block 30; the model has 30")
    assert_one_sentence(keyboard("attention", "a b", "--token", "3"), 1, "choose one from 0 to 2")
    assert_one_sentence(keyboard("attention", "a b", "--model", "nonsense"), 1, "There is no model nonsense")
    (tmp_path / "file").touch()
    assert_one_sentence(keyboard("attention", "a b", "--svg", str(tmp_path / "file" / "a.svg")), 1, "cannot be written")


@pytest.mark.usefixtures("installed_model")
def test_the_lens_shows_each_block_and_the_last_one_is_the_models_own_word():
    lines = keyboard("lens", "The capital of France is", "--count", "2").stdout.decode().splitlines()
    assert len(lines) == 31
    assert lines[-1].split()[:2] == ["29", "·Paris"]
    values = json.loads(keyboard("lens", "The capital of France is", "--json").stdout)
    assert (values["piece"], len(values["layers"]), len(values["layers"][0]["tokens"])) == (" is", 30, 5)


@pytest.mark.usefixtures("installed_model")
def test_the_steps_of_a_block_are_a_table_of_100_columns_and_json():
    law = "a robot must obey the orders given it"
    lines = keyboard("step", law, "--layer", "3", "--head", "8").stdout.decode().splitlines()
    assert lines[0] == "“·it”, token 8, in block 3, head 8 (smollm2-135m):"
    wide = keyboard("step", f"日本 {'=' * 64}", "--layer", "29", "--head", "0").stdout.decode().splitlines()
    assert max(map(columns, [*lines, *wide])) <= 100
    assert {line[0] for line in lines if re.match(r"\d {5}", line)} == set("1256")
    scores = [line for line in lines if re.match(r" +-?\d+\.\d{3} +\d  ", line)]
    assert max(scores, key=lambda line: line.count("█")).split()[2] == "·robot"
    last = keyboard("step", law, "--layer", "29", "--head", "0", "--token", "2").stdout.decode()
    assert "7     the last vector after the norm" in last
    assert "the later tokens: 6" in last
    values = json.loads(keyboard("step", "-", "--layer", "3", "--head", "8", "--json", stdin=law.encode()).stdout)
    assert sum(values["vectors"]["weights"]) == pytest.approx(1, abs=1e-4)
    assert values["square"]["weights"][8] == pytest.approx(values["vectors"]["weights"], abs=0.01)


@pytest.mark.usefixtures("installed_model")
def test_a_step_that_is_not_there_is_refused_in_a_sentence():
    assert_one_sentence(keyboard("step", "a b", "--layer", "30", "--head", "0"), 1, "There is no block 30; the model has 30")
    assert_one_sentence(keyboard("step", "a b", "--layer", "0", "--head", "9"), 1, "There is no head 9; each block has 9")
    assert_one_sentence(keyboard("step", "a b", "--layer", "0"), 2, "--head")


def test_windows_is_spoken_to_in_utf8(monkeypatch):
    piped = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdout", piped)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "argv", ["keyboard", "suggest", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert piped.encoding == "utf-8"


def test_a_program_without_a_console_ends_well(monkeypatch):
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    monkeypatch.setattr(sys, "argv", ["keyboard", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0


@pytest.mark.usefixtures("installed_model")
def test_what_if_shows_what_is_expected_before_and_after():
    shown = keyboard("what-if", "The capital of France is", "--mask", "4", "--count", "2").stdout.decode()
    assert "Without “·France” (smollm2-135m)" in shown
    assert shown.count("·Paris") == 1
    text = "The capital of Germany is"
    values = json.loads(keyboard("what-if", "The capital of France is", "--other", text, "--json").stdout)
    assert (values["before"][0]["piece"], values["after"][0]["piece"]) == (" Paris", " Berlin")
    assert values["divergence_bits"] > 1
    assert keyboard("what-if", "The capital of France is").returncode == 2


@pytest.mark.usefixtures("installed_model")
def test_a_temperature_that_is_no_number_is_refused_in_a_sentence():
    assert_one_sentence(keyboard("next", "x", "--temperature", "nan"), 1, "The temperature cannot be nan; it is above 0.")


@pytest.mark.usefixtures("installed_model")
def test_next_prints_the_most_probable_tokens_best_first():
    lines = keyboard("next", "The capital of France is", "--count", "4").stdout.decode().splitlines()
    assert lines[0].split()[0] == "·Paris"
    assert len(lines) == 5
    answer = json.loads(keyboard("next", "The capital of France is", "--top-k", "3", "--json").stdout)
    assert sum(token["probability"] for token in answer["tokens"]) == pytest.approx(1)


@pytest.mark.usefixtures("installed_model")
def test_tokens_prints_the_surprise_of_each_token():
    lines = keyboard("tokens", "She studies robotics 😀.").stdout.decode().splitlines()
    assert [line.split()[1] for line in lines[1:5]] == ["She", "·studies", "·robotics", "·<0xF0><0x9F><0x98>"]
    assert "perplexity" in lines[-1]
    answer = json.loads(keyboard("tokens", "-", "--json", stdin="Grüße 😀".encode()).stdout)
    assert "".join("Grüße 😀"[token["start"] : token["end"]] for token in answer["tokens"]) == "Grüße 😀"
    assert keyboard("tokens", "").returncode == 0


@pytest.mark.usefixtures("installed_model")
def test_a_sample_is_the_same_in_another_process_and_as_json():
    sampled = keyboard("sample", "The meeting was", "--tokens", "12", "--seed", "5")
    again = json.loads(keyboard("sample", "-", "--tokens", "12", "--seed", "5", "--json", stdin=b"The meeting was").stdout)
    assert again["text"] == sampled.stdout.decode().replace(os.linesep, "\n")[:-1]
    assert "".join(token["text"] for token in again["tokens"]) == again["text"]
    assert again["end"] == "length"
    assert len(again["tokens"]) == 12


@pytest.mark.usefixtures("installed_model")
def test_a_sample_that_repeats_itself_says_so_beside_the_text():
    sampled = keyboard("sample", "the end of the end of the end of the", "--top-k", "1", "--tokens", "24")
    assert "is the way out" in sampled.stderr.decode()
    assert "way out" not in sampled.stdout.decode()


@pytest.mark.usefixtures("installed_model")
@pytest.mark.skipif(os.name != "posix", reason="a process of its own cannot be sent Ctrl+C on Windows")
def test_ctrl_c_ends_a_sample_with_what_is_written():
    command = [sys.executable, "-m", "keyboard", "sample", "Once upon a time", "--tokens", "1000", "--top-k", "40"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        first = process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        rest, complaint = process.communicate(timeout=120)
    assert (process.returncode, complaint) == (130, b"")
    assert (first + rest).endswith(b"\n")


def read_the_model(process):
    """Tell whether a process or one that it started has the model in memory."""
    try:
        family = [process, *process.children(recursive=True)]
        return any(area.path.endswith(".gguf") for member in family for area in member.memory_maps())
    except psutil.Error:
        return False


@pytest.mark.usefixtures("installed_model")
@pytest.mark.skipif(os.name != "posix", reason="a process of its own cannot be sent Ctrl+C on Windows")
@pytest.mark.parametrize(
    "command",
    ["attention", "lens", "step --layer 3 --head 8", "what-if --mask 3", "next", "tokens", "suggest", "evaluate", "benchmark"],
)
def test_ctrl_c_ends_a_command_quietly_while_the_model_reads(command, tmp_path):
    text = "The meeting was moved to Thursday because the room is taken. " * 400
    letter = tmp_path / "letter.txt"
    letter.write_text(text, encoding="utf-8")
    name, *options = command.split()
    arguments = {"evaluate": [str(letter)], "benchmark": []}.get(name, [text, *options])
    with psutil.Popen(
        [sys.executable, "-m", "keyboard", name, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None and not read_the_model(process):
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        complaint = process.communicate(timeout=60)[1].decode()
    assert (process.returncode, complaint.strip()) == (130, "")


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix closes it")
def test_a_command_without_standard_input_says_so_or_ends():
    def closed(command):
        return subprocess.run(["sh", "-c", f"'{sys.executable}' -m keyboard {command} <&-"], capture_output=True, timeout=120)

    assert_one_sentence(closed("suggest -"), 1, "there is no standard input to read")
    assert_one_sentence(closed("serve --lexicon"), 0)


@pytest.mark.skipif(not FULL_DISK.exists(), reason="this system has nothing that stands for a full disk")
def test_an_output_that_takes_no_more_is_one_sentence():
    with FULL_DISK.open("wb") as full:
        command = [sys.executable, "-m", "keyboard", "models", "list"]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE)
    assert_one_sentence(result, 1, "not all could be written: No space left on device; make room")
