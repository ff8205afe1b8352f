"""How providers call us back. See README.md."""
