"""A case system that receives webhooks: verifies each with the package standardwebhooks, answers by the word in
a file, and writes a line of JSON for each call.

receiver.py PORT SECRET MODE_FILE LOG
modes: ok, error (500), hang (until the caller gives up), gone (410)
"""
import http.server
import json
import sys
import time

from standardwebhooks import Webhook

PORT, SECRET, MODE, LOG = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]


class Hook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        with open(MODE) as file:
            mode = file.read().strip()
        try:
            message = Webhook(SECRET).verify(body, dict(self.headers))
            cursor, authentic = message["data"]["cursor"], True
        except Exception as error:
            cursor, authentic = str(error), False
        line = {"id": self.headers["webhook-id"], "cursor": cursor, "authentic": authentic, "mode": mode}
        with open(LOG, "a") as file:
            file.write(json.dumps(line) + "\n")
        if mode == "hang":
            time.sleep(5)
            self.close_connection = True
            return
        self.send_response({"ok": 204, "error": 500, "gone": 410}[mode])
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Hook)
server.daemon_threads = True
print("listening", flush=True)
server.serve_forever()
