"""What a program is started with and cannot choose: streams that are closed or full, a clock that is set wrong."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from handouts.errors import HandoutsError


def open_closed_streams() -> None:
    """Lead closed standard streams to nowhere. Else the next file that is opened would take the number of one of them,
    and what is meant for the screen would be written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the program


def _is_stuck(stream: object) -> bool:
    """Whether a stream takes nothing more, because a disk or a pipe is full or gone."""
    try:
        stream.flush()  # type: ignore[attr-defined]
    except (OSError, ValueError):
        return True
    return False


def let_go_of_stuck_streams() -> None:
    """Lead streams that take nothing more to nowhere, so that Python does not stumble over them when it ends."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and _is_stuck(stream):
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def check_epoch() -> None:
    """SOURCE_DATE_EPOCH, which dates files, is a number of seconds or not set. Raises HandoutsError."""
    if not os.environ.get("SOURCE_DATE_EPOCH", "").strip():
        os.environ.pop("SOURCE_DATE_EPOCH", None)  # else the libraries stumble over an empty one
        return
    from handouts.approval.day import fixed_time

    fixed_time()


def check_folder() -> None:
    """The folder that relative names start from is there. Raises HandoutsError."""
    try:
        os.getcwd()  # noqa: PTH109 - pathlib would cost --help its quickness
    except OSError:
        raise HandoutsError("the folder you are in is no longer there: go to another one with cd") from None
