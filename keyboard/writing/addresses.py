"""Addresses, file names, identifiers and numbers, which contain no space and get no capital.

After a tap, such a token may continue without the tap's space: "google" and ".com", "anna" and "@example.org". The first keys
could also begin a sentence or a mention, so a `Seam` follows the keys and decides again at each of them.
"""

from dataclasses import dataclass, replace

import regex

# Endings of hosts and files that, in lower case, never begin a sentence.
_ENDINGS = """
com org net edu gov mil int info biz dev app xyz io ai tv gg ly fm uk eu ch nl pl ru jp cn br au nz dk cz hu gr kr tw hk sg tr
ua ro bg hr rs lt lv ee cl mx txt md rst tex rtf doc docx odt xls xlsx ods ppt pptx odp csv tsv pdf epub mobi html htm xhtml css
scss js mjs cjs ts jsx tsx json jsonl yaml yml toml xml ini cfg py pyc ipynb rb php jar kt cpp cxx hpp cs vb lua sql sqlite db
sh zsh ps1 exe dll msi apk ipa rpm iso img dmg dylib zip gz tgz bz2 xz rar 7z tar bak tmp svg png jpg jpeg gif bmp tif tiff webp
ico heic psd mp3 mp4 m4a m4v ogg oga ogv opus flac wav aac avi mkv mov webm srt ttf otf woff woff2 gguf npz npy pth onnx
safetensors
"""
# Endings that may begin a sentence: the text has to give another hint.
_ENDINGS_LIKE_WORDS = """
at be by ca co de do es fi fr ie in is it la me my no nu pt se si so su to us bash bat bin c cc conf deb go h java key lock log
m map pages r swift
"""
_CLEAR, _LIKE_WORDS = frozenset(_ENDINGS.split()), frozenset(_ENDINGS_LIKE_WORDS.split())
_SCHEME = regex.compile(
    "https?|s?ftp|ftps|file|ssh|git|svn|wss?|smb|ldaps?|ircs?|s3|gs|hf|oci|docker|rtsp|rtmp|postgres(?:ql)?|mysql|redis|mongodb|"
    "data|about|chrome|vscode|steam|magnet|app",
    regex.IGNORECASE,
)
_URL = regex.compile(r"^[(\[<\"'“]*(?:[a-z][a-z0-9+.-]*://|www\.)", regex.IGNORECASE)
_UNFINISHED = regex.compile(rf"(?:{_URL.pattern}(?:www\.)?|.*\w@)[\w-]*\.?", regex.IGNORECASE)
_PATH = regex.compile(r"^\W*(?:[A-Za-z]:)?\\|^\W*(?:~|\.\.?)?/|\w/\w+$|\w_\w")
_EMAIL = regex.compile(r"(?:@|\d[\w.+-]*@)[\w-]+\.\w|(?:[._+-][\w+-]+)+@")
_QUERY = regex.compile(r"[?&#][\w-]+[=&#/]|[&=#%+~@\\]\w|:\d")
_RUN = regex.compile(r"(?:\.[\w-]+)+")
_NAME = regex.compile(r"[\w.-]*_[^\W_].*", regex.DOTALL)
_STRESSED = regex.compile(r"_[^_]*_+\W?")
_HOST = regex.compile(r"(?:^|\W)(?:localhost|[\w-]+(?:\.[\w-]+)*\.\w{2,})$")
_DRIVE = regex.compile(r"(?:^|\W)[A-Za-z]$")
_INITIALS = regex.compile(r"(?:^|\W)(?:\p{L}\.)*(?:\p{L}|\p{Lu}\p{Ll})$")
_LONGEST = 64


def last_run(before: str) -> str:
    """Return the text after the last white space, or the end of it if it is long; "" after white space."""
    end = before[-_LONGEST:]
    return end[max(end.rfind(space) for space in " \n\t\u00a0\u202f") + 1 :]


def is_unfinished_address(run: str) -> bool:
    """Return whether `run`, which has no space in it, is an address whose host is incomplete: "anna@exam", "https://www."."""
    return _UNFINISHED.fullmatch(run) is not None


def makes_one_token(word: str, keys: str) -> bool:
    """Return whether `keys`, typed after a tap's space without a space of their own, continue the text before that space.

    `word` is that text since the last white space.
    """
    first, rest = keys[0], keys[1:]
    if word[-1:].isdigit() and (first.isdigit() or (first in ".:," and rest[:1].isdigit())):
        return True
    if (keys.startswith("://") and _SCHEME.fullmatch(word)) or (first == "\\" and (word[-1:] == ":" or "\\" in word)):
        return True
    if first == ":" and ((rest[:1].isdigit() and _HOST.search(word)) or (rest[:1] == "\\" and _DRIVE.search(word))):
        return True
    if _EMAIL.match(keys) or (_URL.match(word) and _QUERY.match(keys)):
        return True
    if first == "_" or (first == "." and "_" in keys):
        return _NAME.match(keys) is not None and not _STRESSED.fullmatch(keys)
    return first == "." and _goes_on_with_stop(word, keys)


def _goes_on_with_stop(word: str, keys: str) -> bool:
    """Return whether a full stop and what follows it belong to a host, a file or an abbreviation."""
    if is_unfinished_address(word):
        return True
    found = _RUN.match(keys)
    if found is None:
        return False
    endings, following = found[0][1:].split("."), keys[found.end() :]
    if len(endings[-1]) == 1 and following[:1] == "." and _INITIALS.search(word):
        return True
    is_place = bool(_URL.match(word) or _PATH.search(word)) or "@" in word or following[:1] in {"/", ":"}
    return any(
        ending in _CLEAR or (ending.lower() in _CLEAR and word.isupper()) or (is_place and ending in _LIKE_WORDS)
        for ending in endings
    )


@dataclass(frozen=True)
class Seam:
    """The place after a tapped word, which may have the tap's space, and what was typed from there on."""

    word: str  # the text before the place, since the last white space
    keys: str = ""  # what was typed, letter by letter
    shown: str = " "  # the text after the word
    apart: str = " "  # the text there if the keys do not continue the word

    def after_key(self, key: str, shown: str) -> "Seam | None":
        """Return the seam after a key that has left `shown` in the text; the `shown` of the result replaces it.

        None after a space, which ends the token.
        """
        keys = self.keys + key
        if len(key) != 1 or key.isspace() or len(keys) > _LONGEST:
            return None
        apart = shown if self.shown == self.apart else self.apart + key
        return Seam(self.word, keys, keys if makes_one_token(self.word, keys) else apart, apart)

    def after_backspace(self) -> "Seam | None":
        """Return the seam after the last letter was deleted, or None if the writer had typed a space."""
        if not self.keys or self.shown[-1:].isspace():
            return None
        return replace(self, keys=self.keys[:-1], shown=self.shown[:-1], apart=self.apart[:-1])

    def after_tap(self, inserted: str) -> "Seam | None":
        """Return the seam after another tap: it continues where a host may follow an "@"."""
        if not self.keys.startswith("@") or self.shown != self.apart:
            return None
        return Seam(self.word, self.keys + inserted.strip(), self.shown + inserted, self.apart + inserted)


def seam_after(before: str) -> Seam | None:
    """Return the seam after a tap that has left `before`, which ends in the tap's space; None without a word before the space."""
    word = last_run(before[:-1])
    return Seam(word) if word else None
