"""Sends one message with each provider's own package, and prints the request it would have sent: a job of JSON in,
the request of JSON out. Nothing leaves: the packages' HTTP libraries are replaced by a recorder.
"""
import json
import sys

import requests
import urllib3
from android_sms_gateway import client as gate, domain
from infobip_api_client.api.sms_api import SmsApi
from infobip_api_client.api_client import ApiClient
from infobip_api_client.configuration import Configuration
from infobip_api_client import models as infobip_models
import nexmo
from twilio.rest import Client as TwilioClient

ANSWERS = {
    "twilio": (201, {"sid": "SM" + "0" * 32, "status": "queued"}),
    "vonage": (200, {"message-count": "1", "messages": [{"status": "0", "message-id": "1"}]}),
    "infobip": (200, {"messages": [{"messageId": "1"}]}),
    "smsgate": (202, {"id": "1", "state": "Pending", "recipients": [], "isEncrypted": False,
                      "isHashed": False, "states": {}}),
}


class Recorder:
    def __init__(self, kind):
        self.kind, self.seen = kind, None
        requests.Session.send = self.send
        urllib3.PoolManager.request = self.request

    def keep(self, method, url, headers, body):
        if isinstance(body, bytes):
            body = body.decode()
        self.seen = {"method": method, "url": url, "body": body or "",
                     "headers": {name.lower(): value for name, value in headers.items()}}

    def send(self, request, **_):
        self.keep(request.method, request.url, request.headers, request.body)
        status, answer = ANSWERS[self.kind]
        response = requests.Response()
        response.status_code, response._content = status, json.dumps(answer).encode()
        response.headers["Content-Type"] = "application/json"
        return response

    def request(self, method, url, body=None, headers=None, **_):
        self.keep(method, url, headers or {}, body)
        status, answer = ANSWERS[self.kind]
        return urllib3.HTTPResponse(
            body=json.dumps(answer).encode(), status=status, preload_content=True,
            headers={"Content-Type": "application/json"})


def twilio(job):
    TwilioClient(job["user"], job["password"]).messages.create(
        to=job["to"], from_=job["from"], body=job["text"], status_callback=job["report"])


def vonage(job):
    params = {"from": job["from"], "to": job["to"].lstrip("+"), "text": job["text"],
              "client-ref": job["id"], "callback": job["report"], "status-report-req": "1"}
    if not job["text"].isascii():
        params["type"] = "unicode"
    nexmo.Sms(nexmo.Client(key=job["user"], secret=job["password"])).send_message(params)


def infobip(job):
    configuration = Configuration(
        host="https://x.api.infobip.com", api_key=job["password"])
    message = infobip_models.SmsMessage(
        sender=job["from"],
        destinations=[infobip_models.SmsDestination(to=job["to"].lstrip("+"), message_id=job["id"])],
        content=infobip_models.SmsMessageContent(
            actual_instance=infobip_models.SmsTextContent(text=job["text"])),
        webhooks=infobip_models.SmsWebhooks(
            delivery=infobip_models.SmsMessageDeliveryReporting(url=job["report"]),
            content_type="application/json"))
    SmsApi(ApiClient(configuration)).send_sms_messages(
        infobip_models.SmsRequest(messages=[message]))


def smsgate(job):
    with gate.APIClient(job["user"], job["password"]) as client:
        client.send(domain.Message(
            id=job["id"], phone_numbers=[job["to"]], with_delivery_report=True,
            text_message=domain.TextMessage(text=job["text"])))


job = json.load(sys.stdin)
recorder = Recorder(job["kind"])
try:
    {"twilio": twilio, "vonage": vonage, "infobip": infobip, "smsgate": smsgate}[job["kind"]](job)
except Exception as error:
    # What a package makes of our answer is not asked here.
    if recorder.seen is None:
        raise
    print(f"after the request: {error!r}", file=sys.stderr)
print(json.dumps(recorder.seen))
