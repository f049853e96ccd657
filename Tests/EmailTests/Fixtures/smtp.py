"""A mail server that keeps what it takes: smtp.py FOLDER [VERB=REPLY ...] prints its port.

VERB is GREETING, EHLO, AUTH, MAIL, RCPT, DATA or BODY; REPLY is sent instead of consent. VERB=close ends the
connection there. Each mail becomes FOLDER/N.json (envelope) and FOLDER/N.eml.
"""
import itertools
import json
import os
import socketserver
import sys

folder = sys.argv[1]
numbers = itertools.count(1)
replies = dict(argument.split("=", 1) for argument in sys.argv[2:])
usual = {"GREETING": "220 mx.example ESMTP", "AUTH": "235 2.7.0 ok", "MAIL": "250 2.1.0 ok",
         "RCPT": "250 2.1.5 ok", "DATA": "354 go on", "BODY": "250 2.0.0 queued as 1",
         "EHLO": "250-mx.example\r\n250-AUTH PLAIN\r\n250 8BITMIME"}


class Session(socketserver.StreamRequestHandler):
    def say(self, verb):
        reply = replies.get(verb, usual[verb])
        if reply == "close":
            raise ConnectionAbortedError
        self.wfile.write(reply.encode() + b"\r\n")
        return reply[0] in "23"

    def handle(self):
        try:
            self.talk()
        except (ConnectionError, ConnectionAbortedError):
            pass

    def talk(self):
        if not self.say("GREETING"):
            return
        envelope = {}
        for line in self.rfile:
            words = line.decode().strip()
            verb = words.split(" ")[0].upper()
            if verb == "QUIT":
                self.wfile.write(b"221 2.0.0 bye\r\n")
                return
            if verb not in usual:
                self.wfile.write(b"250 ok\r\n" if verb == "RSET" else b"502 5.5.1 no\r\n")
                continue
            if verb == "AUTH":
                envelope["auth"] = words
            if verb in ("MAIL", "RCPT"):
                envelope[verb.lower()] = words
            if self.say(verb) and verb == "DATA":
                self.keep(envelope)

    def keep(self, envelope):
        mail = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            mail += line[1:] if line.startswith(b".") else line
        if replies.get("BODY", "2")[0] == "2":
            number = next(numbers)
            with open(f"{folder}/{number}.eml", "wb") as file:
                file.write(mail)
            with open(f"{folder}/{number}.part", "w") as file:
                json.dump(envelope, file)
            os.rename(f"{folder}/{number}.part", f"{folder}/{number}.json")
        self.say("BODY")


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
