#!/usr/bin/env bash
# What the tests need beside Python: a JDK and Maven for the real Neo4j, Pango for PDF, a Chinese typeface for
# PDF and maps, Chromium for the explorer. Installed by apt where we are root, otherwise named. Maven brings
# Neo4j's jars when a test first asks for them.
set -euo pipefail
cd "$(dirname "$0")/.."

java_is_there() { .venv/bin/python -c 'from graph.neo4j.machine import find_java; find_java()' 2>/dev/null; }

packages=()
java_is_there || packages+=(openjdk-17-jdk-headless)
command -v mvn >/dev/null || packages+=(maven)
.venv/bin/python -c 'import weasyprint' 2>/dev/null || packages+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
.venv/bin/python -c 'from viz.fonts import chinese_families; chinese_families()' 2>/dev/null || packages+=(fonts-noto-cjk)
command -v chromium >/dev/null || packages+=(chromium)
[ ${#packages[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests run a real Neo4j, print PDF, draw maps and drive the explorer in Chromium; they need: ${packages[*]} (Debian's names). Install them, then run this again." >&2
    exit 1
fi
echo "installing ${packages[*]}" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
.venv/bin/python -c 'from graph.neo4j.machine import find_java; find_java()'
