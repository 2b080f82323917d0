"""The application as a web server and the command line find it."""

from app import create_app

app = create_app()
