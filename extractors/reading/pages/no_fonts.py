"""PDFium without the fonts of the machine it runs on.

Where a PDF embeds no font, PDFium takes the machine's nearest one and measures its letters, so lines and columns, and
with them what a figure belongs to, would depend on what somebody has installed. Told that there is none, it uses the
few it brings along, which are the same everywhere (`FPDF_SetSystemFontInfo`, fpdf_sysfontinfo.h of PDFium).
"""

from ctypes import byref
from typing import Any

import pypdfium2.raw as pdfium

_CALLS = {name: kind for name, kind in pdfium.FPDF_SYSFONTINFO._fields_ if name != "version"}


def _nothing(*_: Any) -> None:
    """There is no such font, and nothing to release."""


def _zero(*_: Any) -> int:
    """No bytes, no name; and 0, ANSI, for a charset that is never asked for."""
    return 0


_NUMBERS = ("GetFontData", "GetFaceName", "GetFontCharset")
_INFO = pdfium.FPDF_SYSFONTINFO(
    version=1, **{name: kind(_zero if name in _NUMBERS else _nothing) for name, kind in _CALLS.items()}
)
"""PDFium keeps the address, so this has to live as long as the library."""


def use_no_system_fonts() -> None:
    """For the whole process, and until it ends."""
    pdfium.FPDF_SetSystemFontInfo(byref(_INFO))
