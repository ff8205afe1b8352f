"""Outside systems, one folder each; `outgoing` is what those behind HTTP share. See README.md."""
