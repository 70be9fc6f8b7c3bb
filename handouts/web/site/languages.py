"""The languages of a site: where the list of each is, and which page says the same in another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handouts.web.page import Translation
from handouts.web.site.listed import INDEX


class Languages:
    """The languages of a site by what their speakers call them; the site opens in the first one."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.first = next(iter(names))
        self._folders: dict[str, set[str]] = {lang: {self.home(lang), about_folder(lang)} for lang in names}

    def home(self, lang: str) -> str:
        """The folder of a language's list of handouts: the site's root for the first one."""
        return "" if lang == self.first else list_folder(lang)

    def add(self, lang: str, folders: Iterable[str]) -> None:
        """Note pages that a language has, by folder."""
        self._folders[lang].update(folders)

    def elsewhere(self, lang: str, folder: str) -> tuple[Translation, ...]:
        """The page of a folder in the other languages that have it."""
        found = []
        for other, name in self.names.items():
            at_home = folder == self.home(lang)
            there = self.home(other) if at_home else folder.removesuffix(f"{lang}/") + f"{other}/"
            if other != lang and there in self._folders[other]:
                found.append(Translation(other, name, there + INDEX))
        return tuple(found)

    def of(self, folder: str) -> str:
        """The language that an address is of; the first one where it is of none."""
        return next((lang for lang in self.names if folder.endswith(f"/{lang}/")), self.first)


def list_folder(lang: str) -> str:
    """The address of a language's list that stays when another language becomes the first one."""
    return f"all/{lang}/"


def about_folder(lang: str) -> str:
    """The address of the page about a site."""
    return f"about/{lang}/"
