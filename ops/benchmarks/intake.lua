-- wrk -t1 -cN -dSs -s intake.lua URL     Signed bodies from the file BODIES ("hex-hmac TAB json" a line).
-- Always -t1: with more threads the first runs before wrk's clock and the rate is inflated. Stops when
-- the bodies are used up, so that no id is sent twice; REPEAT=1 starts over (for peers that keep nothing).
local requests, sent = {}, 0

function init()
    local headers = { ["Content-Type"] = "application/json" }
    for line in io.lines(os.getenv("BODIES")) do
        local signature, body = line:match("^(%S+)\t(.*)$")
        headers["X-Signature"] = signature
        requests[#requests + 1] = wrk.format("POST", nil, headers, body)
    end
end

function request()
    sent = sent + 1
    if sent > #requests then
        if os.getenv("REPEAT") then
            sent = 1
        else
            -- One more must be given; the same one again counts as redelivered, and the run is over.
            sent = #requests
            wrk.thread:stop()
        end
    end
    return requests[sent]
end

function done(summary, latency)
    local e = summary.errors
    io.write(string.format(
        'RESULT {"requests": %d, "seconds": %.6f, "p50_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f, '
            .. '"refused": %d, "broken": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, latency.max / 1000, e.status,
        e.connect + e.read + e.write + e.timeout))
end
