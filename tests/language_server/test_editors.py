"""The language server in real editors: a file is opened and written to, a completion is taken, and the file is read."""

import contextlib
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("installed_model")
_PATIENCE_S = 180

NEOVIM = """
vim.o.completeopt = "menuone"
vim.cmd("edit " .. vim.fn.fnameescape(arg_file))
local client = vim.lsp.start_client({ name = "keyboard", cmd = server, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)
vim.wait(60000, function() return vim.lsp.buf_get_clients(0)[client] ~= nil end, 50)
vim.api.nvim_buf_set_lines(0, 0, -1, false, { "😀 Dear all,", "we had a mee" })
vim.api.nvim_win_set_cursor(0, { 2, 12 })
vim.wait(60000, function()
  local answers = vim.lsp.buf_request_sync(0, "textDocument/completion", vim.lsp.util.make_position_params(), 5000) or {}
  return answers[client] and answers[client].result and #answers[client].result.items > 0
end, 100)
vim.bo.omnifunc = "v:lua.vim.lsp.omnifunc"
vim.api.nvim_create_autocmd("CompleteChanged", { callback = function() vim.g.offered = 1 end })
local keys = function(text) return vim.api.nvim_replace_termcodes(text, true, false, true) end
vim.api.nvim_feedkeys(keys("A<C-x><C-o>"), "n", false)
vim.fn.timer_start(100, function()
  if vim.g.offered then vim.api.nvim_feedkeys(keys("<C-y><Esc>:wqa!<CR>"), "n", false) end
end, { ["repeat"] = -1 })
"""

EMACS = """
(package-initialize)
(require 'eglot)
(setq eglot-sync-connect 60 eglot-connect-timeout 60)
(find-file file)
(text-mode)
(apply #'eglot (eglot--guess-contact))
(insert "😀 we had a mee")
(let (words)
  (while (not words)
    (eglot--signal-textDocument/didChange)
    (let ((found (eglot-completion-at-point)))
      (setq words (all-completions "mee" (nth 2 found)))
      (if (not words) (sleep-for 1)
        (delete-region (nth 0 found) (nth 1 found))
        (insert (car words))
        (funcall (plist-get (nthcdr 3 found) :exit-function) (car words) 'finished)))))
(save-buffer)
"""
HAS_EGLOT = shutil.which("emacs") and any(Path("/usr/share/emacs").glob("**/eglot*.el*"))


@pytest.mark.skipif(not HAS_EGLOT, reason="Emacs with Eglot is not installed")
def test_a_completion_taken_in_emacs_stands_in_its_file(tmp_path: Path) -> None:
    file, script = tmp_path / "letter.txt", tmp_path / "script.el"
    server = f'(setq eglot-server-programs (quote ((text-mode . ("{sys.executable}" "-m" "keyboard" "lsp")))))'
    script.write_text(EMACS.replace("(find-file file)", f'{server}\n(find-file "{file}")'), "utf-8")
    done = subprocess.run(["emacs", "--batch", "-l", script], capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    assert file.exists(), done.stderr
    assert file.read_text("utf-8").strip() == "😀 we had a meeting", done.stderr


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_a_completion_taken_in_neovim_stands_in_its_file(tmp_path: Path) -> None:
    file, script = tmp_path / "letter.txt", tmp_path / "script.lua"
    server = f'server = {{ "{sys.executable}", "-m", "keyboard", "lsp" }}\narg_file = "{file}"\n'
    script.write_text(server + NEOVIM, "utf-8")
    command = ["nvim", "--headless", "--clean", "-c", f"luafile {script}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    assert file.exists(), done.stderr
    assert file.read_text("utf-8") == "😀 Dear all,\nwe had a meeting\n", done.stderr


KATE = """
kate --startanon "$1" &
editor=$!
window=$(xdotool search --sync --onlyvisible --name letter.md | tail -1)
xdotool windowfocus --sync "$window" key ctrl+End
xdotool type --delay 30 "We had a mee"
for attempt in $(seq 40); do
  xdotool key BackSpace e ctrl+space
  sleep 1
  xdotool key Return ctrl+s
  sleep 1
  grep -q meeting "$1" && break
  xdotool key BackSpace
done
kill $editor
"""
# The setup that docs/editors.md names.
KATE_SERVERS = """
{
  "servers": {
    "markdown": {
      "command": ["keyboard", "lsp"],
      "highlightingModeRegex": "^(Markdown|Normal|None|LaTeX)$"
    }
  }
}
"""
KATE_SETTINGS = (
    "[General]\nStartup Session=manual\n[Kate Plugins]\nlspclientplugin=true\n[lspclient]\nAllowedServerCommandLines={}\n"
)
HAS_KATE = all(shutil.which(program) for program in ("kate", "xvfb-run", "dbus-run-session", "xdotool"))


@pytest.mark.skipif(not HAS_KATE, reason="Kate, Xvfb or xdotool is not installed")
def test_a_completion_taken_in_kate_stands_in_its_file(tmp_path: Path) -> None:
    server = command_in(tmp_path)
    files = {
        tmp_path / "letter.md": "Dear all,\n",
        tmp_path / ".config/kate/lspclient/settings.json": KATE_SERVERS,
        tmp_path / ".config/katerc": KATE_SETTINGS.format(f"{server} lsp"),
        tmp_path / ".local/share/kate/anonymous.katesession": KATE_SETTINGS.format(f"{server} lsp"),
    }
    for file, content in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    environment |= {"HOME": str(tmp_path), "PATH": f"{server.parent}:{environment['PATH']}", "QT_IM_MODULE": "compose"}
    command = ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", KATE, "kate", str(tmp_path / "letter.md")]
    subprocess.run(command, env=environment, capture_output=True, timeout=_PATIENCE_S, check=False)
    assert (tmp_path / "letter.md").read_text("utf-8") == "Dear all,\nWe had a meeting\n"


# The setup that docs/editors.md names.
VIM = """
packadd ale
let g:ale_linters = {'text': ['keyboard'], 'markdown': ['keyboard']}
for s:type in keys(g:ale_linters)
  call ale#linter#Define(s:type, {'name': 'keyboard', 'lsp': 'stdio', 'executable': 'keyboard', 'command': '%e lsp',
    \\ 'project_root': {buffer -> expand('#' . buffer . ':p:h')}})
endfor
set omnifunc=ale#completion#OmniFunc completeopt=menuone
"""
HAS_ALE = shutil.which("vim") and any(Path("/usr/share/vim").glob("vimfiles/pack/*/opt/ale"))


@pytest.mark.skipif(not HAS_ALE, reason="Vim with ALE is not installed")
def test_a_completion_taken_in_vim_stands_in_its_file(tmp_path: Path) -> None:
    import pty  # Windows has none

    server, file, setup = command_in(tmp_path), tmp_path / "letter.txt", tmp_path / "vimrc"
    setup.write_text(VIM, "utf-8")
    file.write_text("😀 Dear all,\nwe had a mee\n", "utf-8")
    environment = os.environ | {"PATH": f"{server.parent}:{os.environ['PATH']}", "TERM": "xterm"}
    keyboard, terminal = pty.openpty()
    command = ["vim", "-N", "-n", "-u", str(setup), "-i", "NONE", "-c", "set filetype=text", str(file)]
    editor = subprocess.Popen(command, env=environment, stdin=terminal, stdout=terminal, stderr=terminal)
    try:
        os.write(keyboard, b"GA")
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end and b"meeting" not in shown_after(keyboard, b"\x18\x0f"):  # Ctrl+X Ctrl+O
            pass
        os.write(keyboard, b"\x19\x1b:wq\r")  # Ctrl+Y takes the word
        with contextlib.suppress(subprocess.TimeoutExpired):
            editor.wait(10)
    finally:
        editor.kill()
        editor.wait()
        os.close(terminal)
        os.close(keyboard)
    assert file.read_text("utf-8") == "😀 Dear all,\nwe had a meeting\n"


def command_in(folder: Path) -> Path:
    """Return a command by the name that the setups have."""
    command = folder / "bin" / "keyboard"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m keyboard "$@"\n', "utf-8")
    command.chmod(0o755)
    return command


def shown_after(terminal: int, keys: bytes) -> bytes:
    """Press keys, and return what the editor writes to the terminal within two seconds."""
    os.write(terminal, keys)
    shown, end = b"", time.monotonic() + 2.0
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            shown += os.read(terminal, 65536)
    return shown
