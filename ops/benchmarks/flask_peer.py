"""The peer most offices would write: Flask under gunicorn, one SQLite transaction per message.

The same job as ours: check the HMAC over the raw body, read the id, drop a redelivery by a unique key,
allot a running number, keep the raw bytes, commit (WAL, synchronous=FULL), acknowledge.
"""
import hashlib
import hmac
import os
import sqlite3
import time

from flask import Flask, request

KEY = os.environ["BENCH_SECRET"].encode()
app = Flask(__name__)


def connect():
    database = sqlite3.connect(
        os.environ["BENCH_DB"], timeout=60, isolation_level=None, check_same_thread=False)
    begin_log(database)
    database.execute("PRAGMA synchronous=FULL")
    database.execute(
        """CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, account TEXT NOT NULL,
           external_id TEXT NOT NULL, tracking TEXT NOT NULL, received_at INTEGER NOT NULL,
           state TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (account, external_id))""")
    database.execute("CREATE INDEX IF NOT EXISTS journal_state ON journal (state, seq)")
    database.execute("CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER)")
    return database


def begin_log(database):
    """Two workers open a new file at once, and for this SQLite waits for nobody."""
    for _ in range(100):
        try:
            return database.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(0.05)
    raise SystemExit("the database stays locked")


class Connection:
    """One a worker process, opened after the fork."""
    database = None


@app.post("/sms/bench")
def take():
    body = request.get_data()
    expected = hmac.new(KEY, body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        return "", 403
    message = request.get_json()
    database = Connection.database = Connection.database or connect()
    database.execute("BEGIN IMMEDIATE")
    serial = database.execute(
        """INSERT INTO counter VALUES ('tracking', 1)
           ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value""").fetchone()[0]
    database.execute(
        """INSERT INTO journal (account, external_id, tracking, received_at, state, body)
           VALUES ('bench', ?, ?, ?, 'received', ?)
           ON CONFLICT (account, external_id) DO NOTHING""",
        (message["id"], f"HSS-26-1{serial:06}", time.time_ns() // 1000, body))
    database.execute("COMMIT")
    return "OK"


@app.get("/healthz")
def health():
    return "ok"
