"""What stands beside the page of a handout on a site: the very files of the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.cli.main import main

PAPERS = {"handout.pdf": [], "large.pdf": ["--print", "large"], "one-page.pdf": ["--layout", "do"]}


@pytest.mark.long
def test_its_papers_and_cards_are_those_of_the_commands(tmp_path: Path) -> None:
    run, one = CliRunner().invoke, tmp_path / "one"
    assert run(main, ["site", "soleus", "-o", str(tmp_path / "site")]).exit_code == 0
    made = tmp_path / "site" / "soleus" / "en"
    for name, options in PAPERS.items():
        assert run(main, ["pdf", "soleus", *options, "-o", f"{one}.pdf"]).exit_code == 0
        assert (made / name).read_bytes() == one.with_suffix(".pdf").read_bytes(), name
    assert run(main, ["deck", "soleus", "-o", f"{one}.apkg"]).exit_code == 0
    assert (made / "cards.apkg").read_bytes() == one.with_suffix(".apkg").read_bytes()
