#!/bin/sh
# The whole proof, or parts of it: sqlite, services, browser; the stories in the browser are asked for by their name.
# Every part runs even when an earlier one failed.
cd "$(dirname "$0")/.." || exit 1
parts="${*:-sqlite services browser}"
failed=""
unset PYTHONDONTWRITEBYTECODE # dozens of processes start here: what one has compiled, the others read

# Only the files that speak of a mark are looked through for its tests.
files_with() {
  grep -rlE "pytest\.mark\.($1)\b" tests --include='test_*.py'
}

run_part() {
  case "$1" in
    # A module stays in one process as far as it can, because its tests share rows.
    sqlite) env -u DATABASE_URL -u REDIS_URL .venv/bin/python -m pytest -q -n "${TEST_PROCESSES:-2}" --dist worksteal -m "not services and not browser and not story" ;;
    services) .venv/bin/python -m pytest -q -p no:cacheprovider -m "services or engines" $(files_with "services|engines") ;;
    browser) .venv/bin/python -m pytest -q -m browser $(files_with browser) ;;
    story) .venv/bin/python scripts/stories.py ;;
    *) echo "No part of the tests is called $1"; return 2 ;;
  esac
}

for part in $parts; do
  echo "== $part =="
  run_part "$part" || failed="$failed $part"
done
if [ -n "$failed" ]; then echo "FAILED:$failed"; exit 1; fi
echo "All parts passed: $parts"
