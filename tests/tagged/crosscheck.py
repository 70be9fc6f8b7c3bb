"""Cross-check of a tagged PDF: page content, structure tree, ParentTree and annotations agree.

from tests.tagged.crosscheck import problems
assert problems(path_or_bytes) == []
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "EI", "INLINE IMAGE"}
SHOW = {"Tj", "TJ", "'", '"'}
PATH = {"m", "l", "c", "v", "y", "h", "re"}
END_PATH = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
MAY_BE_EMPTY = {"TD", "TH"}

Sequence = tuple[tuple[int, int], int]  # the page's object, the MCID


def problems(source: str | Path | bytes) -> list[str]:
    """Return what is wrong, one line each; an empty list is good news."""
    with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source) as pdf:
        return _Check(pdf).run()


class _Check:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.found: list[str] = []
        self.painted: dict[Sequence, str] = {}
        self.referenced: dict[Sequence, Any] = {}
        self.objr: dict[tuple[int, int], Any] = {}
        self.pages = {page.obj.objgen: page.obj for page in pdf.pages}

    def run(self) -> list[str]:
        root = self.pdf.Root
        if "/StructTreeRoot" not in root:
            return ["no structure tree"]
        if not root.get("/MarkInfo", {}).get("/Marked", False):
            self.found.append("the catalog does not say Marked")
        tree = root.StructTreeRoot
        pairs = list(_numbers(tree.ParentTree))
        keys = [key for key, _ in pairs]
        if keys != sorted(set(keys)):
            self.found.append(f"ParentTree keys are not sorted and unique: {keys}")
        if int(tree.get("/ParentTreeNextKey", 0)) <= max(keys, default=-1):
            self.found.append("ParentTreeNextKey is in use")
        self.parents = dict(pairs)
        for number, page in enumerate(self.pdf.pages, 1):
            self.content(number, page)
        for child in _kids(tree):
            self.element(child, tree, None)
        for key in self.painted.keys() - self.referenced.keys():
            self.found.append(f"painted but not in the tree: {key}")
        self.parent_arrays()
        self.annotations()
        return self.found

    def content(self, number: int, page: pikepdf.Page) -> None:
        """Read a page: marked content is balanced, unnested and complete."""
        stack: list[str] = []
        depth_at_bt: int | None = None
        in_path = False
        for operands, operator in pikepdf.parse_content_stream(page):
            op = str(operator)
            if op in ("BDC", "BMC"):
                tag = str(operands[0])
                properties = operands[1] if op == "BDC" else {}
                if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                    key = (page.obj.objgen, int(properties["/MCID"]))
                    if key in self.painted:
                        self.found.append(f"page {number}: MCID {key[1]} twice")
                    if any(outer != "/Span" for outer in stack):
                        self.found.append(f"page {number}: MCID {key[1]} inside {stack}")
                    self.painted[key] = tag
                elif tag == "/Artifact" and stack:
                    self.found.append(f"page {number}: an artifact inside {stack}")
                if in_path:
                    self.found.append(f"page {number}: {tag} begins inside a path")
                stack.append(tag)
            elif op == "EMC":
                if not stack:
                    self.found.append(f"page {number}: EMC too many")
                    continue
                if depth_at_bt is not None and len(stack) <= depth_at_bt:
                    self.found.append(f"page {number}: {stack[-1]} ends inside a text object it holds")
                if in_path:
                    self.found.append(f"page {number}: {stack[-1]} ends inside a path")
                stack.pop()
            elif op == "BT":
                depth_at_bt = len(stack)
            elif op == "ET":
                if len(stack) != depth_at_bt:
                    self.found.append(f"page {number}: marked content crosses ET")
                depth_at_bt = None
            elif (op in PAINT or op in SHOW) and not stack:
                self.found.append(f"page {number}: {op} outside any tag or artifact")
            if op in PATH:
                in_path = True
            elif op in END_PATH:
                in_path = False
        if stack:
            self.found.append(f"page {number}: {stack} stay open")
        for name, form in page.resources.get("/XObject", {}).items():
            if form.get("/Subtype") == "/Form" and b"/MCID" in form.read_bytes():
                self.found.append(f"page {number}: form {name} has an MCID of its own")

    def element(self, element: Any, parent: Any, page: Any) -> None:
        """Walk the tree: every element knows its parent, every reference leads to content of this element."""
        tag = str(element.S)
        if element.P.objgen != parent.objgen:
            self.found.append(f"{tag}: P is not the parent")
        page = element.get("/Pg", page)
        kids = _kids(element)
        if not kids and tag[1:] not in MAY_BE_EMPTY:
            self.found.append(f"{tag} is empty")
        for kid in kids:
            if isinstance(kid, int):
                self.sequence(element, page, kid)
            elif kid.get("/Type") == "/OBJR":
                if kid.Obj.objgen in self.objr:
                    self.found.append(f"{tag}: annotation referenced twice")
                self.objr[kid.Obj.objgen] = (element, kid.get("/Pg", page))
            elif "/MCID" in kid:
                self.sequence(element, kid.get("/Pg", page), int(kid.MCID))
            else:
                self.element(kid, element, page)

    def sequence(self, element: Any, page: Any, mcid: int) -> None:
        key = (page.objgen, mcid)
        if key in self.referenced:
            self.found.append(f"{key} is referenced twice")
        self.referenced[key] = element
        if key not in self.painted:
            self.found.append(f"{element.S} refers to {key}, which is not painted")
        elif self.painted[key] != str(element.S):
            self.found.append(f"{key} is painted as {self.painted[key]}, the tree says {element.S}")

    def parent_arrays(self) -> None:
        """Compare the ParentTree's arrays with the tree."""
        for objgen, page in self.pages.items():
            painted = {mcid for holder, mcid in self.painted if holder == objgen}
            if "/StructParents" not in page:
                if painted:
                    self.found.append(f"page {objgen} has MCIDs but no StructParents")
                continue
            array = self.parents.get(int(page.StructParents))
            if array is None or len(array) != len(painted) or painted != set(range(len(painted))):
                self.found.append(f"page {objgen}: the ParentTree entry does not match MCIDs {sorted(painted)}")
                continue
            for mcid, owner in enumerate(array):
                element = self.referenced.get((objgen, mcid))
                if element is not None and element.objgen != owner.objgen:
                    self.found.append(f"page {objgen}: the ParentTree gives MCID {mcid} to another element")

    def annotations(self) -> None:
        """Check that every annotation leads to its element and back."""
        seen = set()
        for number, page in enumerate(self.pdf.pages, 1):
            for annotation in page.obj.get("/Annots", []):
                name = f"page {number}: {annotation.Subtype} {annotation.objgen}"
                seen.add(annotation.objgen)
                if annotation.objgen not in self.objr:
                    self.found.append(f"{name} is not in the tree")
                    continue
                element, holder = self.objr[annotation.objgen]
                if holder.objgen != page.obj.objgen:
                    self.found.append(f"{name}: the tree says another page")
                owner = self.parents.get(int(annotation.get("/StructParent", -1)))
                if owner is None or owner.objgen != element.objgen:
                    self.found.append(f"{name}: StructParent leads elsewhere")
                if annotation.Subtype == "/Link" and element.S != "/Link":
                    self.found.append(f"{name} is in a {element.S}")
                if not str(annotation.get("/Contents", "")):
                    self.found.append(f"{name} has no Contents")
            if page.obj.get("/Annots") and page.obj.get("/Tabs") != "/S":
                self.found.append(f"page {number}: Tabs is not S")
        if self.objr.keys() - seen:
            self.found.append("the tree refers to annotations that are on no page")


def _kids(holder: Any) -> list[Any]:
    kids = holder.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """Yield the pairs of a number tree."""
    for kid in tree.get("/Kids", []):
        yield from _numbers(kid)
    numbers = list(tree.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(numbers[::2], numbers[1::2], strict=True))
