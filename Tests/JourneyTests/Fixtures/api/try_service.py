# Sends a running service what its document allows and what it forbids, for some seconds (schemathesis, all checks).
#   try_service.py URL SECONDS [SEED]
import os
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
url, seconds = sys.argv[1], sys.argv[2]
seed = sys.argv[3] if len(sys.argv) > 3 else "311"
program = os.path.join(os.path.dirname(os.path.abspath(sys.executable)), "schemathesis")
# It keeps what it has found in the folder it runs in.
with tempfile.TemporaryDirectory() as folder:
    sys.exit(subprocess.run([
        program, "--config-file", os.path.join(here, "schemathesis.toml"), "run", url + "/openapi.json",
        "--checks", "all", "--max-time", seconds, "--seed", seed, "--continue-on-failure",
        "--suppress-health-check", "all", "--warnings", "off", "--generation-database", "none",
    ], cwd=folder, env={**os.environ, "PYTHONPATH": here}).returncode)
