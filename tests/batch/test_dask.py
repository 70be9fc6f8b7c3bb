"""Shards on a cluster: the same files and the same manifest, also when a worker is lost on the way."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from .conftest import Batch
from .test_run import GOOD, check, files

distributed = pytest.importorskip("distributed", reason="needs Dask: pip install -e '.[dask]'")
ROWS = [dict(GOOD[number % 12], id=str(number), layout="do") for number in range(300)]


@pytest.fixture(scope="module")
def cluster() -> Any:
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options, silence_logs=50) as cluster:
        yield cluster


def test_a_cluster_makes_the_same_files(batch: Batch, tmp_path: Path, cluster: Any) -> None:
    rows = [*ROWS[:70], {"muscle": "?"}, *ROWS[70:140]]
    assert batch(rows).exit_code == 3
    out = tmp_path / "out"
    whole, manifest = files(out), (out / "manifest.jsonl").read_bytes()
    for path in out.iterdir():
        path.unlink()
    result = batch(rows, "--dask", cluster.scheduler_address)
    assert result.exit_code == 3, result.output
    assert files(out) == whole
    assert (out / "manifest.jsonl").read_bytes() == manifest


def test_a_lost_worker_loses_no_row(batch: Batch, tmp_path: Path, cluster: Any) -> None:
    out = tmp_path / "out"

    def kill() -> None:
        while len(list(out.glob("*.pdf"))) < 20:
            time.sleep(0.01)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    result = batch(ROWS, "--dask", cluster.scheduler_address)
    killer.join(300)
    assert result.exit_code == 0, result.output
    assert not killer.is_alive()
    check(out, 300)


def test_nobody_answers(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    result = batch(ROWS[:1], "--dask", "nonsense")
    assert result.exit_code == 1
    assert "Dask" in result.stderr
