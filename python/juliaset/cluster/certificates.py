"""Keys and certificates with which the processes of one cluster know each other.

A program that can connect to a Dask process can make it run anything. So each process shows a
certificate, and accepts only those that were signed together with its own. The key that signed them
is not kept. So no certificate can be added later, and a thief finds only the keys of these
processes.
"""

import datetime as dt
import os
import ssl
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from juliaset.cluster.errors import ClusterError
from juliaset.system.files import whole_folder
from juliaset.system.processes import shell_word

ROLES = ("scheduler", "worker", "client")
AUTHORITY = "ca.pem"
DAYS = 365
_EARLIER = dt.timedelta(hours=1)  # clocks of other machines are a little behind


def make_pems(days: int = DAYS) -> dict[str, str]:
    """Return new keys and certificates by the names of their files."""
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = _named("juliaset cluster")
    root = (
        _builder(issuer, issuer, authority, authority, days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_others=True), critical=True)
        .sign(authority, hashes.SHA256())
    )
    pems = {AUTHORITY: _text(root.public_bytes(serialization.Encoding.PEM))}
    for role in ROLES:
        key = ec.generate_private_key(ec.SECP256R1())
        purposes = [ExtendedKeyUsageOID.CLIENT_AUTH]
        if role != "client":  # it listens, too
            purposes.append(ExtendedKeyUsageOID.SERVER_AUTH)
        certificate = (
            _builder(_named(f"juliaset {role}"), issuer, key, authority, days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_others=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
            .sign(authority, hashes.SHA256())
        )
        pems[f"{role}.pem"] = _text(certificate.public_bytes(serialization.Encoding.PEM))
        pems[f"{role}-key.pem"] = _text(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    return pems


def make_certificates(folder: Path, days: int = DAYS) -> list[Path]:
    """Write new keys and certificates into a folder that only its owner may read.

    Returns:
        The files.

    Raises:
        ClusterError: Something is there already; then nothing is written.
        OSError: They cannot be written.
    """
    if not folder.name or os.path.lexists(folder):
        raise ClusterError(f"{folder} is there already; allowed: a new folder")
    pems = make_pems(days)
    with whole_folder(folder) as part:
        part.chmod(0o700)
        for name, pem in pems.items():
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            with os.fdopen(os.open(part / name, flags, 0o600), "w") as file:
                file.write(pem)
    return [folder / name for name in pems]


def security_of(folder: Path) -> Any:  # noqa: ANN401 - a distributed.Security
    """Return Dask's settings for a folder of certificates; those of some roles may be elsewhere.

    Raises:
        ClusterError: A file is missing, or others may read a key.
    """
    names = [AUTHORITY]
    for role in ROLES:
        pair = [f"{role}.pem", f"{role}-key.pem"]
        names += pair if role == "client" or (folder / pair[0]).exists() else []
    for name in names:
        path = folder / name
        if not path.is_file():
            raise ClusterError(
                f"{path} is missing; "
                f"`juliaset mosaic certificates {shell_word(folder)}` makes new ones"
            )
        if name.endswith("-key.pem") and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ClusterError(
                f"others may read or write {path}; allowed: chmod 600 {shell_word(path)}"
            )
    return _security({name: str(folder / name) for name in names})


def temporary_security() -> Any:  # noqa: ANN401 - a distributed.Security
    """Return new keys and certificates that are in no file, for processes that start each other."""
    return _security(make_pems(days=DAYS))


def _security(pems: Mapping[str, str]) -> Any:  # noqa: ANN401
    """Return Dask's form of them. Each is a path, or the text itself."""
    from distributed import Security  # noqa: PLC0415 - an extra

    fields = {"tls_ca_file": pems[AUTHORITY]}
    for role in ROLES:
        if f"{role}.pem" in pems:
            fields[f"tls_{role}_cert"] = pems[f"{role}.pem"]
            fields[f"tls_{role}_key"] = pems[f"{role}-key.pem"]
    return Security(require_encryption=True, tls_min_version=ssl.TLSVersion.TLSv1_3, **fields)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    authority: ec.EllipticCurvePrivateKey,
    days: int,
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(own, critical=False)
        .add_extension(signer, critical=False)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _text(pem: bytes) -> str:
    return pem.decode("ascii")
