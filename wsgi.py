"""The application as a web server and the command line find it."""

import gc

from app import create_app

app = create_app()
gc.collect()
gc.freeze()  # what was made at the start stays: no request pays for looking through it again (bench/case_page.py)
