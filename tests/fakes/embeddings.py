"""Deterministic vectors: texts that share words lie near each other."""

from __future__ import annotations

import base64
import math
import re
import struct
import zlib


def embed(text: str, dimensions: int) -> list[float]:
    """A unit vector of hashed words; the same text always gives the same one."""
    vector = [0.0] * dimensions
    for word in re.findall(r"\w+", text.lower()) or [text]:
        code = zlib.crc32(word.encode())
        vector[code % dimensions] += 1.0 if code & 0x80000000 else -1.0
    length = math.sqrt(sum(each * each for each in vector)) or 1.0
    return [each / length for each in vector]


def packed(vector: list[float]) -> str:
    """The form of `encoding_format: base64`: little-endian float32."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
