"""Request limits per user. They count in the shared cache, so processes do not multiply them."""

from rest_framework.throttling import ScopedRateThrottle, UserRateThrottle


class PerUser(UserRateThrottle):
    scope = "user"


class PerUserAndScope(ScopedRateThrottle):
    """A tighter limit for views that name a throttle_scope, for example those that cost money."""
