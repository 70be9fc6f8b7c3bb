"""Completion as a person meets it: the shell itself, a key pressed, and the line that is run then."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import handouts
from handouts.cli.main import main
from handouts.content.dose import LIMITS
from handouts.style.choices import DOSE_KEYS

pytestmark = pytest.mark.long

CASES = [
    ("pd", "pdf"),
    ("pdf gas", "pdf gastrocnemius"),
    ("pdf gastrocnemius --loc", "pdf gastrocnemius --locale"),
    ("pdf gastrocnemius --locale en-G", "pdf gastrocnemius --locale en-GB"),
    ("pdf gastrocnemius --side l", "pdf gastrocnemius --side left"),
    ("pdf gastrocnemius --lang e", "pdf gastrocnemius --lang en"),
    ("pdf gastrocnemius --technique th", "pdf gastrocnemius --technique thumbs"),
    ("pdf gastrocnemius --technique chair,th", "pdf gastrocnemius --technique chair,thumbs"),
    ("pdf gastrocnemius --with st", "pdf gastrocnemius --with stretch"),
    ("pdf gastrocnemius --dose pre", "pdf gastrocnemius --dose pressure="),
    ("figure gastrocnemius pain", "figure gastrocnemius pain-map"),
    ("deck --subset causes,attach", "deck --subset causes,attachments"),
    ("help fig", "help figure"),
    ("batch my-ros", "batch my-roster.csv"),
    ("pdf gastrocnemius --clinic my-cli", "pdf gastrocnemius --clinic my-clinic.toml"),
]
"""What was typed before the key, and what stands there after it."""
PATIENCE = 60
"""Seconds after which a shell that says nothing is given up; none of them takes so long."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `handouts` in `bin`, which completes, and says what it was called with otherwise."""
    folder = tmp_path_factory.mktemp("place")
    for name in ("my-roster.csv", "my-clinic.toml"):
        (folder / name).touch()
    command = folder / "bin" / "handouts"
    command.parent.mkdir()
    command.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        "if '_HANDOUTS_COMPLETE' in os.environ or sys.argv[1] == 'completion':\n"
        "    from handouts.cli.main import main\n    main(prog_name='handouts')\n"
        "print('<' + ' '.join(sys.argv[1:]) + '>')\n"
    )
    command.chmod(0o755)
    return folder


def environment(place: Path) -> dict[str, str]:
    package = str(Path(handouts.__file__).parents[1])
    return {
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": package,
        "HOME": str(place),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }


def shell(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def typed(command: list[str], place: Path, begin: str, lines: list[str]) -> list[str]:
    """What `handouts` was called with after each line was typed at a terminal and the key pressed before its end."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(place)
        os.execve(command[0], command, environment(place))
    said, called = "", []
    try:
        for line in [f"{begin}; echo '<'ready'>'", *(f"handouts {line}\t" for line in lines)]:
            os.write(terminal, f"{line}\n".encode())
            last = time.monotonic() + PATIENCE
            while ">\r\n" not in said.partition("\n<")[2]:
                if not select.select([terminal], [], [], max(0, last - time.monotonic()))[0]:
                    raise AssertionError(f"nothing came of {line!r}: {said!r}")
                said += os.read(terminal, 65536).decode(errors="replace")
            answer, _, said = said.partition("\n<")[2].partition(">\r\n")
            called.append(answer)
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    assert called[0] == "ready"
    return called[1:]


def test_bash_completes_what_is_there(place: Path) -> None:
    begin = 'eval "$(handouts completion bash)"'
    command = [shell("bash"), "--norc", "--noprofile", "-i"]
    assert typed(command, place, begin, [line for line, _ in CASES]) == [meant for _, meant in CASES]


def test_zsh_completes_what_is_there(place: Path) -> None:
    begin = 'autoload -U compinit; compinit -u -D; eval "$(handouts completion zsh)"'
    assert typed([shell("zsh"), "-f", "-i"], place, begin, [line for line, _ in CASES]) == [meant for _, meant in CASES]


def test_fish_completes_what_is_there(place: Path) -> None:
    lines = "\n".join(f"complete -C 'handouts {line}'; echo '<>'" for line, _ in CASES)
    command = [shell("fish"), "--no-config", "-c", f"handouts completion fish | source\n{lines}"]
    done = subprocess.run(
        command, cwd=place, env=environment(place), capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    offered = [[line.split("\t")[0] for line in part.splitlines()] for part in done.stdout.split("<>\n")[:-1]]
    for (line, meant), words in zip(CASES, offered, strict=True):
        assert meant.split()[-1] in words, f"{line}: {words}"


def test_nothing_heavy_is_read_for_it() -> None:
    heavy = ("pydantic", "reportlab", "jinja2", "genanki")
    code = (
        "import os, sys\n"
        "os.environ.update(COMP_WORDS='handouts figure gastrocnemius pain', COMP_CWORD='pain')\n"
        "from handouts.cli.main import main\n"
        "try:\n    main(prog_name='handouts', complete_var='_X')\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    variables = {**os.environ, "_X": "fish_complete"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].startswith("plain,pain-map")
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_keys_of_a_dose_are_those_that_it_has() -> None:
    assert set(DOSE_KEYS) == set(LIMITS)


def test_a_muscle_of_ones_own_is_offered(tmp_path: Path) -> None:
    (tmp_path / "muscles/popliteus").mkdir(parents=True)
    (tmp_path / "muscles/popliteus/muscle.toml").write_text("not = even = toml")
    variables = {
        "_HANDOUTS_COMPLETE": "fish_complete",
        "COMP_WORDS": f"handouts --content {tmp_path} pdf ",
        "COMP_CWORD": "",
    }
    result = CliRunner().invoke(main, [], prog_name="handouts", env=variables)
    assert {"plain,gastrocnemius", "plain,popliteus"} <= set(result.output.splitlines())
