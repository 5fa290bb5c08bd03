#!/bin/sh
# First boot of an instance. SSM Run Command bootstraps it while its launch hook holds it; this only makes the agent's log a file
# before the agent starts, and ships that file. An instance whose root is a folder (REELYARD_ROOT) has no packages of its own to add.
set -eu
ROOT="${REELYARD_ROOT:-}"
mkdir -p "$ROOT/var/log/reelyard" "$ROOT/etc/systemd/system/reelyard-agent.service.d" "$ROOT/etc/logrotate.d"
cat >"$ROOT/etc/systemd/system/reelyard-agent.service.d/log.conf" <<'END'
[Service]
StandardOutput=append:/var/log/reelyard/agent.log
StandardError=append:/var/log/reelyard/agent.log
END
cat >"$ROOT/etc/logrotate.d/reelyard" <<'END'
/var/log/reelyard/agent.log {
  size 50M
  rotate 2
  copytruncate
  missingok
}
END
[ -z "$ROOT" ] || exit 0
dnf install -y -q amazon-cloudwatch-agent
cat >/opt/aws/amazon-cloudwatch-agent/etc/reelyard.json <<'END'
{
  "agent": { "run_as_user": "root" },
  "logs": {
    "logs_collected": {
      "files": {
        "collect_list": [
          {
            "file_path": "/var/log/reelyard/agent.log",
            "log_group_name": "@LOG_GROUP@",
            "log_stream_name": "{instance_id}",
            "retention_in_days": -1
          }
        ]
      }
    }
  }
}
END
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/reelyard.json
