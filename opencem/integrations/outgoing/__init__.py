"""Calling outside systems over HTTP: checked addresses, one clock for the whole call, connections kept."""
