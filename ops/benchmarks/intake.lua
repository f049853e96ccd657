-- wrk -t1 -cN -dSs -s intake.lua URL     Signed bodies from the file BODIES ("hex-hmac TAB json" a line).
-- Always -t1: with more threads the first runs before wrk's clock and the rate is inflated. Stops when
-- the bodies are used up, so that no id is sent twice; REPEAT=1 starts over (for peers that keep nothing).
local ffi = require("ffi")
ffi.cdef("int kill(int, int); int getpid(void);")
local SIGINT = 2

-- wrk asks for one request before the run and throws it away: that one is number 0.
local requests, sent = {}, -1

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
            -- The run is over: this thread stops now, and SIGINT wakes wrk's main thread, which would
            -- sleep to the end. One more request must be given; nobody waits for its answer.
            sent = #requests
            wrk.thread:stop()
            ffi.C.kill(ffi.C.getpid(), SIGINT)
        end
    end
    return requests[math.max(sent, 1)]
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
