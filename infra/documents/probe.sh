#!/bin/sh
# A look at an agent that went silent, and its one restart. The last line of standard output is one JSON object:
# {"ok":true,"code":0,"agent":"active"|"inactive","restarted":true|false}. Exit code 0 whenever it could look.
set -eu
UNIT=reelyard-agent
agent=inactive
restarted=false
if systemctl is-active "$UNIT" >/dev/null 2>&1; then agent=active; fi
if [ "${REELYARD_ACTION:-check}" = restart ]; then
  if systemctl restart "$UNIT" >/dev/null 2>&1; then restarted=true; fi
fi
printf '{"ok":true,"code":0,"agent":"%s","restarted":%s}\n' "$agent" "$restarted"
