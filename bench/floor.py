"""A bare Flask and SQLAlchemy page: one query of 25 rows, a plain template, as many bytes as it is asked for."""

from __future__ import annotations

import os

from flask import Flask, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from app.core.db import engine_options, harden

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["EVENHAND_DATABASE_URL"]
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
db = SQLAlchemy(app)
with app.app_context():
    harden(db.engine)

TEMPLATE = """<!DOCTYPE html><html lang="en-GB"><head><title>Floor</title></head><body><h1>Floor</h1><table>
{% for row in rows %}<tr><td><a href="/cases/{{ row.reference }}">{{ row.reference }}</a></td><td>{{ row.state }}</td><td>{{ row.manager }}</td><td>{{ row.logged_at }}</td></tr>
{% endfor %}</table>{% for one in padding %}<p class="govuk-body">{{ one }}</p>
{% endfor %}</body></html>"""


@app.get("/")
def floor() -> str:
    """The page; `size` is how many bytes it should have."""
    rows = db.session.execute(
        text(
            "select reference, state, manager, logged_at from case_file where school_id = (select id from school where name like 'Marram%') order by logged_at desc limit 25"
        )
    ).all()
    size = int(request.args.get("size", "4000"))
    return render_template_string(TEMPLATE, rows=rows, padding=["x" * 80] * max(0, (size - 3300) // 108))
