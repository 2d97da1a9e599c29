"""A file that is too large is refused while it arrives, not after it filled the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

DRAIN_CHUNK_BYTES = 1024 * 1024
MOST_DRAINED_BYTES = 256 * 1024 * 1024


class RefuseLargeUploads(FileUploadHandler):
    """Stops at settings.MAX_UPLOAD_BYTES; the view sees request.META["upload_too_large"]."""

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 (Django calls it so)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.meta = META
        self.body = input_data
        if content_length > settings.MAX_UPLOAD_BYTES + 64 * 1024:
            META["upload_too_large"] = True
        return

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.meta.get("upload_too_large") or self.received > settings.MAX_UPLOAD_BYTES:
            self.meta["upload_too_large"] = True
            raise StopUpload(connection_reset=not self.drain())
        return raw_data

    def drain(self) -> bool:
        """Read what is left, so that the browser hears the answer; False when it does not end.

        Django would do it line by line, which takes a processor many seconds for a few megabytes.
        """
        left = MOST_DRAINED_BYTES
        while left > 0:
            chunk = self.body.read(DRAIN_CHUNK_BYTES)
            if not chunk:
                return True
            left -= len(chunk)
        return False

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


def too_large(meta: dict[str, Any]) -> bool:
    return bool(meta.get("upload_too_large"))


def limit_text() -> str:
    return f"{settings.MAX_UPLOAD_BYTES // (1024 * 1024)} MB"
