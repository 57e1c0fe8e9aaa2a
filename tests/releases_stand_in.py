"""A releases page on this machine, which answers as GitHub's does; keeps what it was asked."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ReleasesPage:
    """The page; `tag` is the newest release's, or None where there is none, and `location` another place to lead to."""

    def __init__(self, address):
        self.address = address
        self.tag = None
        self.location = None
        self.requests = []


@contextmanager
def releases_page():
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            page.requests.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
            where = f"/me/keyboard/releases/tag/{page.tag}" if page.tag else "/me/keyboard/releases"
            self.send_response(302)
            self.send_header("Location", page.location or where)
            self.end_headers()

        def log_message(self, *_arguments):
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        page = ReleasesPage(f"http://127.0.0.1:{server.server_address[1]}/me/keyboard/releases")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield page
        server.shutdown()
