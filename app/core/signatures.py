"""What stands in cookies and forms is signed with HMAC-SHA-256.

Flask and itsdangerous sign with SHA-1 when nobody says otherwise, which is left only for what is old (OWASP ASVS 5.0,
11.4.1 and its appendix C).  Cookies signed before are not read any more: whoever has one signs in once more.
"""

from __future__ import annotations

import hashlib

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class Sessions(SecureCookieSessionInterface):
    """Flask's own session cookie under a signature of 256 bits."""

    digest_method = staticmethod(hashlib.sha256)


def init_app(app: Flask) -> None:
    """Sign the session cookie so, and by default all else that is signed here: the tokens of forms."""
    app.session_interface = Sessions()
    Signer.default_digest_method = staticmethod(hashlib.sha256)
