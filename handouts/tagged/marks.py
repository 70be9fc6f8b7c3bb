"""Marked content: from what was painted inside which tag to the operators of a content stream.

While a page is drawn the canvas only notes where a tag or an artifact begins and ends. The operators are
written when the document is saved: a sequence opens when something is painted and not before, so there are no
empty sequences, a tag opened inside a tag closes and reopens the outer one (marked content of two structure
elements must not nest, ISO 14289-1, 7.1), and every page may still be added to.
"""

from __future__ import annotations

from typing import NamedTuple

from .element import Element


class Artifact(NamedTuple):
    """Content that is not part of the document proper (ISO 32000-1, 14.8.2.2)."""

    type: str | None = None
    subtype: str | None = None

    def operator(self) -> str:
        """Return the operator that begins such a sequence."""
        if not self.type:
            return "/Artifact BMC"
        subtype = f" /Subtype /{self.subtype}" if self.subtype else ""
        return f"/Artifact <</Type /{self.type}{subtype}>> BDC"


Context = Element | Artifact


class Begin(str):
    """An entry of the page's code, itself empty: from here on, painting belongs to `context`."""

    __slots__ = ("context",)
    context: Context

    def __new__(cls, context: Context) -> Begin:
        """Make the mark."""
        mark = super().__new__(cls, "")
        mark.context = context
        return mark


class End(str):
    """An entry of the page's code, itself empty: the last `Begin` ends."""

    __slots__ = ()


class BeginVariable(str):
    """An entry of the page's code, itself empty: a content stream of its own begins here, see `variable`."""

    __slots__ = ("about", "key", "mcid")
    key: str
    about: object
    mcid: int

    def __new__(cls, key: str, about: object) -> BeginVariable:
        """Make the mark."""
        mark = super().__new__(cls, "")
        mark.key = key
        mark.about = about
        mark.mcid = -1
        return mark


class EndVariable(str):
    """An entry of the page's code, itself empty: the page's own content stream goes on."""

    __slots__ = ()


class TaggedText(str):
    """A text object (BT ... ET) that knows its own structure elements, as paragraphs do."""

    __slots__ = ("parts",)
    parts: list[str]

    def __new__(cls, text: str, parts: list[str]) -> TaggedText:
        """Make the entry from its code and from the parts the code was joined from."""
        entry = super().__new__(cls, text)
        entry.parts = parts
        return entry


#: Operators that set state and paint nothing (ISO 32000-1, table 51).
_STATE = frozenset(
    """q Q cm w J j M d ri i gs CS cs SC SCN sc scn G g RG rg K k
    Tc Tw Tz TL Tf Tr Ts Td TD Tm BT""".split()  # noqa: SIM905
)


def paints(entry: str) -> bool:
    """Say whether one entry of the code constructs a path or paints.

    ReportLab appends whole operators, so the last one tells; what is not known to be harmless paints.
    """
    last = entry[-24:].rsplit(None, 1)
    if not last:
        return False
    operator = last[-1]
    if operator in _STATE:
        return False
    if operator == "ET":
        return "Tj" in entry or "TJ" in entry
    if operator == "T*":
        return len(entry.strip()) > 2
    if operator == "n":  # a clipping path; a lone n begins a path
        return not entry.rstrip().endswith((" W n", " W* n"))
    return not entry.startswith("%")


class PageContent:
    """Writes the content of one page and numbers its marked-content sequences (MCIDs), from `first`."""

    def __init__(self, first: int = 0) -> None:
        self.out: list[str] = []
        self.elements: list[Element] = []  # the element of each MCID
        self._first = first
        self._stack: list[Context] = []
        self._open: Context | None = None
        self._slot = -1  # where the operator that opens the current context goes, -1 for "here"

    def write(self, code: list[str]) -> None:
        """Add the code of a page, as the canvas gathered it."""
        for entry in code:
            kind = type(entry)
            if kind is str:
                if paints(entry):
                    if self._open is None:
                        self._begin()
                elif entry[:1] in ("q", "Q") and isinstance(self._open, Artifact):
                    self._end()  # as short as can be
                self.out.append(entry)
            elif isinstance(entry, Begin):
                self._push(entry.context)
            elif isinstance(entry, End):
                self._pop()
            elif isinstance(entry, TaggedText):
                self._text(entry)
            elif isinstance(entry, BeginVariable | EndVariable):
                self._cut(entry)
            else:
                raise TypeError(f"unexpected entry {entry!r} in the page's code")

    def finish(self) -> list[str]:
        """Close what is open and return the operators."""
        self._end()
        return self.out

    def reset(self) -> None:
        """Forget tags that stayed open to the end of the page."""
        self._stack.clear()
        self._reserve()

    def streams(self) -> list[tuple[BeginVariable | None, str]]:
        """Close what is open and return the content streams in order, each with the mark that began it."""
        streams: list[tuple[BeginVariable | None, list[str]]] = [(None, [])]
        for operator in self.finish():
            if isinstance(operator, BeginVariable):
                streams.append((operator, []))
            elif isinstance(operator, EndVariable):
                streams.append((None, []))
            elif operator:
                streams[-1][1].append(operator)
        return [(mark, "\n".join(operators) + "\n") for mark, operators in streams]

    def _begin(self) -> None:
        context = self._stack[-1] if self._stack else Artifact()
        if isinstance(context, Element):
            operator = f"/{context.tag} <</MCID {self._first + len(self.elements)}>> BDC"
            self.elements.append(context)
        else:
            operator = context.operator()
        if self._slot >= 0:
            self.out[self._slot] = operator
        else:
            self.out.append(operator)
        self._open = context

    def _end(self) -> None:
        if self._open is not None:
            self.out.append("EMC")
            self._open = None

    def _reserve(self) -> None:
        """Keep a place for the opening operator, so that it stands before the state set inside the tag."""
        if self._stack and isinstance(self._stack[-1], Element):
            self._slot = len(self.out)
            self.out.append("")
        else:
            self._slot = -1

    def _push(self, context: Context) -> None:
        self._end()
        self._stack.append(context)
        self._reserve()

    def _pop(self) -> None:
        self._end()
        self._stack.pop()
        self._reserve()

    def _cut(self, mark: BeginVariable | EndVariable) -> None:
        # every marked-content sequence lies within one content stream (ISO 32000-1, 14.6.1)
        self._end()
        if isinstance(mark, BeginVariable):
            mark.mcid = len(self.elements)
        self.out.append(mark)
        self._reserve()

    def _text(self, entry: TaggedText) -> None:
        # BT ... ET and BDC ... EMC must nest properly (ISO 32000-1, 14.6.1): nothing stays open across them.
        self._end()
        self.out.append("BT")
        self.write(entry.parts)
        self._end()
        self.out.append("ET")
        self._reserve()
