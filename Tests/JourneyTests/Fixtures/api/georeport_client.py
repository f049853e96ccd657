# PyPI's Open311 client reads what was posted, in both forms.
#   georeport_client.py URL NUMBER
import sys

from georeport import GeoReport

url, number = sys.argv[1:3]
for form in ("json", "xml"):
    client = GeoReport(url + "/open311/v2", jurisdiction="hss", output_format=form)
    services = client.get_service_list()
    assert [s["service_code"] for s in services][-1] == "lainnya" and len(services) > 30, services
    definition = client.get_service_definition("jalan_rusak")
    assert definition["service_code"] == "jalan_rusak", definition
    listed = client.get_service_requests(status="open")
    # Of one report in XML this client gives the report itself.
    listed = listed if isinstance(listed, list) else [listed]
    one = client.get_service_request(number)
    one = one if isinstance(one, dict) else one[0]
    assert number in [r["service_request_id"] for r in listed], listed
    assert one["status"] == "open" and one["agency_responsible"].startswith("Dinas Pekerjaan Umum"), one
    assert float(one["lat"]) == -2.78, one
    print("georeport", form, one["service_request_id"], one["service_name"])
