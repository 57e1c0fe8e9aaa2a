"""Files that are no model, each in its own way."""

import gguf
import numpy as np


def garbage(folder, _model):
    file = folder / "garbage.gguf"
    file.write_bytes(b"This is a letter and no model. " * 1000)
    return file


def truncated(folder, model):
    file = folder / "truncated.gguf"
    with model.open("rb") as whole:
        file.write_bytes(whole.read(30_000_000))
    return file


def cut_in_its_header(folder, model):
    file = folder / "header.gguf"
    with model.open("rb") as whole:
        file.write_bytes(whole.read(100_000))
    return file


def empty(folder, _model):
    file = folder / "empty.gguf"
    file.write_bytes(b"")
    return file


def unsupported(folder, _model):
    file = folder / "unsupported.gguf"
    writer = gguf.GGUFWriter(file, "perceptron")
    writer.add_tensor("weight", np.zeros((4, 4), dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


ALL = (garbage, truncated, cut_in_its_header, empty, unsupported)
