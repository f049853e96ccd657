"""Others' programs against our interfaces, client by call: schemathesis on each service, a client generated from the
document, Open311's own client. What is counted is what was called and what broke a promise of the document."""
import json
import os
import re
import subprocess
import urllib.parse
import urllib.request

from machine import Failure, Process, answers, free_port, need_disk

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, "../../Tests/JourneyTests/Fixtures/api")
TOOLS = os.path.abspath(".build/api/bin")
SERVICES = ("routing", "sms", "email", "radio")
SECONDS = 60
# Nobody is told to wait who tries thousands of calls.
CONFIGURATION = """region: {region}
data: {data}
routing_url: http://127.0.0.1:{routing}
limits: {{ per_token_per_minute: 0, open_per_minute: 0 }}
routing:
  listen: 127.0.0.1:{routing}
  tokens:
    - {{ name: channels, role: intake, secret: intake-uji }}
    - {{ name: case-system, role: case, secret: case-uji }}
    - {{ name: admin, role: admin, secret: admin-uji }}
sms:
  listen: 127.0.0.1:{sms}
  routing_token: intake-uji
  tokens: [{{ name: case, role: case, secret: case-uji }}, {{ name: routing, role: routing, secret: routing-uji }},
    {{ name: admin, role: admin, secret: admin-uji }}]
  accounts: [{{ name: kannel-1708, provider: kannel, secret: rahasia }}]
email:
  listen: 127.0.0.1:{email}
  routing_token: intake-uji
  tokens: [{{ name: case, role: case, secret: case-uji }}, {{ name: routing, role: routing, secret: routing-uji }},
    {{ name: admin, role: admin, secret: admin-uji }}]
  own_addresses: [aduan@hss.example]
radio:
  listen: 127.0.0.1:{radio}
  routing_token: intake-uji
  tokens: [{{ name: recorder, role: intake, secret: recorder-uji }}]
  stations: [{{ name: amandit, title: "Bupati Mendengar" }}]
"""


def tool(*command, **environment):
    done = subprocess.run(
        [os.path.join(TOOLS, command[0]), *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env={**os.environ, **environment})
    return done.returncode, done.stdout


def try_service(table, folder, name, url, seconds):
    status, output = tool("python", os.path.join(SCRIPTS, "try_service.py"), url, str(seconds))
    with open(os.path.join(folder, f"schemathesis-{name}.log"), "w") as file:
        file.write(output)
    cases = re.search(r"([\d,]+) generated", output)
    broken = re.search(r"(\d+) unique failures?", output)
    failures = int(broken[1]) if broken else 0
    if status != 0 and not failures:
        raise Failure(f"schemathesis on {name} ended with {status}:\n{output[-2000:]}")
    calls = re.search(r"Tested: (\d+)", output)
    table.add(
        f"schemathesis x {name}", failures, "promises broken", most=0,
        detail=f"{calls[1] if calls else '?'} calls, {cases[1] if cases else '?'} requests, {seconds} s, all checks")
    if failures:
        table.note(f"schemathesis x {name}:\n" + output[output.find("= FAILURES ="):][:4000])


def post_report(url):
    fields = {
        "api_key": "intake-uji", "service_code": "jalan_rusak", "lat": "-2.780000", "long": "115.260000",
        "description": "Jalan di desa Habirau rusak parah"}
    request = urllib.request.Request(
        url + "/open311/v2/requests.json", urllib.parse.urlencode(fields).encode(), method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)[0]["service_request_id"]


def run(options, place, table, _shim):
    need_disk(place.folder, 500, "four services and what schemathesis posts to them")
    folder = place.make("api")
    ports = {name: free_port() for name in SERVICES}
    config = os.path.join(folder, "mendengar.yaml")
    with open(config, "w") as file:
        file.write(CONFIGURATION.format(region=place.region, data=folder, **ports))
    urls = {}
    for name in SERVICES:
        process = Process(
            [place.program(f"mendengar-{name}"), "--config", config], os.path.join(folder, f"{name}.log"))
        urls[name] = f"http://127.0.0.1:{ports[name]}"
        process.wait_for(answers(urls[name] + "/readyz"), 60)
        document = os.path.join(folder, f"{name}.json")
        urllib.request.urlretrieve(urls[name] + "/openapi.json", document)
        status, output = tool("openapi-spec-validator", document)
        table.add(f"openapi-spec-validator x {name}", status, "faults", most=0, detail=output.strip()[-60:])
    client = os.path.join(folder, "client")
    status, output = tool(
        "openapi-python-client", "generate", "--path", os.path.join(folder, "routing.json"), "--output-path",
        client, "--meta", "none")
    if status == 0:
        status, output = tool(
            "python", os.path.join(SCRIPTS, "generated_client.py"), urls["routing"], PYTHONPATH=folder)
    table.add(
        "openapi-python-client x post, feed, ack, status, history", status, "faults", most=0,
        detail=output.strip().splitlines()[-1][:90])
    number = post_report(urls["routing"])
    status, output = "", ""
    for _ in range(50):
        status, output = tool(
            "python", os.path.join(SCRIPTS, "georeport_client.py"), urls["routing"], number)
        if status == 0:
            break
    table.add(
        "georeport x services, definition, requests, request (JSON, XML)", status, "faults", most=0,
        detail=output.strip().splitlines()[-1][:90])
    for name in SERVICES:
        try_service(table, folder, name, urls[name], options.seconds)
