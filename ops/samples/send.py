"""Feeds the demo's samples to the running services and shows what became of each.

    send.py FEED        FEED: the file `mendengar feed --follow --json` writes

Ports and secrets come from the environment, as ops/demo sets them. Exit status 0 only if every sample
reached its expected agency, once.
"""
import base64, datetime, hashlib, hmac, json, os, pathlib, smtplib, sys, time
import urllib.parse, urllib.request, uuid

HERE = pathlib.Path(__file__).parent
WITA = datetime.timezone(datetime.timedelta(hours=8), "WITA")
DEADLINE_SECONDS = 30


def address(service):
    return f"http://127.0.0.1:{os.environ[service + '_PORT']}"


def fetch(url, data=None, headers={}):
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=10) as answer:
        return answer.read()


def kannel(sms):
    """Kannel's get-url."""
    fields = {"from": sms["from"], "to": "1708", "id": sms["id"], "smsc": "modem",
              "ts": "2026-11-18 12:00:00", "charset": "UTF-8", "coding": "0", "udh": "",
              "text": sms["text"]}
    secret = os.environ["KANNEL_SECRET"]
    fetch(f"{address('SMS')}/sms/kannel-1708/{secret}?{urllib.parse.urlencode(fields)}")


def twilio(sms):
    """Twilio's form: HMAC-SHA1 over the URL and every field in the order of the names."""
    url = f"{address('SMS')}/sms/twilio-main"
    fields = {"AccountSid": "AC0", "MessageSid": sms["id"], "From": sms["from"],
              "To": "+628001708", "Body": sms["text"]}
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    code = hmac.new(os.environ["TWILIO_TOKEN"].encode(), signed.encode(), hashlib.sha1).digest()
    fetch(url, urllib.parse.urlencode(fields).encode(),
          {"X-Twilio-Signature": base64.b64encode(code).decode(),
           "Content-Type": "application/x-www-form-urlencoded"})


def mail(sample):
    with smtplib.LMTP("127.0.0.1", int(os.environ["LMTP_PORT"])) as server:
        body = (HERE / sample["file"]).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        server.sendmail("warga@warga.example", [sample["to"]], body)


def last_wednesday():
    today = datetime.datetime.now(WITA).date()
    return today - datetime.timedelta(days=(today.weekday() - 2) % 7)


def programme(sample):
    """Uploads the transcript as a form and publishes what is found."""
    fields = {"station": sample["station"], "title": sample["title"],
              "aired_on": last_wednesday().isoformat(), "publish": "auto"}
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in fields.items()]
    parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; '
                 'filename="siaran.txt"\r\nContent-Type: text/plain\r\n\r\n')
    body = "".join(parts).encode() + (HERE / "programme.txt").read_bytes() + \
        f"\r\n--{boundary}--\r\n".encode()
    answer = fetch(f"{address('RADIO')}/v1/programmes", body,
                   {"Content-Type": f"multipart/form-data; boundary={boundary}",
                    "Authorization": f"Bearer {os.environ['RECORDER_TOKEN']}"})
    return json.loads(answer)


def is_of(sample, assignment):
    """Whether an assignment is the one of this sample."""
    complaint = assignment["complaint"]
    if "words" in sample:
        return complaint["channel"] == "radio" and sample["words"] in complaint["text"]
    return sample["id"].strip("<>") in complaint["external_id"]


def wait_for(samples, feed):
    """Reads the case system's file until every sample is in it, or the deadline has passed."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        lines = feed.read_text().splitlines(keepends=True) if feed.exists() else []
        seen = [json.loads(line) for line in lines if line.endswith("\n")]
        if all(any(is_of(s, a) for a in seen) for s in samples) or time.monotonic() > deadline:
            return seen
        time.sleep(0.05)


def local(time_text):
    if not time_text:
        return "-"
    utc = datetime.datetime.fromisoformat(time_text.replace("Z", "+00:00"))
    return utc.astimezone(WITA).strftime("%d-%m-%Y %H.%M")


def row(assignment, verdict):
    complaint = assignment["complaint"]
    places = sorted(complaint["places"], key=lambda p: -p["confidence"])
    agency = assignment["agency"]
    copies = ", ".join(dict.fromkeys(copy["id"] for copy in assignment["copies"]))
    return [complaint["tracking"], complaint["channel"], places[0]["name"] if places else "-",
            agency["id"] if agency else "(triase)", copies or "-",
            assignment["decision"]["rule"] or "-",
            local((assignment["due"] or {}).get("respond_by")),
            " ".join(complaint["text"].split())[:44], verdict]


def show(rows):
    head = ["Nomor", "Kanal", "Tempat", "Perangkat", "Tembusan", "Aturan", "Dijawab s.d. (WITA)",
            "Aduan", ""]
    widths = [max(len(r[i]) for r in [head] + rows) for i in range(len(head))]
    for r in [head, ["-" * w for w in widths]] + rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(r, widths)).rstrip())


def main(feed):
    sms = json.loads((HERE / "sms.json").read_text())
    mails = json.loads((HERE / "mails.json").read_text())
    show_of_the_week = json.loads((HERE / "programme.json").read_text())
    samples = sms + mails + show_of_the_week["calls"]
    for sample in sms:
        for _ in range(sample.get("times", 1)):
            {"kannel": kannel, "twilio": twilio}[sample["provider"]](sample)
    for sample in mails:
        mail(sample)
    programme(show_of_the_week)

    seen = wait_for(samples, feed)
    rows, wrong = [], []
    for sample in samples:
        name = sample.get("id") or sample["words"]
        found = [a for a in seen if is_of(sample, a)]
        if len(found) != 1:
            wrong.append(f"{name}: {len(found)} assignments instead of 1")
            continue
        agency = (found[0]["agency"] or {"id": "(triase)"})["id"]
        if agency != sample["agency"]:
            wrong.append(f"{name}: went to {agency}, expected {sample['agency']}")
        rows.append(row(found[0], "✓" if agency == sample["agency"] else f"✗ {sample['agency']}"))
    strangers = [a for a in seen if not any(is_of(s, a) for s in samples)]
    rows += [row(a, "✗ tidak diharapkan") for a in strangers]
    wrong += [f"{a['complaint']['tracking']}: nobody expected it" for a in strangers]
    show(rows)
    print()
    print(f"{len(samples)} samples, {len(samples) - len(wrong)} as expected"
          if wrong else f"{len(samples)} samples, each reached its agency")
    for line in wrong:
        print("WRONG:", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
