"""Tokens equal llama.cpp's, whatever the kind of tokenizer, the rule and the added tokens; and what words need of them holds."""

import ctypes
import os
import struct
import sys
import unicodedata
from pathlib import Path

import gguf
import llama_cpp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.tokenizer import IncrementalEncoder
from keyboard.language_model.tokenizer_kinds import ByteLevelBPE, load_tokenizer
from keyboard.language_model.vocabulary import Vocabulary
from tests.tiny_models import write_gemma3, write_llama

DATA = Path(__file__).parents[1] / "data" / "llama_cpp"
TEXTS = Path(__file__).parents[3] / "shared" / "texts"
GPT2, LLAMA2 = DATA / "ggml-vocab-gpt-2.gguf", DATA / "ggml-vocab-llama-spm.gguf"
# llama.cpp's source has more vocabularies with test cases: 151,936 tokens of Qwen, 262,144 of Gemma 4.
MORE = sorted(Path(os.environ.get("LLAMA_CPP_MODELS", "/nowhere")).glob("ggml-vocab-*.gguf.inp"))

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
        tokens = (ctypes.c_int32 * (3 * len(data) + 8))()
        count = llama_cpp.llama_tokenize(vocab, data, len(data), tokens, len(tokens), False, False)
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


KINDS = {
    "without a rule": lambda file: gpt2_vocabulary(file, rule=None),
    "added tokens": lambda file: gpt2_vocabulary(file, ADDED),
    "added tokens without a rule": lambda file: gpt2_vocabulary(file, ADDED, rule=None),
    "llama 3": lambda file: gpt2_vocabulary(file, rule="llama-bpe"),
    "qwen": lambda file: gpt2_vocabulary(file, rule="qwen2"),
    "gpt-4o": lambda file: gpt2_vocabulary(file, ADDED, rule="gpt-4o"),
    "mistral": lambda file: gpt2_vocabulary(file, rule="tekken"),
    "sentence piece": write_gemma3,
    "sentence piece, a space before a text": write_llama,
}


@pytest.fixture(scope="module", params=["gpt2", "smollm2", "llama 2", *KINDS])
def vocabulary_file(request, installed_model, tmp_path_factory):
    files = {"gpt2": GPT2, "smollm2": installed_model, "llama 2": LLAMA2}
    if request.param in files:
        return files[request.param]
    return KINDS[request.param](tmp_path_factory.mktemp("vocabulary") / "vocabulary.gguf")


@pytest.fixture(scope="module")
def encoding(vocabulary_file, tmp_path_factory):
    return load_tokenizer(vocabulary_file, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def gpt2_encoding(tmp_path_factory):
    return load_tokenizer(GPT2, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def llama_tokens(vocabulary_file):
    return llama_cpp_tokenizer(vocabulary_file)


@pytest.mark.parametrize("file", [GPT2, LLAMA2, *(file.with_suffix("") for file in MORE)], ids=lambda file: file.stem)
def test_llama_cpps_own_test_cases_give_their_tokens(file, tmp_path):
    texts = Path(f"{file}.inp").read_text("utf-8").split("\n__ggml_vocab_test__\n")
    lines = Path(f"{file}.out").read_text("utf-8").splitlines()
    assert len(lines) > 40
    encoding = load_tokenizer(file, tmp_path)
    for text, line in zip(texts, lines, strict=False):
        assert encoding.encode(text) == [int(token) for token in line.split()], text


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the evaluation texts lie beside the project, and are not here")
def test_real_texts_have_the_same_tokens(encoding, llama_tokens):
    for file in TEXTS.glob("*.txt"):
        text = file.read_text("utf-8")
        assert encoding.encode(text) == llama_tokens(text)


@given(
    st.lists(st.sampled_from([*ADDED, "a", "Y", "k", "123456", "٣45", ",", " ", "\n", "`", "don't"]), max_size=12).map("".join)
)
@settings(max_examples=400, deadline=None)
def test_texts_with_added_tokens_in_them_have_the_same_tokens(encoding, llama_tokens, text):
    assert encoding.encode(text) == llama_tokens(text)


@given(TRICKY)
@settings(max_examples=500, deadline=None)
def test_texts_made_of_what_rules_turn_on_have_the_same_tokens(encoding, llama_tokens, text):
    assert encoding.encode(text) == llama_tokens(text)


@given(ANY_TEXT)
@settings(max_examples=400, deadline=None)
def test_random_unicode_has_the_same_tokens(encoding, llama_tokens, text):
    assert encoding.encode(text) == llama_tokens(text)


def test_every_character_has_the_same_tokens_beside_letters_digits_spaces_and_itself(encoding, llama_tokens):
    characters = [chr(code) for code in range(1, sys.maxunicode + 1, 17) if unicodedata.category(chr(code)) not in ("Cs", "Cn")]
    for start in range(0, len(characters), 200):
        text = "\n".join(f"a{c}a {c} 1{c}1 {c}{c}. {c}.{c}" for c in characters[start : start + 200])
        assert encoding.encode(text) == llama_tokens(text)


SOME = 7


def test_tokens_are_written_as_their_own_pieces_and_read_back(encoding, llama_tokens):
    for token, piece in enumerate(encoding.pieces):
        text = piece.decode("utf-8", "ignore")
        if text.encode() == piece and piece and token % SOME == 0:
            assert encoding.encode(text) == llama_tokens(text)
            assert encoding.decode([token]) == text


@given(TRICKY)
@settings(deadline=None)
def test_a_text_comes_back_from_its_tokens(encoding, text):
    assert encoding.decode(encoding.encode_continuation(text)) == text
    assert encoding.decode(encoding.encode(text)) in (text, f" {text}")


@given(st.text("abcxyzABCéßñ", min_size=1, max_size=8), st.text("abcxyzABC", min_size=1, max_size=8))
@settings(deadline=None)
def test_the_space_before_a_word_is_in_its_first_token_which_ends_the_word_before(encoding, word, other):
    alone, continued = encoding.encode_continuation(word), encoding.encode_continuation(f"{word} {other}")
    first = continued[len(alone)]
    assert continued[: len(alone)] == alone
    assert encoding.pieces[first].startswith(b" ")
    assert encoding.ends_word[first]
    assert not encoding.ends_word[alone].any()


@given(st.text("abcxyzABC", min_size=1, max_size=8), st.sampled_from(",.;:!?)"))
@settings(deadline=None)
def test_a_mark_after_a_word_ends_it_and_is_found_among_the_marks(encoding, word, mark):
    last = encoding.encode_continuation(word + mark)[-1]
    assert encoding.ends_word[last]
    assert last in encoding.marks


def test_control_tokens_end_a_word_and_bytes_within_a_character_do_not(encoding):
    for token, piece in enumerate(encoding.pieces):
        if piece == b"" or 0x80 <= piece[0] < 0xC0:
            assert encoding.ends_word[token] == (piece == b"")


def test_what_looks_like_a_control_token_is_text(encoding, llama_tokens):
    text = "<|endoftext|> and <|im_start|>"
    assert encoding.encode(text) == llama_tokens(text)
    assert all(encoding.pieces[token] for token in encoding.encode(text))


@pytest.mark.long
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


@pytest.mark.long
def test_an_added_token_is_shown_as_it_is_written(tmp_path):
    encoding = load_tokenizer(gpt2_vocabulary(tmp_path / "added.gguf", ["schön", "Bác"]), tmp_path)
    assert encoding.encode("ist schön") == [*encoding.encode("ist "), 50_257]
    assert encoding.decode([50_257, 50_258]) == "schönBác"


def test_two_tokens_with_the_same_text_are_refused_before_llama_cpp_ends_the_process(tmp_path):
    with pytest.raises(LanguageModelError, match="two tokens have the same text"):
        load_tokenizer(gpt2_vocabulary(tmp_path / "added.gguf", ["ö"]), tmp_path)


def test_lone_surrogates_are_no_error(encoding):
    assert encoding.decode(encoding.encode_continuation("a\ud83db")) == "a\ufffdb"


@pytest.mark.long
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
    with pytest.raises(LanguageModelError, match=r"x\.gguf is damaged or not a GGUF file"):
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
    whole, alone = encoding.encode_continuation(before + "\n" + line), encoding.encode_continuation(line)
    count = next((n for n in range(len(whole) + 1) if encoding.decode(whole[:n]) == before + "\n"), None)
    assert count is None or whole[count:] == alone


@given(WORDS)
@settings(deadline=None)
def test_a_text_splits_at_safe_places(encoding, words):
    text = " ".join(words)
    for place in range(len(text)):
        if encoding.splits_at(text, place):
            encode = encoding.encode_continuation
            assert encode(text) == encode(text[:place]) + encode(text[place:])
            if "New York" not in text:  # after an added token, as before a whole text, llama.cpp puts the space of some files
                assert encoding.encode(text) == encoding.encode(text[:place]) + encode(text[place:])


@given(TRICKY | st.text(alphabet="a. \n\t", max_size=12), st.booleans())
@settings(deadline=None)
def test_what_stands_before_a_word_is_cut_as_it_is_once_the_word_is_there(encoding, text, has_space):
    before = encoding.encode_before_word(text, has_space=has_space)
    if not text[-1:].isalnum() and not text.endswith(" "):  # a space before a word is the word's
        assert encoding.encode_continuation(text + (" " if has_space else "") + "and")[: len(before)] == before


def test_for_gpt2_a_blank_line_before_a_word_is_two_line_ends(gpt2_encoding):
    line_end = gpt2_encoding.encode("\n")
    assert gpt2_encoding.encode("Hello.\n\n") != gpt2_encoding.encode("Hello.") + 2 * line_end
    assert gpt2_encoding.encode_before_word("Hello.\n\n") == gpt2_encoding.encode("Hello.") + 2 * line_end


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 900), TRICKY | WORDS.map(" ".join)), max_size=8))
@settings(deadline=None, max_examples=60)
def test_encoding_step_by_step_equals_encoding_at_once(encoding, edits):
    incremental = IncrementalEncoder(encoding)
    text = "The meeting is on Tuesday, and I don't know where yet. " * 40
    for place, removed, inserted in edits:
        text = text[:place] + inserted + text[place + removed :]
        assert incremental.encode(text) == encoding.encode_continuation(text)
        assert incremental.encode_before_word(text) == encoding.encode_before_word(text)


@pytest.mark.parametrize("character", [" ", "\n", "\t", "a", "-", "1", "é"])
def test_a_million_of_one_character_is_a_text_like_any_other(encoding, character):
    text = "before " + character * 1_000_000 + " after"
    assert encoding.decode(encoding.encode_continuation(text)) == text


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"tokenizer.ggml.model": "none"}, "has no tokenizer"),
        ({"tokenizer.ggml.model": "abacus"}, "unknown tokenizer: 'abacus'"),
        ({"tokenizer.ggml.pre": "of-a-later-year"}, "unknown pre-tokenizer type: 'of-a-later-year'"),
    ],
)
def test_a_tokenizer_that_llama_cpp_lacks_is_refused_with_its_reason(tmp_path, changed, reason):
    data = GPT2.read_bytes()
    for key, value in changed.items():
        before = {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "gpt-2"}[key]
        old, new = (key.encode() + struct.pack("<IQ", 8, len(text)) + text.encode() for text in (before, value))
        assert old in data
        data = data.replace(old, new)
    file = tmp_path / "other.gguf"
    file.write_bytes(data)
    with pytest.raises(LanguageModelError, match=rf"other\.gguf .*{reason}.*; choose another model"):
        load_tokenizer(file, tmp_path)


def test_a_sentence_piece_vocabulary_without_single_bytes_is_refused_before_llama_cpp_ends_the_process(tmp_path):
    file = write_llama(tmp_path / "tiny.gguf")
    file.write_bytes(file.read_bytes().replace(b"<0x41>", b"<0xZZ>"))
    with pytest.raises(LanguageModelError, match="it lacks tokens of single bytes; choose another model"):
        load_tokenizer(file, tmp_path)


@pytest.mark.long
def test_tokenizers_with_other_merges_or_scores_have_other_fingerprints(tmp_path):
    files = [write_llama(tmp_path / "tiny.gguf"), gpt2_vocabulary(tmp_path / "qwen.gguf", rule="qwen2")]
    files += [gpt2_vocabulary(tmp_path / "llama3.gguf", rule="llama-bpe"), LLAMA2, GPT2]
    fingerprints = [load_tokenizer(file, tmp_path).fingerprint for file in files]
    assert len(set(fingerprints)) == len(files)
    assert fingerprints == [load_tokenizer(file, tmp_path).fingerprint for file in files]


def test_a_token_that_spans_two_words_keeps_a_text_whole_there(tmp_path):
    encoding = load_tokenizer(write_llama(tmp_path / "tiny.gguf"), tmp_path)
    text = "it was in New York and the meeting is on for you"
    split = [place for place in range(len(text)) if encoding.splits_at(text, place)]
    assert text.index(" York") not in split
    assert text.index(" meeting") in split
