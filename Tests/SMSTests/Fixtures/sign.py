"""Signs requests as the providers do, with the providers' own packages: one JSON job a line in, one answer a
line out.

Where a vendor's package only describes a body, the body is made by it (Infobip) or has been read by it (SMS
Gate). Where it only verifies (MessageBird, Vonage's tokens), the token is made with PyJWT and goes
out only after the vendor's own verifier has taken it.
"""
import datetime
import hashlib
import json
import sys
import time
from urllib.parse import urlencode

import jwt
import nexmo
from android_sms_gateway import webhooks
from android_sms_gateway.enums import WebhookEvent
from infobip_api_client import models as infobip_models
from messagebird.request_validator import RequestValidator as MessageBirdValidator
from standardwebhooks import Webhook
from twilio.request_validator import RequestValidator as TwilioValidator
from vonage_jwt import verify_signature


def form(fields):
    return urlencode(fields, doseq=True)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def twilio(job):
    if "json" in job:
        body = job["json"]
        url = job["url"] + "?bodySHA256=" + sha256(body)
        signature = TwilioValidator(job["secret"]).compute_signature(url, {})
        assert TwilioValidator(job["secret"]).validate(url, body, signature)
        return {"url": url, "body": body, "headers": {"x-twilio-signature": signature}}
    validator, headers = TwilioValidator(job["secret"]), {}
    if job.get("sha256"):
        headers["x-twilio-webhooks-signature-settings"] = "key=k1,algorithm=HMAC_SHA256"
        signature = validator.compute_signature(job["url"], job["fields"], algorithm="HMAC_SHA256")
    else:
        signature = validator.compute_signature(job["url"], job["fields"])
    return {"url": job["url"], "body": form(job["fields"]),
            "headers": {**headers, "x-twilio-signature": signature}}


def vonage(job):
    method = None if job["method"] == "md5hash" else job["method"]
    client = nexmo.Client(
        key="k", secret="s", signature_secret=job["secret"], signature_method=method)
    fields = {**job["fields"], "timestamp": str(int(time.time()) + job.get("shift", 0))}
    fields["sig"] = client.signature(dict(fields))
    return {"fields": fields, "body": json.dumps(fields), "form": form(fields)}


def vonage_messages(job):
    claims = {
        "iat": int(time.time()) + job.get("shift", 0), "jti": "1", "iss": "Vonage",
        "payload_hash": sha256(job["body"]), "api_key": "abc"}
    token = jwt.encode(claims, job["secret"], algorithm="HS256")
    assert verify_signature(token, job["secret"])
    return {"body": job["body"], "headers": {"authorization": "Bearer " + token}}


def messagebird(job):
    body, now = form(job["fields"]), int(time.time()) + job.get("shift", 0)
    claims = {"iss": "MessageBird", "nbf": now, "exp": now + 60, "jti": "1",
              "url_hash": sha256(job["url"]), "payload_hash": sha256(body)}
    token = jwt.encode(claims, job["secret"], algorithm=job.get("algorithm", "HS256"))
    if not job.get("shift"):
        MessageBirdValidator(job["secret"]).validate_signature(token, job["url"], body.encode())
    return {"body": body, "headers": {"messagebird-signature-jwt": token}}


def standard(job):
    webhook = Webhook(job["secret"])
    moment = datetime.datetime.now(datetime.timezone.utc)
    moment += datetime.timedelta(seconds=job.get("shift", 0))
    signature = webhook.sign(job["id"], moment, job["body"])
    return {"body": job["body"], "headers": {
        "webhook-id": job["id"], "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature}}


def infobip(job):
    if "reports" in job:
        results = [infobip_models.SmsDeliveryReport(
            message_id=report["id"], to="6281250001001", sender="1708",
            status=infobip_models.SmsMessageStatus(
                group_id=3, group_name=report["group"], id=5, name="X", description="y"))
            for report in job["reports"]]
        body = infobip_models.SmsDeliveryResult(results=results).to_json()
    else:
        results = [infobip_models.SmsInboundMessage(
            message_id=message["id"], var_from=message["from"], to="1708", text=message["text"],
            clean_text=message["text"], keyword="", sms_count=1,
            received_at=datetime.datetime(2026, 11, 21, 23, 32, 44))
            for message in job["messages"]]
        body = json.dumps(infobip_models.SmsInboundMessageResult(
            results=results, message_count=len(results), pending_message_count=0).to_dict(),
            default=str)
    return {"body": body, "headers": {}}


def smsgate(job):
    reader = {
        "sms:received": webhooks.SmsReceivedPayload, "sms:data-received": webhooks.SmsDataReceivedPayload,
        "mms:downloaded": webhooks.MmsDownloadedPayload,
        "sms:batch:received": webhooks.SmsBatchReceivedPayload,
        "mms:batch:downloaded": webhooks.MmsBatchDownloadedPayload}[job["event"]]
    reader.from_dict(job["payload"])
    WebhookEvent(job["event"])
    return {"headers": {}, "body": json.dumps({
        "id": "x", "webhookId": "w", "deviceId": "d", "event": job["event"],
        "payload": job["payload"]})}


for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps(globals()[job["kind"]](job)), flush=True)
