"""Takes the place of `keyboard models` and `keyboard backends`: a folder says what there is, and a test when work goes on.

`commands` in the folder has a line for each call; the file `go-on` lets an installation end, `complaint` lets it fail.
"""

import json
import sys
import time
from pathlib import Path

import psutil

STEPS = ((0.1, "downloading {}: 10%, 5.0 MB/s, 1 min left"), (0.5, "downloading {}: 50%, 5.0 MB/s, 33 s left"))


def main(folder, *arguments):
    with (folder / "commands").open("a") as file:
        file.write(" ".join(arguments) + "\n")
    if arguments[0] == "backends":
        write((folder / "backends.json").read_text())
    elif arguments[1] == "list":
        write((folder / "models.json").read_text())
    else:
        {"install": install, "verify": verify, "remove": remove}[arguments[1]](folder, arguments[2])


def install(folder, asked_for):
    name = Path(asked_for).stem
    note_process(folder)
    for progress, sentence in STEPS:
        write(json.dumps({"progress": progress, "sentence": sentence.format(name), "stage": "download"}))
    while not (folder / "go-on").exists():
        time.sleep(0.01)
    note_process(folder)
    fail_if_told(folder)
    models = json.loads((folder / "models.json").read_text())
    model = next((model for model in models if model["name"] == name), None)
    if model is None:
        models.append(model := models[0] | {"name": name, "in_catalogue": False, "quantizations": []})
    model["is_installed"] = True
    (folder / "models.json").write_text(json.dumps(models))


def note_process(folder):
    process = psutil.Process()
    (folder / "process").write_text(json.dumps({"pid": process.pid, "nice": int(process.nice())}))


def verify(folder, name):
    write(json.dumps({"progress": 0.5, "sentence": f"verifying {name}: 50%", "stage": "verify"}))
    fail_if_told(folder)


def remove(folder, name):
    models = json.loads((folder / "models.json").read_text())
    (folder / "models.json").write_text(
        json.dumps([model | {"is_installed": model["is_installed"] and model["name"] != name} for model in models])
    )


def write(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def fail_if_told(folder):
    if (folder / "complaint").exists():
        sys.exit(f"Error: {(folder / 'complaint').read_text()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
