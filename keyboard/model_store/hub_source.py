"""Fetching a model's files from the Hugging Face hub, at a pinned revision, verified."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from keyboard.model_store.catalogue import HubFile, HubSource
from keyboard.model_store.download_folder import locked_download
from keyboard.model_store.download_speed import DownloadSpeed
from keyboard.model_store.hub_connection import StatedFile
from keyboard.model_store.hub_download import check, fetch, part_of, stated_file
from keyboard.model_store.progress import Cancelled, Stage, StagedProgress
from keyboard.model_store.verified_copy import check_space


@dataclass(frozen=True)
class HubFetch:
    """One model's files to fetch.

    Attributes:
        name: The model's name.
        source: Its files.
        later_bytes: What the installation needs on the disk beside them.
    """

    name: str
    source: HubSource
    later_bytes: int

    @contextlib.contextmanager
    def fetched(self, store: Path, progress: StagedProgress, cancelled: Cancelled) -> Iterator[Path]:
        """Yield a folder on the store's disk with the files, each verified; they are deleted after use without an error.

        Raises `ModelStoreError` where they cannot be had; what was fetched is kept for the next try.
        """
        with locked_download(store, self.name, self.source.revision) as folder:
            missing = [file for file in self.source.files if not (folder / file.path).exists()]
            stated = {file: stated_file(self.source, file) for file in missing}
            check_space(folder, _bytes_to_come(folder, stated) + self.later_bytes)
            self._fetch_all(stated, folder, progress, cancelled)
            self._verify_all(stated, folder, progress)
            yield folder
            for file in self.source.files:
                with contextlib.suppress(OSError):
                    (folder / file.path).unlink()
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _fetch_all(self, stated: dict[HubFile, StatedFile], folder: Path, progress: StagedProgress, cancelled: Cancelled) -> None:
        total = sum(file.size_bytes for file in stated.values())
        speed = DownloadSpeed(total)
        done = 0
        for file, facts in stated.items():
            before = done

            def on_bytes(there: int, before: int = before) -> None:
                speed.note(before + there)
                progress.show(Stage.DOWNLOAD, (before + there) / max(total, 1), speed.detail())

            fetch(self.source, file, facts, folder, on_bytes, cancelled)
            done += facts.size_bytes

    def _verify_all(self, stated: dict[HubFile, StatedFile], folder: Path, progress: StagedProgress) -> None:
        largest = max((file.size_bytes for file in stated.values()), default=0)
        for file, facts in stated.items():
            is_largest = facts.size_bytes == largest
            check(file, facts, folder, progress.of(Stage.VERIFY) if is_largest else lambda _: None)


def _bytes_to_come(folder: Path, stated: dict[HubFile, StatedFile]) -> int:
    parts = (part_of(folder, file) for file in stated)
    there = sum(part.stat().st_size for part in parts if part.exists())
    return sum(facts.size_bytes for facts in stated.values()) - there
