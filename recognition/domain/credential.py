"""An honour as an Open Badges 3.0 credential: a VC-JWT signed with Ed25519, checked with the key at a public address.

The key comes from the setting CREDENTIAL_KEY, else from a file below VAR_DIR that is made when it is first needed;
several web hosts share the setting. The signature says that this portal issued it; whether it still stands is asked
at the address of the code, and in the list of what was revoked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from operations import clock

from ..models import Honour

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def private_key() -> Ed25519PrivateKey:
    pem = settings.CREDENTIAL_KEY.replace("\\n", "\n").encode() or key_file().read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("CREDENTIAL_KEY must be an Ed25519 private key in PEM.")
    return key


def key_file() -> Path:
    """The file of the key; made whole and once, whoever asks first."""
    path = Path(settings.VAR_DIR) / "credential_key.pem"
    if path.exists():
        return path
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(pem)
        target.flush()
        os.fsync(target.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path


def public_jwk() -> dict:
    """The public half, named by its thumbprint (RFC 7638)."""
    raw = private_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": encoded(raw)}
    thumbprint = encoded(hashlib.sha256(json.dumps(jwk, separators=(",", ":"), sort_keys=True).encode()).digest())
    return {**jwk, "kid": thumbprint, "alg": "EdDSA", "use": "sig"}


def issuer_id() -> str:
    """did:web of this site."""
    return "did:web:" + quote(settings.SITE_URL.split("://", 1)[-1].split("/")[0], safe="")


def did_document() -> dict:
    jwk, issuer = public_jwk(), issuer_id()
    method = f"{issuer}#{jwk['kid']}"
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": issuer,
        "verificationMethod": [{"id": method, "type": "JsonWebKey2020", "controller": issuer, "publicKeyJwk": jwk}],
        "assertionMethod": [method],
    }


def claims(honour: Honour) -> dict:
    """What the credential says, for anybody who trusts its signature."""
    category, program = honour.category, honour.category.cycle.program
    is_certification = honour.certified_by_id is not None
    address, issuer = honour.verify_url, issuer_id()
    name = category.name if is_certification else f"{honour.placing.name}, {category.name}"
    narrative = category.summary or category.description or category.name
    subject = f"{address}#recipient"
    return {
        "@context": CONTEXT,
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{name}, {program.name}",
        "issuer": {"id": issuer, "type": ["Profile"], "name": program.organiser, "url": settings.SITE_URL},
        "validFrom": f"{honour.published_at:%Y-%m-%dT%H:%M:%SZ}",
        **({"validUntil": f"{honour.valid_until:%Y-%m-%dT%H:%M:%SZ}"} if honour.valid_until else {}),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": honour.name_as_printed,
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "achievement": {
                "id": f"{settings.SITE_URL}/programs/{program.slug}/{category.cycle.slug}/{category.slug}/",
                "type": ["Achievement"],
                "achievementType": "Certification" if is_certification else "Award",
                "name": name,
                "description": narrative,
                "criteria": {"narrative": category.how_judged or narrative},
            },
        },
        "evidence": [{"id": f"{address}/", "type": ["Evidence"], "name": honour.printed_code}],
        "credentialStatus": {"id": f"{settings.SITE_URL}/credentials/revoked.json", "type": "1EdTechRevocationList"},
        "iss": issuer,
        "jti": address,
        "sub": subject,
        "nbf": int(honour.published_at.timestamp()),
        **({"exp": int(honour.valid_until.timestamp())} if honour.valid_until else {}),
    }


def sign(honour: Honour) -> str:
    """The credential as a compact JWS."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": f"{issuer_id()}#{public_jwk()['kid']}"}
    body = f"{packed(header)}.{packed(claims(honour))}"
    return f"{body}.{encoded(private_key().sign(body.encode()))}"


def revoked() -> dict:
    """What was issued and no longer stands; what was never announced is not in it."""
    rows = Honour.objects.announced(clock.now()).exclude(revoked_at=None).order_by("revoked_at", "pk")
    return {
        "id": f"{settings.SITE_URL}/credentials/revoked.json",
        "issuer": issuer_id(),
        "revokedCredential": [{"id": honour.verify_url, "revoked": True} for honour in rows],
    }


def packed(value: dict) -> str:
    return encoded(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
