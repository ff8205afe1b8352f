"""How a query is refused."""


class QueryRefused(ValueError):
    """A query outside the closed vocabulary, or one whose parts do not fit together.

    ``code`` is stable (a client may branch on it), ``field`` is where in the query the fault lies, ``subject`` the offending word.
    """

    def __init__(self, code: str, field: str, subject: str = "") -> None:
        super().__init__(f"{code} in {field}: {subject}")
        self.code = code
        self.field = field
        self.subject = subject
