"""The kinds of import, in the order in which they are offered. Each registers itself."""

from opencem.listen.sources.kinds import reviews, calls, customers, orders, units  # noqa: F401, I001  # order is meant
