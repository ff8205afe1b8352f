"""The kinds of import. Each registers itself; this list is the order in which they are offered."""

from opencem.listen.sources.kinds import reviews, calls, orders, customers, units  # noqa: F401, I001  # order is meant
