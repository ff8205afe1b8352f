"""The embedded analytics store: a DuckDB file owned by one process. Implements `understand.metrics.ports.AnalyticsStore`."""
