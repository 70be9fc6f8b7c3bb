"""A menu entry that opens the desk, so that nobody has to type: on Linux, macOS and Windows."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from handouts.errors import HandoutsError
from handouts.writing import reason, write_whole

MODULE = "handouts.cli.window"
"""What a menu starts: the desk without a terminal."""
_WINDOWS_LINK = """
$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:HANDOUTS_LINK)
$link.TargetPath = $env:HANDOUTS_TARGET
$link.Arguments = $env:HANDOUTS_ARGUMENTS
$link.Save()
"""
"""In the words of PowerShell. What is in it comes from outside, so that no name can be a command."""


def make_shortcut(options: Sequence[str], favourite: str = "", platform: str = sys.platform) -> Path:
    """Write the menu entry for a desk with these options, and one of its favourites if it is for one.

    Returns the file or folder that can be deleted again. Raises HandoutsError when it cannot be written.
    """
    name = f"Handouts desk: {favourite}" if favourite else "Handouts desk"
    words = [_python(platform), "-m", MODULE, *options]
    make = {"win32": _on_windows, "darwin": _on_macos}.get(platform, _on_linux)
    try:
        return make(name, words)
    except (OSError, subprocess.SubprocessError) as error:
        why = reason(error) if isinstance(error, OSError) else "Windows made no link"
        raise HandoutsError(f"--shortcut: the menu entry could not be written ({why})") from None


def _python(platform: str) -> str:
    """The Python that runs this; on Windows the one that opens no console."""
    here = Path(sys.executable)
    quiet = here.with_name("pythonw.exe")
    return str(quiet if platform == "win32" and quiet.exists() else here)


def _plain(name: str) -> str:
    """A file's name for the name of an entry."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-").lower()


def _on_linux(name: str, words: Sequence[str]) -> Path:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_desktop_text(name)}",
        "Comment=Handouts about muscles, made by clicks",
        f"Exec={' '.join(map(_desktop_word, words))}",
        "Terminal=false",
        "Categories=Office;",
    ]
    return write_whole(data / "applications" / f"{_plain(name)}.desktop", ("\n".join(lines) + "\n").encode())


def _desktop_text(text: str) -> str:
    return text.replace("\\", "\\\\")


def _desktop_word(word: str) -> str:
    """A word of Exec: in quotation marks, its own signs escaped, and a per cent sign twice."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return _desktop_text(f'"{quoted}"')


def _on_macos(name: str, words: Sequence[str]) -> Path:
    app = Path.home() / "Applications" / f"{name.replace(':', ' -').replace('/', '-')}.app"
    about = {"CFBundleName": name, "CFBundleIdentifier": f"org.handouts.{_plain(name)}", "CFBundleExecutable": "desk"}
    program = f"#!/bin/sh\nexec {shlex.join(words)}\n"
    write_whole(app / "Contents" / "Info.plist", plistlib.dumps(about))
    write_whole(app / "Contents" / "MacOS" / "desk", program.encode()).chmod(0o755)
    return app


def _on_windows(name: str, words: Sequence[str]) -> Path:
    menu = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    link = menu / (re.sub(r'[<>:"/|?*\\]+', " -", name) + ".lnk")
    told = {
        "HANDOUTS_LINK": str(link),
        "HANDOUTS_TARGET": words[0],
        "HANDOUTS_ARGUMENTS": subprocess.list2cmdline(words[1:]),
    }
    asked = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _WINDOWS_LINK]
    subprocess.run(asked, env={**os.environ, **told}, check=True, capture_output=True, timeout=60)
    return link
