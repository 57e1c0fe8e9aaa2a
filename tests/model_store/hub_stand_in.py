"""A stand-in for the Hugging Face hub on this machine, which speaks what fetching a file needs.

`python -m tests.model_store.hub_stand_in FOLDER` serves a folder of repositories, FOLDER/owner/name/files, at whatever revision
is asked for; the address that it prints goes into HF_ENDPOINT.

As on the hub, a large file is in large file storage: its page answers with a redirect to another address, and states the size,
the commit and the SHA-256 as its etag; a small file's page leads to a cache on the same host, and its etag is git's SHA-1 of it.
"""

import hashlib
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

_FILE_PAGE = re.compile(r"/(?P<repository>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)")
_STORAGE = "/storage/"
_CACHE = "/api/resolve-cache/models/"
_LARGE_BYTES = 4096
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True)
class Request:
    """What the hub was asked: `first_byte` is 0 where no range was."""

    method: str
    path: str
    first_byte: int


@dataclass
class Mischief:
    """How the stand-in misbehaves; by default not at all.

    Attributes:
        unavailable: So many requests are answered with 503 first.
        cut_after_bytes: The connection is cut once an answer has brought so much of a large file.
        cuts: How often it is cut.
        ignores_ranges: The whole file is sent whatever was asked for.
        damages: The last byte of large files is another one.
        hides_hashes: The etag of small files is no hash.
        hides_sizes: The size of small files is not stated.
        states_no_commit: Files come without what the hub says of them.
        wait_before_chunk: Called before each piece of a large file is sent.
    """

    unavailable: int = 0
    cut_after_bytes: int = 0
    cuts: int = 0
    ignores_ranges: bool = False
    damages: bool = False
    hides_hashes: bool = False
    hides_sizes: bool = False
    states_no_commit: bool = False
    wait_before_chunk: Callable[[], object] = lambda: None


@dataclass
class HubStandIn:
    """Serves a folder of repositories until it is closed; use it in a `with` statement.

    Attributes:
        folder: What is served.
        mischief: What goes wrong.
        requests: What was asked, in order.
    """

    folder: Path
    mischief: Mischief = field(default_factory=Mischief)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self):
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = _Server(("127.0.0.1", 0), handler)

    @property
    def address(self):
        """What HF_ENDPOINT must be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def storage_address(self):
        """Where large files lie: another host, as on the hub, so that whoever asks for metadata does not follow it there."""
        return f"http://localhost:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()

    def serve_forever(self):
        self._server.serve_forever()

    def first_bytes(self, name):
        """The first byte of each request for a file's content, in order."""
        return [asked.first_byte for asked in self.requests if asked.path.endswith(name) and _STORAGE in asked.path]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments):
        """Whoever asked has gone; that is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    hub: HubStandIn
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer()

    def do_GET(self):
        self._answer()

    def log_message(self, *_arguments):
        """Print nothing."""

    def _answer(self):
        found = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first_byte = int(found[1]) if found else 0
        self.hub.requests.append(Request(self.command, self.path, first_byte))
        if self.hub.mischief.unavailable > 0:
            self.hub.mischief.unavailable -= 1
            self._refuse(503, "Busy")
        elif self.path.startswith(_STORAGE):
            self._send_large(self.hub.folder / unquote(self.path.removeprefix(_STORAGE)), first_byte)
        elif self.path.startswith(_CACHE):
            *repository, revision, name = unquote(self.path.removeprefix(_CACHE)).split("/")
            self._send_small(self.hub.folder.joinpath(*repository, name), revision)
        else:
            self._answer_page(_FILE_PAGE.fullmatch(self.path))

    def _answer_page(self, page):
        file = page and self.hub.folder / page["repository"] / unquote(page["path"])
        if not page or not (self.hub.folder / page["repository"]).is_dir():
            self._refuse(404, "RepoNotFound")
        elif not file.is_file():
            self._refuse(404, "EntryNotFound")
        elif file.stat().st_size < _LARGE_BYTES or file.suffix in (".json", ".txt"):
            place = f"{_CACHE}{page['repository']}/{page['revision']}/{page['path']}"
            self._head(307, {**self._commit(page["revision"]), "Location": place, "Content-Length": 0})
        else:
            self._lead_to_storage(file, page["revision"])

    def _commit(self, revision):
        return {} if self.hub.mischief.states_no_commit else {"X-Repo-Commit": revision}

    def _send_small(self, file, revision):
        content = file.read_bytes()
        blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()  # noqa: S324 - git's own
        size = {} if self.hub.mischief.hides_sizes and self.command == "HEAD" else {"Content-Length": len(content)}
        etag = '"1"' if self.hub.mischief.hides_hashes else f'W/"{blob}"'
        self._head(200, {**self._commit(revision), "ETag": etag, **size})
        if self.command == "GET":
            self.wfile.write(content)

    def _lead_to_storage(self, file, revision):
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        stated = {**self._commit(revision), "X-Linked-Etag": f'"{sha256}"', "X-Linked-Size": file.stat().st_size}
        place = f"{_STORAGE}{file.relative_to(self.hub.folder)}"
        self._head(302, {**stated, "Location": self.hub.storage_address + place, "Content-Length": 0})

    def _send_large(self, file, first_byte):
        content = file.read_bytes()
        mischief = self.hub.mischief
        if mischief.damages:
            content = content[:-1] + bytes([content[-1] ^ 1])
        if first_byte and not mischief.ignores_ranges:
            rest = content[first_byte:]
            span = f"bytes {first_byte}-{len(content) - 1}/{len(content)}"
            self._head(206, {"Content-Range": span, "Content-Length": len(rest)})
        else:
            rest = content
            self._head(200, {"Content-Length": len(rest)})
        if self.command == "GET":
            self._send_in_pieces(rest)

    def _send_in_pieces(self, rest):
        mischief = self.hub.mischief
        sent = 0
        for start in range(0, len(rest), _CHUNK_BYTES):
            mischief.wait_before_chunk()
            if mischief.cuts and sent >= mischief.cut_after_bytes:
                mischief.cuts -= 1
                self.close_connection = True
                return
            try:
                self.wfile.write(rest[start : start + _CHUNK_BYTES])
            except OSError:
                self.close_connection = True
                return  # whoever asked has gone
            sent += _CHUNK_BYTES

    def _refuse(self, status, code):
        self._head(status, {"X-Error-Code": code, "X-Error-Message": code, "Content-Length": 0})

    def _head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()


if __name__ == "__main__":
    served = HubStandIn(Path(sys.argv[1]))
    print(f"HF_ENDPOINT={served.address}", flush=True)  # noqa: T201 - a command
    served.serve_forever()
