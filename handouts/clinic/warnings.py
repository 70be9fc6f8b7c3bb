"""The clinic's own words for warnings: each stands in for one of ours, none goes away."""

from __future__ import annotations

import re
from dataclasses import replace

from handouts.clinic.file import ClinicFile
from handouts.content.library import Library, Muscle
from handouts.content.model import BulletWords
from handouts.errors import ContentError, Problem, likely


def check_safety(clinic: ClinicFile, library: Library, file: str, lang: str) -> None:
    """Every changed warning and bullet exists. Raises ContentError with the likely meant names."""
    if not clinic.safety and not clinic.bullets:
        return
    modules = library.safety.values()
    warnings = [f"{module.id}.{item.id}" for module in modules for item in module.items]
    bullets = list(dict.fromkeys(f"{module.id}.{i.bullet}" for module in modules for i in module.items if i.bullet))
    problems = [
        Problem(file, f'{table}."{key}"', f"no {what} {key!r}{likely(key, known)}")
        for table, what, given, known in (
            ("safety", "warning", clinic.safety, warnings),
            ("bullets", "bullet", clinic.bullets, bullets),
        )
        for key in given
        if key not in known
    ]
    for table in ("safety", "bullets"):
        if getattr(clinic, table) and clinic.lang != lang:
            message = f"its warnings are in {clinic.lang!r} (see lang), the handout is in {lang!r}"
            problems.append(Problem(file, table, message))
    if problems:
        raise ContentError(problems)


def with_safety(muscle: Muscle, clinic: ClinicFile) -> Muscle:
    """The muscle with the clinic's words for its warnings, each of them marked as changed. None goes away."""
    warnings = []
    for warning in muscle.warnings:
        own = clinic.safety.get(warning.key)
        if own:
            ours = warning.words
            text = own.text or ours.text
            short = own.short or ("" if own.text else ours.short)
            words = ours.model_copy(update={"text": text, "short": short, "tick": ""})
            warning = replace(warning, words=words, changed=(text, short) != (ours.text, ours.short))
        bullet = clinic.bullets.get(f"{warning.module}.{warning.item.bullet}")
        if bullet and warning.bullet:
            changed = bullet.text != warning.bullet.text
            warning = replace(warning, bullet=BulletWords(text=bullet.text), bullet_changed=changed)
        warnings.append(warning)
    return replace(muscle, warnings=tuple(warnings))


def signs(text: str) -> int:
    """How many parts a warning lists: what stands between commas, semicolons, sentence ends, "or", "and", "plus"."""
    parts = re.split(r"[,;:]|[.?!](?:\s|$)|\b(?:or|and|plus|oder|und)\b", text.replace("**", ""))
    return sum(bool(re.search(r"\w", part)) for part in parts)


def fewer_signs(muscle: Muscle, clinic: ClinicFile) -> list[str]:
    """A sentence for each text of the clinic that lists fewer signs than ours, counted as `signs` does."""
    found: dict[str, tuple[str, str]] = {}
    for warning in muscle.warnings:
        own = clinic.safety.get(warning.key)
        if own:
            for key, ours, theirs in (
                ("text", warning.words.text, own.text),
                ("short", warning.words.short or warning.words.text, own.short),
            ):
                if theirs:
                    found[f'safety."{warning.key}".{key}'] = (ours, theirs)
        name = f"{warning.module}.{warning.item.bullet}"
        if warning.bullet and name in clinic.bullets:
            found[f'bullets."{name}".text'] = (warning.bullet.text, clinic.bullets[name].text)
    return [
        f"{key}: lists {signs(theirs)} of our {signs(ours)} signs; check that none is lost. Ours: {ours}"
        for key, (ours, theirs) in found.items()
        if signs(theirs) < signs(ours)
    ]
