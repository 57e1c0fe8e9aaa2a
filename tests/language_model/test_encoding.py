"""The tiktoken encoding equals llama.cpp's tokenizer token for token, whatever the vocabulary, the rule and the added tokens."""

import ctypes
import os
import sys
import unicodedata
from pathlib import Path

import gguf
import llama_cpp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyboard.language_model.byte_level_bpe import ByteLevelBPE
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.llama_tokenizer import load_tokenizer
from keyboard.language_model.tokenizer import IncrementalEncoder
from keyboard.language_model.vocabulary import Vocabulary

DATA = Path(__file__).parents[1] / "data" / "llama_cpp"
TEXTS = Path(__file__).parents[3] / "shared" / "texts"
GPT2 = DATA / "ggml-vocab-gpt-2.gguf"

# What splitting rules turn on: contractions, digits of several scripts, all kinds of space, marks, emoji, format characters.
TRICKY = st.text(
    st.sampled_from(
        "aAéßжاक中ñ'’stmdrevl 0٣½Ⅷ²\t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u2003\u3000\u200b\u200d\u0301\u0941.,-_$€👍🏽\ufeff\ufffd"
    ),
    max_size=40,
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def llama_cpp_tokenizer(file):
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(file).encode(), parameters)
    vocab = llama_cpp.llama_model_get_vocab(model)

    def tokenize(text):
        data = text.encode()
        tokens = (ctypes.c_int32 * (len(data) + 1))()
        count = llama_cpp.llama_tokenize(vocab, data, len(data), tokens, len(data) + 1, False, False)
        return list(tokens[:count])

    return tokenize


# Letters beyond ASCII, overlapping ones, the same start, blanks within and around, what a pre-tokenizer would split.
ADDED = ["schön", "Bác", "<name>", "New York", "中ñ", "aA", "aAé", "éß", "ßжا", "  ", " 中", "क-", "it's", "٣½", "👍🏽", "!?…"]


def gpt2_vocabulary(file, added=(), rule="gpt-2", kinds=None):
    """GPT-2's vocabulary with added tokens, each of a kind, under the name of a pre-tokenizer or none."""
    with GGUFMetadata(GPT2) as metadata:
        tokens, merges = metadata.texts("tokenizer.ggml.tokens"), metadata.texts("tokenizer.ggml.merges")
        plain = metadata.numbers("tokenizer.ggml.token_type")
    writer = gguf.GGUFWriter(file, "gpt2")
    writer.add_tokenizer_model("gpt2")
    if rule:
        writer.add_tokenizer_pre(rule)
    writer.add_token_list([*tokens, *added])
    writer.add_token_types([*plain.tolist(), *(kinds or [gguf.TokenType.USER_DEFINED] * len(added))])
    writer.add_token_merges(merges)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


@pytest.fixture(scope="module", params=["gpt2", "smollm2", "without a rule", "added tokens", "added tokens without a rule"])
def vocabulary_file(request, installed_model, tmp_path_factory):
    if request.param in ("gpt2", "smollm2"):
        return GPT2 if request.param == "gpt2" else installed_model
    added = ADDED if "added" in request.param else ()
    rule = None if "without" in request.param else "gpt-2"
    return gpt2_vocabulary(tmp_path_factory.mktemp("vocabulary") / "vocabulary.gguf", added, rule)


@pytest.fixture(scope="module")
def encoding(vocabulary_file, tmp_path_factory):
    return load_tokenizer(vocabulary_file, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def gpt2_encoding(tmp_path_factory):
    return load_tokenizer(GPT2, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def llama_tokens(vocabulary_file):
    return llama_cpp_tokenizer(vocabulary_file)


def test_llama_cpps_own_test_cases_give_their_tokens(gpt2_encoding):
    texts = (DATA / "ggml-vocab-gpt-2.gguf.inp").read_text("utf-8").split("\n__ggml_vocab_test__\n")
    lines = (DATA / "ggml-vocab-gpt-2.gguf.out").read_text("utf-8").splitlines()
    assert len(lines) > 40
    for text, line in zip(texts, lines, strict=False):
        assert gpt2_encoding.encode(text) == [int(token) for token in line.split()], text


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the evaluation texts lie beside the project, and are not here")
def test_real_texts_have_the_same_tokens(encoding, llama_tokens):
    for file in TEXTS.glob("*.txt"):
        text = file.read_text("utf-8")
        assert encoding.encode(text) == llama_tokens(text)


@given(
    st.lists(st.sampled_from([*ADDED, "a", "Y", "k", "123456", "٣45", ",", " ", "\n", "`", "don't"]), max_size=12).map("".join)
)
@settings(max_examples=1000, deadline=None)
def test_texts_with_added_tokens_in_them_have_the_same_tokens(encoding, llama_tokens, text):
    assert encoding.encode(text) == llama_tokens(text)


@given(TRICKY)
@settings(max_examples=1500, deadline=None)
def test_texts_made_of_what_rules_turn_on_have_the_same_tokens(encoding, llama_tokens, text):
    assert encoding.encode(text) == llama_tokens(text)


@given(ANY_TEXT)
@settings(max_examples=1000, deadline=None)
def test_random_unicode_has_the_same_tokens(encoding, llama_tokens, text):
    assert encoding.encode(text) == llama_tokens(text)


def test_every_character_has_the_same_tokens_beside_letters_digits_spaces_and_itself(encoding, llama_tokens):
    characters = [chr(code) for code in range(1, sys.maxunicode + 1, 17) if unicodedata.category(chr(code)) not in ("Cs", "Cn")]
    for start in range(0, len(characters), 200):
        text = "\n".join(f"a{c}a {c} 1{c}1 {c}{c}. {c}.{c}" for c in characters[start : start + 200])
        assert encoding.encode(text) == llama_tokens(text)


def test_every_token_is_written_as_its_own_piece_and_read_back(encoding, llama_tokens):
    for token, piece in enumerate(encoding.pieces):
        text = piece.decode("utf-8", "ignore")
        if text.encode() == piece and piece:
            assert encoding.encode(text) == llama_tokens(text)
            assert encoding.decode([token]) == text


@given(TRICKY)
@settings(deadline=None)
def test_a_text_comes_back_from_its_tokens(gpt2_encoding, text):
    assert gpt2_encoding.decode(gpt2_encoding.encode(text)) == text


def test_what_looks_like_a_control_token_is_text(encoding, llama_tokens):
    text = "<|endoftext|> and <|im_start|>"
    assert encoding.encode(text) == llama_tokens(text)
    assert all(encoding.pieces[token] for token in encoding.encode(text))


def test_of_added_tokens_only_those_that_are_text_are_found_in_one(tmp_path):
    """llama.cpp takes some for control tokens by their names, whatever the file says."""
    kinds = gguf.TokenType
    added = {"schön": kinds.USER_DEFINED, "[PAD]": kinds.USER_DEFINED, "<|im_end|>": kinds.NORMAL, "<größe>": kinds.CONTROL}
    added |= {"Bác": kinds.UNUSED, "中文": kinds.NORMAL, "<|channel|>": kinds.CONTROL, "": kinds.USER_DEFINED}
    file = gpt2_vocabulary(tmp_path / "added.gguf", added, kinds=list(added.values()))
    encoding, llama_tokens = load_tokenizer(file, tmp_path), llama_cpp_tokenizer(file)
    text = "".join(f"a {content} b{content}." for content in [*added, "[EMPTY_50264]"])
    assert encoding.encode(text) == llama_tokens(text)
    assert {encoding.pieces[token].decode() for token in encoding.encode(text) if token > 50_256} == {
        "schön",
        "<|channel|>",
        "[EMPTY_50264]",
    }


def test_an_added_token_is_shown_as_it_is_written(tmp_path):
    encoding = load_tokenizer(gpt2_vocabulary(tmp_path / "added.gguf", ["schön", "Bác"]), tmp_path)
    assert encoding.encode("ist schön") == [*encoding.encode("ist "), 50_257]
    assert encoding.decode([50_257, 50_258]) == "schönBác"


def test_two_tokens_with_the_same_text_are_refused_before_llama_cpp_ends_the_process(tmp_path):
    with pytest.raises(LanguageModelError, match="two tokens have the same text"):
        load_tokenizer(gpt2_vocabulary(tmp_path / "added.gguf", ["ö"]), tmp_path)


def test_lone_surrogates_are_no_error(encoding):
    assert encoding.decode(encoding.encode("a\ud83db")) == "a\ufffdb"


def test_the_vocabulary_is_kept_on_disk_and_a_broken_copy_is_made_anew(tmp_path):
    first = load_tokenizer(GPT2, tmp_path)
    [kept] = tmp_path.glob("vocabulary-*.npz")
    whole = kept.read_bytes()
    for broken in (b"", b"garbage", whole[: len(whole) // 2]):
        kept.write_bytes(broken)
        assert load_tokenizer(GPT2, tmp_path).fingerprint == first.fingerprint
        assert kept.read_bytes() == whole


def test_a_tokenizer_of_another_kind_is_refused_in_one_sentence():
    with pytest.raises(LanguageModelError, match="'llama-bpe' is not of GPT-2's kind"):
        ByteLevelBPE(Vocabulary(tuple(bytes([value]) for value in range(256)), tuple(range(256)), "llama-bpe"))


def test_a_file_that_is_no_gguf_is_refused_in_one_sentence(tmp_path):
    garbage = tmp_path / "x.gguf"
    garbage.write_bytes(b"garbage" * 1000)
    with pytest.raises(LanguageModelError, match=r"x\.gguf is no whole GGUF file"):
        load_tokenizer(garbage, tmp_path)
    with pytest.raises(LanguageModelError, match=r"none\.gguf cannot be read"):
        load_tokenizer(tmp_path / "none.gguf", tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_file_whose_name_is_no_text_is_read(tmp_path, installed_model):
    file = tmp_path / os.fsdecode(b"mod\xe8le.gguf")
    file.symlink_to(installed_model)
    assert len(load_tokenizer(file, tmp_path).pieces) == 49_152


@pytest.mark.parametrize(("merges", "kinds"), [(["a b c"], [1, 1]), (["a b"], [1, 1]), (["a a"], [1])])
def test_a_damaged_tokenizer_is_refused_in_one_sentence(tmp_path, merges, kinds):
    file = tmp_path / "damaged.gguf"
    writer = gguf.GGUFWriter(file, "gpt2")
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(["a", "aa"])
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(LanguageModelError, match=r"damaged\.gguf has a damaged tokenizer"):
        load_tokenizer(file, tmp_path)


def test_tokens_whose_ids_are_not_in_merge_order_are_translated():
    pieces = (*tuple(bytes([value]) for value in reversed(range(256))), b"abc", b"ab")
    encoding = ByteLevelBPE(Vocabulary(pieces, (*range(256), 257, 256), "gpt-2"))
    assert encoding.encode("abcab") == [256, 257]


WORDS = st.lists(
    st.sampled_from(["word", "New", "York", "schön", "don't", "a", "é", "中文", "12", "...", ",", "\n", "  ", "👍"]), max_size=30
)


@given(TRICKY, TRICKY.filter(lambda text: not text[:1].isspace()))
@settings(deadline=None)
def test_a_line_whose_start_is_a_tokens_is_cut_as_if_the_text_began_there(encoding, before, line):
    """So the explorer reads no more of a long text than what follows an edit."""
    whole, alone = encoding.encode(before + "\n" + line), encoding.encode(line)
    count = next((n for n in range(len(whole) + 1) if encoding.decode(whole[:n]) == before + "\n"), None)
    assert count is None or whole[count:] == alone


@given(WORDS)
@settings(deadline=None)
def test_a_text_splits_at_safe_places(encoding, words):
    text = " ".join(words)
    for place in range(len(text)):
        if encoding.splits_at(text, place):
            assert encoding.encode(text) == encoding.encode(text[:place]) + encoding.encode(text[place:])


@given(TRICKY | st.text(alphabet="a. \n\t", max_size=12), st.booleans())
@settings(deadline=None)
def test_what_stands_before_a_word_is_cut_as_it_is_once_the_word_is_there(encoding, text, has_space):
    before = encoding.encode_before_word(text, has_space=has_space)
    if not text[-1:].isalnum() and not text.endswith(" "):  # a space before a word is the word's
        assert encoding.encode(text + (" " if has_space else "") + "and")[: len(before)] == before


def test_a_blank_line_before_a_word_is_two_line_ends(encoding):
    line_end = encoding.encode("\n")
    assert encoding.encode("Hello.\n\n") != encoding.encode("Hello.") + 2 * line_end
    assert encoding.encode_before_word("Hello.\n\n") == encoding.encode("Hello.") + 2 * line_end


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 900), TRICKY | WORDS.map(" ".join)), max_size=8))
@settings(deadline=None, max_examples=60)
def test_encoding_step_by_step_equals_encoding_at_once(encoding, edits):
    incremental = IncrementalEncoder(encoding)
    text = "The meeting is on Tuesday, and I don't know where yet. " * 40
    for place, removed, inserted in edits:
        text = text[:place] + inserted + text[place + removed :]
        assert incremental.encode(text) == encoding.encode(text)
        assert incremental.encode_before_word(text) == encoding.encode_before_word(text)


@pytest.mark.parametrize("character", [" ", "\n", "\t", "a", "-", "1", "é"])
def test_a_million_of_one_character_is_a_text_like_any_other(encoding, character):
    text = "before " + character * 1_000_000 + " after"
    assert encoding.decode(encoding.encode(text)) == text
