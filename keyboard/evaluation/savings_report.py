"""A page that shows typed and tapped characters, and how savings grow with the number of buttons."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from keyboard import __version__
from keyboard.evaluation.continuation_savings import ContinuationFigures, continuation_cells
from keyboard.evaluation.keystroke_savings import TypedFile, TypedMessage, cells_of, figures_of, total_of
from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.slip_savings import SlipFigures, slip_cells
from keyboard.evaluation.typist import Stroke
from keyboard.storage.atomic_file import write_atomically

_WIDTH, _HEIGHT = 560, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 16, 44
_STEP = 20


def savings_plot(savings: Mapping[float, float], limit: float, by: str = "buttons", below: str = "one tap a word") -> str:
    """Return an SVG element: the curve of `savings`, percent by what `by` says, and `limit` as a dashed line named `below`."""
    counts = sorted(savings)
    points = [(_x(count, counts), _y(savings[count])) for count in counts]
    grid = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(tick):.1f}" y2="{_y(tick):.1f}"/>'
        f'<text x="{_LEFT - 8}" y="{_y(tick) + 4:.1f}" text-anchor="end">{tick}</text>'
        for tick in range(0, 101, _STEP)
    )
    labels = "".join(
        f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{count:g}</text>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{savings[count]:.1f}</text>'
        for count, (x, y) in zip(counts, points, strict=True)
    )
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>Keystroke savings in percent, by {by}</title>"
        f"{grid}"
        f'<line class="limit" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_y(limit):.1f}" y2="{_y(limit):.1f}"/>'
        f'<text x="{_WIDTH - _RIGHT}" y="{_y(limit) - 6:.1f}" text-anchor="end">{below}: {limit:.1f}</text>'
        f'<polyline class="curve" points="{path}"/>{labels}'
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{by}</text>'
        f'<text x="14" y="{_HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 {_HEIGHT / 2})">KS, %</text></svg>'
    )


def _x(count: float, counts: list[float]) -> float:
    first, span = counts[0], counts[-1] - counts[0] or 1
    return _LEFT + 24 + (count - first) / span * (_WIDTH - _LEFT - _RIGHT - 48)


def _y(percent: float) -> float:
    return _TOP + (1 - percent / 100) * (_HEIGHT - _TOP - _BOTTOM)


_STYLE = """
:root { color-scheme: light dark; --text: #1d2330; --page: #fff; --muted: #5b6475; }
:root { --line: #d5dae3; --tap: #0b5d2e; --under: #d9f2e1; --slip: #a3242c; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ef; --page: #171a21; --muted: #9aa4b5; --line: #363d4a; --tap: #a6e3b8; --under: #1d3b29;
  --slip: #ff9a9f; }
}
body { font: 16px/1.6 system-ui, sans-serif; color: var(--text); background: var(--page); }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; }
p.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; }
mark { color: var(--tap); background: var(--under); text-decoration: underline; border-radius: 3px; }
del { color: var(--muted); text-decoration: none; }
s { color: var(--slip); }
small, figcaption { color: var(--muted); }
figure { margin: 1rem 0; }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--text); }
svg .grid { stroke: var(--line); }
svg .limit { stroke: var(--muted); stroke-dasharray: 6 4; }
svg .curve { fill: none; stroke: var(--tap); stroke-width: 2; }
svg circle { fill: var(--tap); }
"""


def write_report(path: Path, files: Sequence[TypedFile], savings: Mapping[float, float], what: str) -> None:
    """Write the page: the files as they were typed, and `savings`, percent by the number of buttons; `what` was measured.

    Raises `EvaluationError` if the file cannot be written.
    """
    _write(path, report(files, savings, what))


def report(files: Sequence[TypedFile], savings: Mapping[float, float], what: str) -> str:
    """Return the page as HTML that needs nothing else."""
    total = total_of(files)
    limit = figures_of(total).limit
    return _page(
        what,
        "KS is 1 − keys / characters, for a typist who taps each word as soon as it is on a button.",
        cells_of([figures_of(file) for file in (*files, total)]),
        f"<figure>{savings_plot(savings, limit)}<figcaption>Savings by the number of buttons; no predictor of single words "
        "can pass the dashed line.</figcaption></figure>",
        files,
    )


def write_slip_report(path: Path, files: Sequence[TypedFile], rows: Sequence[SlipFigures], what: str) -> None:
    """Write the page of texts that were typed with slips; raise `EvaluationError` if the file cannot be written."""
    _write(path, slip_report(files, rows, what))


def slip_report(files: Sequence[TypedFile], rows: Sequence[SlipFigures], what: str) -> str:
    """Return the page with the slips in the texts and what repaired them, and the table of all figures."""
    return _page(
        what,
        "The typist looks at the buttons before each letter, and once at the end of a slip. Where what she meant is not there, "
        "she deletes the letters back to the first wrong one and types the rest anew. KS is 1 − keys / characters.",
        slip_cells(rows),
        "<p><small><s>Struck out</s>: the letters of a slip, from the first wrong one on. The mark after them is the tap that "
        "repairs it; without one, each <del>⌫</del> deletes a letter.</small></p>",
        files,
    )


def write_continuation_report(
    path: Path, files: Sequence[TypedFile], rows: Sequence[ContinuationFigures], savings: Mapping[float, float], what: str
) -> None:
    """Write the page of texts that were typed with the continuation, the last of `rows` being the total's.

    `savings` are in percent by how probable each word shown has to be. Raises `EvaluationError` if the file cannot be written.
    """
    plot = savings_plot(savings, rows[-1].ks_without, "least probability of each word shown", "buttons alone")
    page = _page(
        what,
        "The typist pauses before each letter, looks at the words in gray and on the buttons' second lines, and takes all of "
        "them where all are right; otherwise she uses the buttons. KS is 1 − keys / characters.",
        continuation_cells(rows),
        f"<figure>{plot}<figcaption>Savings by how probable each of these words has to be; the dashed line is that of the "
        "buttons alone.</figcaption></figure>",
        files,
    )
    _write(path, page)


def _page(what: str, rule: str, cells: Sequence[Sequence[str]], figure: str, files: Sequence[TypedFile]) -> str:
    texts = "".join(f"<h2>{escape(file.name)}</h2>{''.join(map(_message, file.messages))}" for file in files)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Keystroke savings</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>Keystroke savings</h1><p>{escape(what)}; keyboard {__version__}.</p><p>{rule}</p>"
        f'<div class="wide">{_table(cells)}</div>{figure}'
        "<p><small>Plain: typed. <mark>Underlined</mark>: tapped. <del>⌫</del>: a key that takes away the space after a tap."
        f"</small></p>{texts}</body></html>\n"
    )


def _write(path: Path, page: str) -> None:
    try:
        write_atomically(path, page.encode("utf-8", "replace"))
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written: {error.strerror}.") from error


def _table(cells: Sequence[Sequence[str]]) -> str:
    header, *rows = cells
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _message(message: TypedMessage) -> str:
    return f'<p class="text" dir="auto">{"".join(map(_stroke, message.strokes))}</p>'


def _stroke(stroke: Stroke) -> str:
    if not stroke.text:
        what = "deletes a wrong letter" if stroke.deleted else "takes away the space after a tap, or makes it stay"
        return f'<del title="a key that {what}">⌫</del>'
    text = escape("".join(character if character.isprintable() or character in "\n\t" else "�" for character in stroke.text))
    if stroke.is_wrong:
        return f"<s>{text}</s>"
    if not stroke.is_tap:
        return text
    letters = "1 letter" if stroke.letters_before == 1 else f"{stroke.letters_before} letters"
    what = f", in place of {stroke.deleted} of them" if stroke.deleted else ""
    what += ", with what was shown after the word" if stroke.has_following else ""
    return f'<mark title="tapped after {letters}{what}">{text}</mark>'
