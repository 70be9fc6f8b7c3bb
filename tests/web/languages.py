"""A library in two languages: the packaged one, and the same words once more as if they were of another language."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from handouts.files import data_dir


def two_languages(
    folder: Path, muscles: tuple[str, ...], lang: str = "ar", direction: str = "rtl"
) -> tuple[Path, Path]:
    """Folders of content and templates: English, and `lang`, from right to left, with words of some muscles only."""
    content, templates = folder / "content", folder / "templates"
    shutil.copytree(data_dir("content"), content, ignore=shutil.ignore_patterns("art", "scenes", "*.json"))
    (content / "art").symlink_to(data_dir("content") / "art")
    for path in content.rglob("en.toml"):
        if path.parent.parent.name != "muscles" or path.parent.name in muscles:
            path.with_name(f"{lang}.toml").write_text(_of(path, lang), "utf-8")
    for kind in ("strings", "anki"):
        (templates / kind).mkdir(parents=True)
        source = data_dir("templates") / kind / "en.toml"
        (templates / kind / f"{lang}.toml").write_text(_of(source, lang), "utf-8")
    strings = templates / "strings" / f"{lang}.toml"
    words = strings.read_text("utf-8").replace('"English"', '"Other"').replace('dir = "ltr"', 'dir = "rtl"')
    strings.write_text(re.sub(r'(home|search|about) = "', r'\1 = "¿', words), "utf-8")
    return content, templates


def _of(path: Path, lang: str) -> str:
    return path.read_text("utf-8").replace('lang = "en"', f'lang = "{lang}"')
