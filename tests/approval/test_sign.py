"""Signed approvals: what was signed can be checked, what was changed afterwards cannot pass for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handouts.approval.sign import NeedsPassphraseError, is_signed_by, read_public, signed
from handouts.errors import HandoutsError
from tests.approval.test_file import SAMPLE

pytest.importorskip("cryptography", reason="signatures need the extra [sign]")


def key_pair(folder: Path, passphrase: str = "") -> tuple[Path, Path]:
    """A key as `ssh-keygen -t ed25519` writes it."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    locked = form.BestAvailableEncryption(passphrase.encode()) if passphrase else form.NoEncryption()
    private, public = folder / "key.pem", folder / "key.pub"
    private.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locked))
    public.write_bytes(key.public_key().public_bytes(form.Encoding.OpenSSH, form.PublicFormat.OpenSSH))
    return private, public


def test_a_signature_is_of_its_key_and_of_all_that_the_approval_says(tmp_path: Path) -> None:
    private, public = key_pair(tmp_path)
    made = signed(SAMPLE, private)
    assert is_signed_by(made, read_public(public))
    assert not is_signed_by(SAMPLE, read_public(public))
    assert not is_signed_by(made.model_copy(update={"until": date(2099, 1, 1)}), read_public(public))
    assert not is_signed_by(made.model_copy(update={"signature": "no base64!"}), read_public(public))
    (tmp_path / "other").mkdir()
    assert not is_signed_by(made, read_public(key_pair(tmp_path / "other")[1]))


def test_a_key_with_a_passphrase_needs_it(tmp_path: Path) -> None:
    private, public = key_pair(tmp_path, "a sample passphrase")
    with pytest.raises(NeedsPassphraseError):
        signed(SAMPLE, private)
    with pytest.raises(HandoutsError, match="passphrase is wrong"):
        signed(SAMPLE, private, "another")
    assert is_signed_by(signed(SAMPLE, private, "a sample passphrase"), read_public(public))


def test_what_is_no_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("no key")
    for read in (read_public, lambda path: signed(SAMPLE, path)):
        with pytest.raises(HandoutsError, match="is no p"):
            read(tmp_path / "x")
        with pytest.raises(HandoutsError, match="cannot be read"):
            read(tmp_path / "missing")
