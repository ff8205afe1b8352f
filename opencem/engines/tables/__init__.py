"""Tables: rows of a stranger's sheet become typed values, or errors that name the field and the reason."""

from .fields import CellError, Choice, DateOrder, Field, FieldKind
from .matching import match_headers
from .rows import ParsedRow, RowParser

__all__ = ["CellError", "Choice", "DateOrder", "Field", "FieldKind", "ParsedRow", "RowParser", "match_headers"]
