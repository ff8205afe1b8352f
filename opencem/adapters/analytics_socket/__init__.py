"""The analytics store of another process, asked through a local socket. Implements `understand.metrics.ports.AnalyticsStore`."""
