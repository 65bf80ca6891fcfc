"""The Flask extensions that need no configuration of their own, and the name rooms use for the application."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager
from flask_wtf import CSRFProtect

App = Flask
login = LoginManager()
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Attach sign-in and CSRF protection."""
    login.session_protection = None
    login.init_app(app)
    csrf.init_app(app)
