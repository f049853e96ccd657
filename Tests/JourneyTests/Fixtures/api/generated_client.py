# A client generated from /openapi.json does what a channel and a case system do.
#   generated_client.py URL    with the generated package `client` in PYTHONPATH
import datetime
import sys
import time
import uuid

from client import AuthenticatedClient
from client.api.default import (get_v1_assignments, get_v1_complaints_key, post_v1_assignments_id_ack,
                                post_v1_assignments_id_status, post_v1_complaints)
from client.models.complaint import Complaint
from client.models.complaint_channel import ComplaintChannel
from client.models.post_v1_assignments_id_ack_body import PostV1AssignmentsIdAckBody
from client.models.post_v1_assignments_id_status_body import PostV1AssignmentsIdStatusBody
from client.models.post_v1_assignments_id_status_body_status import PostV1AssignmentsIdStatusBodyStatus


def main(url):
    channel = AuthenticatedClient(base_url=url, token="intake-uji")
    case = AuthenticatedClient(base_url=url, token="case-uji")
    complaint = Complaint(
        id=uuid.uuid4(), channel=ComplaintChannel.COUNTER, account="loket", external_id="1",
        received_at=datetime.datetime.now(datetime.timezone.utc),
        text="Jalan di desa Habirau rusak parah")
    taken = post_v1_complaints.sync(client=channel, body=complaint)[0]
    assert taken.status == "accepted" and taken.tracking.startswith("HSS-"), taken
    for _ in range(100):
        page = get_v1_assignments.sync(client=case, after=0, wait=5)
        if page.items:
            break
        time.sleep(0.1)
    assignment = page.items[0]
    assert assignment.complaint.tracking == taken.tracking and assignment.agency.id == "PUPR", assignment
    acknowledged = post_v1_assignments_id_ack.sync(
        str(assignment.id), client=case, body=PostV1AssignmentsIdAckBody(case_ref="K-1"))
    assert acknowledged.status.value == "acknowledged" and acknowledged.case_ref == "K-1", acknowledged
    answered = post_v1_assignments_id_status.sync(
        str(assignment.id), client=case,
        body=PostV1AssignmentsIdStatusBody(
            status=PostV1AssignmentsIdStatusBodyStatus.ANSWERED, note="Sudah ditambal"))
    assert answered.status.value == "answered", answered
    refused = post_v1_assignments_id_ack.sync_detailed(
        str(uuid.uuid4()), client=case, body=PostV1AssignmentsIdAckBody(case_ref="K-2"))
    assert refused.status_code == 404 and "no assignment" in refused.parsed.detail, refused
    known = get_v1_complaints_key.sync(taken.tracking, client=case)
    steps = [entry.action for entry in known.history]
    assert steps[:2] == ["assigned", "acknowledged"], steps
    print("generated client:", taken.tracking, assignment.agency.id, answered.status.value)


main(sys.argv[1])
