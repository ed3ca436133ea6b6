#!/bin/sh
# The whole proof, or one part of it: sqlite, services, browser. Every part runs even when an earlier one failed.
cd "$(dirname "$0")/.." || exit 1
parts="${*:-sqlite services browser}"
failed=""

run_pytest() { .venv/bin/python -m pytest "$@"; }

for part in $parts; do
  echo "== $part =="
  case "$part" in
    sqlite) env -u DATABASE_URL -u REDIS_URL .venv/bin/python -m pytest -q -n "${TEST_PROCESSES:-2}" -m "not services and not browser and not story" ;;
    services) run_pytest -q -m "services or engines" ;;
    browser) run_pytest -q -m browser ;;
    *) echo "No part of the tests is called $part"; exit 2 ;;
  esac
  code=$?
  # 5: nothing was collected
  [ "$code" = 0 ] || failed="$failed $part"
done
if [ -n "$failed" ]; then echo "FAILED:$failed"; exit 1; fi
echo "All parts passed: $parts"
