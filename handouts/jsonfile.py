"""Reads JSON files and says plainly, with file and key, what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from handouts.errors import ContentError, Problem

Parsed = TypeVar("Parsed", bound=BaseModel)

_SHAPES = {"model_type": "{braces}", "dict_type": "{braces}", "list_type": "[brackets]"}


class Exact(BaseModel):
    """Takes nothing but what is declared: no unknown keys, no text for a number, only finite numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def read_json(path: Path, where: str, model: type[Parsed]) -> Parsed:
    """Read one JSON file into `model`; `where` names it in messages. Raises ContentError with all problems."""
    from handouts.content.library import explain  # here, because the library reads drawings

    try:
        data: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ContentError([Problem(where, "", f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise ContentError([Problem(where, "", "is not UTF-8 text")]) from error
    except json.JSONDecodeError as error:
        raise ContentError([Problem(where, "", f"is not readable JSON: {error}")]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise ContentError([Problem(where, "", "is not readable JSON: too large a number or too deep")]) from error
    if not isinstance(data, dict):
        raise ContentError([Problem(where, "", "must be written in {braces}")])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        for detail in error.errors():
            problem = explain(path, data, model, dict(detail))._replace(file=where)
            shape = _SHAPES.get(detail["type"])
            message = f"must be written in {shape}" if shape else problem.message.replace(" after validation", "")
            problems.append(problem._replace(message=message))
        raise ContentError(problems) from error


__all__ = ["Exact", "read_json"]
