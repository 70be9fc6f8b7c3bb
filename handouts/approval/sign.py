"""Signed approvals, for a clinic that wants more than version control: ed25519 by the package `cryptography`.

Keys are those of OpenSSH (`ssh-keygen -t ed25519`) or PEM (`openssl genpkey -algorithm ed25519`), without a passphrase
or with one that is handed over.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Any

from handouts.approval.file import Approval
from handouts.errors import HandoutsError
from handouts.files import read_bytes

KIND = b"handouts approval 1\0"
"""Before what is signed, so that a signature of something else cannot be taken for one."""


LARGEST_KEY = 1 << 16
"""Bytes of a file with a key."""


class NeedsPassphraseError(HandoutsError):
    """The key cannot be used without its passphrase."""


def signed(approval: Approval, key_file: Path, passphrase: str | None = None) -> Approval:
    """The approval with a signature. Raises HandoutsError when the key cannot be used, or `cryptography` is missing."""
    key = _private(key_file, passphrase)
    signature = key.sign(KIND + approval.signed_text)
    public = _text(key.public_key())
    return approval.model_copy(update={"key": public, "signature": base64.b64encode(signature).decode()})


def is_signed_by(approval: Approval, public: str) -> bool:
    """Whether an approval has a signature of this public key under all that it says (see `read_public`)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    if not approval.signature:
        return False
    key: Any = load_ssh_public_key(public.encode())
    try:
        key.verify(base64.b64decode(approval.signature, validate=True), KIND + approval.signed_text)
    except (InvalidSignature, binascii.Error):
        return False
    return True


def read_public(path: Path) -> str:
    """A public ed25519 key, OpenSSH or PEM, as one line. Raises HandoutsError."""
    _needed()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key, load_ssh_public_key

    data = _read(path)
    load: Any = load_pem_public_key if data.lstrip().startswith(b"-----BEGIN PUBLIC") else load_ssh_public_key
    try:
        key = load(data)
    except (ValueError, UnsupportedAlgorithm):
        raise HandoutsError(f"{path}: is no public key: an OpenSSH or PEM file of an ed25519 key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise HandoutsError(f"{path}: is no ed25519 key")
    return _text(key)


def _private(path: Path, passphrase: str | None) -> Any:
    _needed()
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    data = _read(path)
    load: Any = load_ssh_private_key if b"OPENSSH PRIVATE KEY" in data else load_pem_private_key
    try:
        key = load(data, passphrase.encode() if passphrase else None)
    except TypeError:
        raise NeedsPassphraseError(f"{path}: has a passphrase, which is asked for at a terminal") from None
    except (ValueError, UnsupportedAlgorithm):
        raise HandoutsError(f"{path}: is no private key that can be read, or the passphrase is wrong") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise HandoutsError(f"{path}: is no ed25519 key; make one with: ssh-keygen -t ed25519 -f {path.name}")
    return key


def _text(key: Any) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    text: str = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return text


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST_KEY)
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be read: {error.strerror or error}") from None


def _needed() -> None:
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise HandoutsError("signatures need cryptography: pip install 'handouts[sign]'") from None
