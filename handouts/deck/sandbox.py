"""Card templates, which somebody else may have written: they can show words and choose between parts, nothing more.

Jinja2's sandbox keeps a template from reaching into the program; the list of what may stand in one keeps it from
running for hours or filling the memory.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handouts.errors import ContentError, HandoutsError, Problem
from handouts.files import read_text
from handouts.style.theme import find_template

MOST_TEXT = 1 << 20
"""Bytes of one template, and characters of one page."""
MOST_INCLUDED = 100
"""Templates in one page."""
FILTERS = ("e", "escape", "lower", "safe", "title", "trim", "upper")
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Block, nodes.Extends, nodes.Include, nodes.If),
    *(nodes.Name, nodes.Getattr, nodes.Const, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Filter),
)
_WORDS = {"For": "a loop", "Call": "a call", "Assign": "[% set %]", "Macro": "a macro", "Getitem": "[ ]"}
KNOWN = ("extends", "block", "include", "if", "names, comparisons")


class Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with a short list of what a template may have; `{{x}}` is Anki's, so its own delimiters are others.

    Raises ContentError for anything else, with file and line.
    """

    def __init__(self, templates: Sequence[Path]) -> None:
        super().__init__(
            loader=_Loader(templates),
            block_start_string="[%",
            block_end_string="%]",
            variable_start_string="[[",
            variable_end_string="]]",
            comment_start_string="[#",
            comment_end_string="#]",
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_text_only,
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {"defined": self.tests["defined"]}
        self._included = 0

    def render(self, name: str, **values: Any) -> str:
        """A page of a template. Raises ContentError."""
        self._included = 0
        try:
            pieces, length = [], 0
            for piece in self.get_template(name).generate(**values):
                pieces.append(piece)
                length += len(piece)
                if length > MOST_TEXT:
                    raise wrong(name, f"makes a page of more than {MOST_TEXT:,} characters")
        except jinja2.TemplateNotFound as error:
            raise wrong(str(error.name)[:80], "no such template") from error
        except jinja2.TemplateSyntaxError as error:
            raise wrong(f"{error.name or name}:{error.lineno}", str(error.message)[:200]) from error
        except (jinja2.TemplateError, TypeError, ValueError) as error:
            raise wrong(name, str(error)[:200]) from error
        except RecursionError as error:
            raise wrong(name, "includes or extends itself, or is nested too deeply") from error
        return "".join(pieces)

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """A template by name; a page may have some dozens, however they include each other."""
        self._included += 1
        if self._included > MOST_INCLUDED:
            raise wrong(str(name), f"includes more than {MOST_INCLUDED} templates")
        return super().get_template(name, parent, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                kind = type(node).__name__
                what = _WORDS.get(kind, kind)
                raise wrong(f"{name}:{node.lineno}", f"has {what}: a card template may have {', '.join(KNOWN)}")
        return tree


def _text_only(value: Any) -> Any:
    """What is shown is text; anything else is a mistake, and might show where things lie in memory."""
    if isinstance(value, str | jinja2.Undefined):
        return value
    raise ValueError(f"shows something that is no text but {type(value).__name__}")


class _Loader(jinja2.BaseLoader):
    """Finds templates in the folders, the person's own first."""

    def __init__(self, templates: Sequence[Path]) -> None:
        self._templates = templates

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if ".." in template.split("/") or template.startswith("/") or "\\" in template or "\0" in template:
            raise jinja2.TemplateNotFound(template)
        try:
            path = find_template(self._templates, template)
        except HandoutsError as error:
            raise jinja2.TemplateNotFound(template) from error
        return read_text(path, f"templates/{template}", MOST_TEXT), template, lambda: True


def wrong(name: str, message: str) -> ContentError:
    """What is wrong with a template."""
    return ContentError([Problem(f"templates/{name}", "", message)])
