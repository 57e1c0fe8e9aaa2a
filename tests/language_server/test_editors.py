"""The language server in real editors: a file is opened and written to, a completion is taken, and the file is read."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("installed_model")
_PATIENCE_S = 120

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
