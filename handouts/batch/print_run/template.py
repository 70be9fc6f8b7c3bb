"""A handout's file taken apart for a print run: what all share, and what every patient needs an own copy of.

Own are the pages, the structure elements, the annotations and the arrays of the parent tree: objects that point at
each other and so at one patient. Everything else (fonts, pictures, the static content streams) is shared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import itemgetter

from handouts.tagged import objects_of

Share = Callable[[bytes], int]
"""Stores an object once and returns its number in the print run."""

NUMBER = b"%7d"
"""Numbers of fixed width, so that objects stand at the same place in every patient's object stream."""
_WIDTH = 7
_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|(\d+) 0 R|/StructParents? (\d+)")
_SPACE = re.compile(rb"\s+")


def reference(body: bytes, key: bytes) -> int:
    """The number of the object that an entry of a dictionary points at. Raises ValueError when it points at none."""
    match = re.search(rb"/" + key + rb"\s*\[?\s*(\d+) 0 R", body)
    if match is None:
        raise ValueError(f"no reference {key.decode()}")
    return int(match[1])


@dataclass(frozen=True)
class Slot:
    """A number in a template: of an own object, of a parent tree key, of a personal stream, or of the whole's root."""

    kind: str
    index: int


class Template:
    """What one patient adds to a print run, with places for numbers.

    `personal` are the numbers of the objects that are different for every patient. The own objects are followed by
    the patient's node of the page tree and the leaf of the parent tree.
    """

    def __init__(self, data: bytes, personal: Collection[int], lang: str, share: Share) -> None:
        self._objects, root = objects_of(data)
        self._share, self._shared = share, dict[int, int]()
        self._personal = {number: index for index, number in enumerate(personal)}
        catalog = self._objects[root]
        self._tree = reference(catalog, b"StructTreeRoot")
        self._page_root = reference(catalog, b"Pages")
        root_body = self._objects[self._tree]
        document = reference(root_body, b"K")
        nums = self._objects[reference(root_body, b"ParentTree")]
        keys = [(int(key), int(number)) for key, number in re.findall(rb"(\d+) (\d+) 0 R", nums)]
        page_numbers = [int(n) for n in re.findall(rb"(\d+) 0 R", self._kids())]
        self._own = {number: index for index, number in enumerate(self._find_own(page_numbers, keys))}
        self.pages = len(page_numbers)
        self.keys = max((key for key, _ in keys), default=-1) + 1
        self.count = len(self._own) + 2
        self.node, self.leaf = self.count - 2, self.count - 1
        self.first_page, self.document = self._own[page_numbers[0]], self._own[document]
        self._slots: list[Slot] = []
        bodies = [self._own_body(number, document, lang) for number in self._own]
        bodies += [self._page_node(page_numbers), self._parent_leaf(keys)]
        self._compose(bodies)
        del self._objects

    def fill(self, base: int, key: int, streams: list[int], root: int) -> bytes:
        """The content of the patient's object stream.

        `base` is the number of the first own object, `key` the first key of the parent tree, `streams` are the
        numbers of the personal streams, `root` is the element that all patients hang on.
        """
        numbers = [*range(base, base + self.count), *range(key, key + self.keys), root, *streams]
        made: bytes = self._text % self._pick(numbers)
        return made

    # --- taking apart ---

    def _kids(self) -> bytes:
        body = self._objects[self._page_root]
        match = re.search(rb"/Kids \[(.*?)\]", body, re.DOTALL)
        if match is None:
            raise ValueError("no pages")
        return match[1]

    def _find_own(self, pages: list[int], keys: list[tuple[int, int]]) -> list[int]:
        own = dict.fromkeys(pages)
        own.update(dict.fromkeys(number for _, number in keys))
        for number, body in self._objects.items():
            if b"/Type /StructElem" in body[:40] or re.search(rb"/Type /Annot\b", body[:4000]):
                own[number] = None
        return list(own)

    def _own_body(self, number: int, document: int, lang: str) -> bytes:
        body = self._objects[number]
        if number == document:
            body = body.replace(b"/S /Document", b"/S /Part /Lang (%b)" % lang.encode("ascii"), 1)
        if b"(" not in body:
            body = _SPACE.sub(b" ", body)
        return self._with_places(body)

    def _page_node(self, pages: list[int]) -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in pages)
        self_made = b"<</Type /Pages /Parent %d 0 R /Count %d /Kids [%b]>>"
        return self._with_places(self_made % (self._page_root, len(pages), kids), parent=b"2 0 R")

    def _parent_leaf(self, keys: list[tuple[int, int]]) -> bytes:
        parts = [b"<</Limits [", self._place("key", keys[0][0]), b" ", self._place("key", keys[-1][0]), b"] /Nums ["]
        for key, number in keys:
            parts += [self._place("key", key), b" ", self._place("own", self._own[number]), b" 0 R "]
        return b"".join([*parts, b"]>>"])

    def _place(self, kind: str, index: int) -> bytes:
        self._slots.append(Slot(kind, index))
        return NUMBER

    def _with_places(self, body: bytes, parent: bytes = b"") -> bytes:
        """A body with places for the numbers that differ, and the print run's numbers of what is shared."""
        parts, at = [], 0
        for match in _REFERENCE.finditer(body):
            parts.append(body[at : match.start()].replace(b"%", b"%%"))
            at = match.end()
            if match[2]:
                parts += [body[match.start() : match.start(2)], self._place("key", int(match[2]))]
            elif not match[1]:
                parts.append(match[0].replace(b"%", b"%%"))
            elif parent and int(match[1]) == self._page_root:
                parts.append(parent)
            else:
                parts.append(self._target(int(match[1])))
        return b"".join([*parts, body[at:].replace(b"%", b"%%")])

    def _target(self, number: int) -> bytes:
        if number in self._own:
            return self._place("own", self._own[number]) + b" 0 R"
        if number in self._personal:
            return self._place("personal", self._personal[number]) + b" 0 R"
        if number == self._page_root:
            return self._place("own", self.node) + b" 0 R"
        if number == self._tree:
            return self._place("root", 0) + b" 0 R"
        return b"%d 0 R" % self._shared_number(number)

    def _shared_number(self, number: int) -> int:
        """The number in the print run of an object that is the same for everybody, with all it points at."""
        if number not in self._shared:
            body = self._objects[number]
            head, mark, content = body.partition(b"stream\n") if body.endswith(b"endstream") else (body, b"", b"")

            def renumber(match: re.Match[bytes]) -> bytes:
                return b"%d 0 R" % self._shared_number(int(match[1])) if match[1] else match[0]

            self._shared[number] = self._share(_REFERENCE.sub(renumber, head) + mark + content)
        return self._shared[number]

    def _compose(self, bodies: list[bytes]) -> None:
        """Put the bodies behind the table of their places (ISO 32000-1, 7.5.7)."""
        starts, at = [], 0
        for body in bodies:
            starts.append(at)
            at += len(body.replace(NUMBER, b" " * _WIDTH).replace(b"%%", b"%")) + 1
        table = b" ".join(NUMBER + b" %d" % start for start in starts) + b" "
        starting = {"own": 0, "key": self.count, "root": self.count + self.keys, "personal": self.count + self.keys + 1}
        places = [*range(len(bodies)), *(starting[slot.kind] + slot.index for slot in self._slots)]
        self._pick = itemgetter(*places)
        self.first = len(table) + len(bodies) * (_WIDTH - len(NUMBER))
        self._text = table + b" ".join(bodies)
