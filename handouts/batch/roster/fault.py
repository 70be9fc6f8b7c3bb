"""What is wrong with one row of a roster. A fault never quotes a cell: a cell may hold somebody's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the row's number in the roster, the column (may be empty), and what to do about it."""

    row: int
    column: str
    wrong: str
    todo: str

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.wrong}: {self.todo}"
