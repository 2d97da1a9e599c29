"""Limits on what may be tried without being signed in, and from which address it was tried."""

import hashlib
import ipaddress
from dataclasses import dataclass
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 15 * 60


@dataclass(frozen=True)
class AttemptLimit:
    """So many attempts per name and address in each quarter of an hour, counted in the cache that
    all processes share.

    An attempt takes one of the quarter's places with cache.add, which every cache does atomically;
    incr is a read and a write in Django's database cache. So attempts at once all count.
    """

    what: str
    name: str
    address: str
    most: int

    def count(self) -> int:
        """Count an attempt; returns the seconds to wait when it is one too many, else 0."""
        quarter, past = divmod(int(time()), WINDOW_SECONDS)
        left = WINDOW_SECONDS - past
        places = self._places(quarter)
        taken = cache.get_many(places)
        free = (place for place in places if place not in taken)
        return 0 if any(cache.add(place, 1, timeout=left) for place in free) else left

    def forget(self) -> None:
        cache.delete_many(self._places(int(time()) // WINDOW_SECONDS))

    def _places(self, quarter: int) -> list[str]:
        """No key is used in two quarters: adding over one that has expired is not atomic."""
        digest = hashlib.sha256(f"{self.name.casefold()}\n{self.address}".encode(errors="replace"))
        prefix = f"attempts:{self.what}:{digest.hexdigest()}:{quarter}"
        return [f"{prefix}:{place}" for place in range(self.most)]


def address_of(request: HttpRequest | None) -> str:
    """Where the request comes from: behind TRUSTED_PROXIES the last address in X-Forwarded-For
    that is none of theirs, else the other end of the connection.
    """
    if request is None:
        return ""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    address = str(request.META.get("REMOTE_ADDR", ""))
    while forwarded and is_trusted_proxy(address):
        address = forwarded.pop().strip() or address
    return address


def is_trusted_proxy(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.TRUSTED_PROXIES)
