"""OpenCEM: customer experience management. Listen, understand, act, report."""

__version__ = "0.1.0"
