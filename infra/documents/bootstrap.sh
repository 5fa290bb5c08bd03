#!/bin/sh
# Turns a bare instance into a render host: preflight, fetch, verify, install, license, smoke, start.
#
# Runs under SSM Run Command as root, and unchanged on the loopback, where REELYARD_ROOT is the instance's folder.
# Invariant: running it again changes nothing that is already right, and a failure leaves the old version in place.
# The last line of standard output that starts with a brace is one JSON object: {"ok","code","engineVersion","smokeSeconds","seat","message"}.
# Exit codes: 0 done, 10 try again, 20 permanent, 30 no seat.
set -eu
umask 022

ROOT="${REELYARD_ROOT:-}"
MODE="${REELYARD_MODE:-full}"
HOME_DIR="$ROOT/opt/reelyard"
UNIT=reelyard-agent
GUARD=reelyard-metadata-guard
ENGINE_USER=reelyard-engine
# Whether engines get a user of their own: on a machine yes, under another root no, unless it is said.
if [ -z "$ROOT" ] && [ "$(id -u)" = 0 ]; then ISOLATE=yes; else ISOLATE="${REELYARD_ISOLATE:-no}"; fi
STARTED="$(date +%s)"

step() {
  printf 'step=%s t=%ss %s\n' "$1" "$(($(date +%s) - STARTED))" "${2:-}"
}

# Only letters that need no escaping survive in a message.
fail() {
  message="$(printf '%s' "$2" | tr '\n\t' '  ' | tr -d '\\"' | tr -cd '[:print:]' | cut -c 1-400)"
  printf '{"ok":false,"code":%s,"message":"%s"}\n' "$1" "$message"
  exit "$1"
}

# ---- preflight -------------------------------------------------------------------------------------------------------
step preflight
for tool in aws tar gzip sed tr cut df date mktemp find head readlink systemctl; do
  command -v "$tool" >/dev/null 2>&1 || fail 20 "preflight: $tool is not installed"
done
for name in REELYARD_AGENT_PARAMETER REELYARD_ENGINE_PARAMETER REELYARD_ENGINE_BUCKET REELYARD_POOL; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || fail 20 "preflight: $name is not set"
done
mkdir -p "$HOME_DIR/engines" "$ROOT/etc/reelyard" "$ROOT/etc/systemd/system" "$ROOT/var/lib/reelyard/scratch" ||
  fail 20 'preflight: folders cannot be made'
free_mib="$(df -Pk "$HOME_DIR" | sed -n '2s/^[^ ]* *[0-9]* *[0-9]* *\([0-9]*\).*/\1/p')"
free_mib=$((${free_mib:-0} / 1024))
[ "$free_mib" -ge "${REELYARD_MIN_DISK_MIB:-1024}" ] || fail 20 "preflight: $free_mib MiB of disk are free"
max_unpacked_mib="${REELYARD_MAX_UNPACKED_MIB:-$((free_mib * 3 / 4))}"
if [ -r /proc/meminfo ]; then
  memory_mib="$(sed -n 's/^MemAvailable: *\([0-9]*\) kB.*/\1/p' /proc/meminfo)"
  memory_mib=$((${memory_mib:-0} / 1024))
  [ "$memory_mib" -ge "${REELYARD_MIN_MEMORY_MIB:-256}" ] || fail 20 "preflight: $memory_mib MiB of memory are available"
fi

work="$(mktemp -d "$HOME_DIR/.bootstrap.XXXXXX")" || fail 20 'preflight: no working folder'
# What still unpacks in the background would write into the folder again.
trap 'wait; rm -rf "$work"' EXIT
trap 'exit 10' HUP INT TERM

digest_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1" | cut -d ' ' -f 1; else shasum -a 256 "$1" | cut -d ' ' -f 1; fi
}

is_same() {
  [ -f "$2" ] && [ "$(digest_of "$1")" = "$(digest_of "$2")" ]
}

# What the service refuses stays refused; anything else is the network's.
fetch_failed() {
  reason="$(tail -n 3 "$2" 2>/dev/null || true)"
  case "$reason" in
    *NoSuchKey* | *NoSuchBucket* | *AccessDenied* | *ParameterNotFound* | *'(404)'* | *'(403)'*) fail 20 "fetch $1: $reason" ;;
    *) fail 10 "fetch $1: $reason" ;;
  esac
}

# ---- what to install -------------------------------------------------------------------------------------------------
# A call that nobody answers is given up in seconds and made again; the tool itself would sit a minute on it.
waits='--cli-connect-timeout 5 --cli-read-timeout 20'

step parameters
read_parameter() {
  aws ssm get-parameter --name "$2" --with-decryption --query Parameter.Value --output text $waits >"$work/$1.json" 2>"$work/$1.err"
}
read_parameter agent "$REELYARD_AGENT_PARAMETER" &
agent_pid=$!
read_parameter engine "$REELYARD_ENGINE_PARAMETER" &
engine_pid=$!
wait "$agent_pid" || fetch_failed 'the agent parameter' "$work/agent.err"
wait "$engine_pid" || fetch_failed 'the engine parameter' "$work/engine.err"

# No JSON tool is there before the bundle's own Node: key and digest have shapes that nothing else in the text has.
member() {
  tr ',{}' '\n\n\n' <"$work/$1.json" | sed -n "s/^[[:space:]]*\"$2\"[[:space:]]*:[[:space:]]*\"\\($3\\)\"[[:space:]]*\$/\\1/p" | head -n 1
}
agent_key="$(member agent key 'agents\/[A-Za-z0-9._\/-]*')"
agent_sha="$(member agent sha256 '[0-9a-f]\{64\}')"
engine_key="$(member engine key 'engines\/[A-Za-z0-9._\/+-]*')"
engine_sha="$(member engine sha256 '[0-9a-f]\{64\}')"
engine_name="$(member engine name '[a-z][a-z0-9-]*')"
[ -n "$agent_key" ] && [ -n "$agent_sha" ] || fail 20 'the agent parameter names no key and digest'
[ -n "$engine_key" ] && [ -n "$engine_sha" ] && [ -n "$engine_name" ] || fail 20 'the engine parameter names no key, digest and name'

# ---- fetch, verify, install ------------------------------------------------------------------------------------------
is_installed() {
  [ -f "$1/.sha256" ] && [ "$(cat "$1/.sha256")" = "$2" ]
}
fetch() {
  aws s3 cp "s3://$REELYARD_ENGINE_BUCKET/$2" "$work/$1.tar.gz" --only-show-errors $waits >"$work/$1.err" 2>&1
}

# $1 what, $2 its folder: files, folders, and links that stay inside. tar has refused what is named absolutely or by `..` already.
judge_members() {
  odd="$(find "$2" ! -type f ! -type d ! -type l | head -n 1)"
  [ -z "$odd" ] || fail 20 "install: $1 holds a device, a pipe or a socket: ${odd#"$2"/}"
  inside="$(cd "$2" && pwd -P)"
  find "$2" -type l | while IFS= read -r link; do
    target="$(readlink -f "$link" || true)"
    case "$target" in "$inside"/*) ;; *) printf '%s\n' "${link#"$2"/}" && break ;; esac
  done >"$work/$1.links"
  [ ! -s "$work/$1.links" ] || fail 20 "install: $1 holds a link that leads out of it: $(head -n 1 "$work/$1.links")"
}

# $1 what, $2 its key, $3 its digest. Leaves it unpacked in the working folder, beside its place and not yet in it.
unpack() {
  step "fetch-$1" "$2"
  fetch "$1" "$2" || fetch_failed "$1" "$work/$1.err"
  step "verify-$1"
  found="$(digest_of "$work/$1.tar.gz")"
  [ "$found" = "$3" ] || fail 20 "verify: $1 has SHA-256 $found, expected $3"
  step "install-$1"
  mkdir "$work/$1"
  # No more than this is unpacked: what is cut off there is no archive any more, and the disk is not full.
  gzip -dc "$work/$1.tar.gz" 2>"$work/$1.err" | head -c "$((max_unpacked_mib * 1048576))" |
    tar -xf - --no-same-owner -C "$work/$1" 2>>"$work/$1.err" ||
    fail 20 "install: $1 does not unpack within $max_unpacked_mib MiB: $(tail -n 1 "$work/$1.err")"
  rm -f "$work/$1.tar.gz"
  judge_members "$1" "$work/$1"
  # Whoever packed it: the engine's user reads and runs it, root alone writes it, and nobody gains rights by it.
  chmod -R u+rwX,go+rX,go-w,ug-s "$work/$1"
  printf '%s' "$3" >"$work/$1/.sha256"
}
replace() {
  rm -rf "$2.old"
  if [ -e "$2" ]; then mv "$2" "$2.old"; fi
  mv "$1" "$2"
  rm -rf "$2.old"
}

agent_dir="$HOME_DIR/agent"
engine_dir="$HOME_DIR/engines/$engine_name"
unpacking_agent=
unpacking_engine=
# Both at once: one waits for the network while the other unpacks.
if is_installed "$agent_dir" "$agent_sha"; then
  step fetch-agent 'already installed'
else
  unpack agent "$agent_key" "$agent_sha" &
  unpacking_agent=$!
fi
if is_installed "$engine_dir" "$engine_sha"; then
  step fetch-engine 'already installed'
else
  unpack engine "$engine_key" "$engine_sha" &
  unpacking_engine=$!
fi

# A failed part has printed its result line already; its exit code becomes ours.
if [ -n "$unpacking_agent" ]; then
  wait "$unpacking_agent" || exit $?
  [ -x "$work/agent/bin/node" ] && [ -f "$work/agent/main.mjs" ] || fail 20 'install: the agent bundle lacks bin/node or main.mjs'
  "$work/agent/bin/node" --version >/dev/null 2>"$work/agent.err" || fail 20 "install: the bundled node does not run: $(tail -n 1 "$work/agent.err")"
  replace "$work/agent" "$agent_dir"
fi
node="$agent_dir/bin/node"

# Everything that reads JSON or runs an engine's command lives here and runs on the agent's Node.
cat >"$work/engine.mjs" <<'END_OF_ENGINE'
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , verb, ...rest] = process.argv;
const stop = (code, message) => {
  process.stderr.write(message + '\n');
  process.exit(code);
};
const readJson = (file, what) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return stop(20, what + ' is not JSON: ' + error.message);
  }
};
// The engine's own user, where it has one.
const { ENGINE_UID, ENGINE_GID } = process.env;
const engineUser = ENGINE_UID ? { uid: Number(ENGINE_UID), gid: Number(ENGINE_GID) } : {};
const run = (dir, command, user = {}) => {
  const values = { node: process.execPath, engine: dir };
  const [program, ...args] = command.argv.map((part) => part.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ''));
  const ended = spawnSync(program, args, { cwd: dir, encoding: 'utf8', timeout: command.timeoutSeconds * 1000, killSignal: 'SIGKILL', ...user });
  const said = ((ended.stderr || ended.stdout || '').trim().split('\n').at(-1) ?? '').slice(0, 300);
  if (ended.error) return { code: -1, said: ended.error.message };
  return { code: ended.status ?? -1, said };
};

const verbs = {
  // The parameter's environment as a systemd EnvironmentFile.
  environment([parameter, target, ...extra]) {
    const given = readJson(parameter, 'the agent parameter').environment ?? null;
    if (given === null || typeof given !== 'object') stop(20, 'the agent parameter has no environment');
    const all = { ...given };
    for (const pair of extra) all[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1);
    const lines = Object.entries(all).map(([name, value]) => {
      if (!/^[A-Z][A-Z0-9_]*$/.test(name)) stop(20, 'the agent environment has a bad name');
      if (/[\r\n\0]/.test(String(value))) stop(20, 'the agent environment has a bad value for ' + name);
      return name + '="' + String(value).replace(/[\\"]/g, '\\$&') + '"';
    });
    writeFileSync(target, lines.join('\n') + '\n', { mode: 0o600 });
  },
  prepare([dir]) {
    const { install } = readJson(dir + '/engine.json', 'engine.json');
    if (!install?.command) return;
    const { code, said } = run(dir, install.command);
    if (code !== 0) stop(20, 'install command ended with ' + code + ': ' + said);
  },
  // Takes a seat and gives it back: the license server answers and has one.
  seat([dir]) {
    const manifest = readJson(dir + '/engine.json', 'engine.json');
    const license = manifest.license;
    if (!license?.checkOut) return process.stdout.write('none');
    const taken = run(dir, license.checkOut);
    const noSeat = manifest.render?.exitCodes?.noSeat ?? [30];
    if (noSeat.includes(taken.code)) stop(30, 'no seat: ' + taken.said);
    if (taken.code !== 0) stop(10, 'check-out ended with ' + taken.code + ': ' + taken.said);
    const returned = license.release ? run(dir, license.release) : { code: 0 };
    if (returned.code !== 0) stop(10, 'release ended with ' + returned.code + ': ' + returned.said);
    return process.stdout.write('ok');
  },
  // A connection of the engine's user to the metadata service has to fail.
  guarded() {
    const ask = "require('node:net').connect(80,'169.254.169.254').setTimeout(2000,()=>process.exit(0)).on('connect',()=>process.exit(9)).on('error',()=>process.exit(0))";
    const { status } = spawnSync(process.execPath, ['-e', ask], { timeout: 10000, killSignal: 'SIGKILL', cwd: '/', ...engineUser });
    if (status !== 0) stop(20, status === 9 ? 'the engine reaches the metadata service' : 'the guard cannot be tried');
  },
  smoke([dir]) {
    const { health, version } = readJson(dir + '/engine.json', 'engine.json');
    if (!health?.argv) stop(20, 'engine.json has no health command');
    const startedAt = performance.now();
    const { code, said } = run(dir, health, engineUser);
    if (code !== 0) stop(20, 'health command ended with ' + code + ': ' + said);
    process.stdout.write(((performance.now() - startedAt) / 1000).toFixed(2) + ' ' + String(version).replace(/[^\w.+-]/g, ''));
  },
};
verbs[verb](rest);
END_OF_ENGINE

# Runs one verb; its own exit code and last words become ours.
engine() {
  verb="$1"
  shift
  status=0
  "$node" "$work/engine.mjs" "$verb" "$@" >"$work/$verb.out" 2>"$work/$verb.err" || status=$?
  [ "$status" -eq 0 ] && return 0
  case "$status" in 10 | 20 | 30) ;; *) status=20 ;; esac
  fail "$status" "$verb: $(tail -n 1 "$work/$verb.err")"
}

changed="$unpacking_agent$unpacking_engine"
if [ -n "$unpacking_engine" ]; then
  wait "$unpacking_engine" || exit $?
  [ -f "$work/engine/engine.json" ] || fail 20 'install: the engine package lacks engine.json'
  engine prepare "$work/engine"
  replace "$work/engine" "$engine_dir"
fi

# ---- isolate ---------------------------------------------------------------------------------------------------------
# Engines are somebody else's code. Their user may not ask the metadata service, whose answer would be the agent's own credentials, nor any
# other service of the cloud at a link-local address.
guard_needs=
if [ "$ISOLATE" = yes ]; then
  step isolate "$ENGINE_USER"
  id -u "$ENGINE_USER" >/dev/null 2>&1 ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /sbin/nologin "$ENGINE_USER" 2>"$work/user.err" ||
    fail 20 "isolate: the user $ENGINE_USER cannot be made: $(tail -n 1 "$work/user.err")"
  command -v nft >/dev/null 2>&1 || dnf install -y -q nftables >"$work/nft.err" 2>&1 ||
    fail 10 "isolate: nftables cannot be installed: $(tail -n 1 "$work/nft.err")"
  ENGINE_UID="$(id -u "$ENGINE_USER")"
  ENGINE_GID="$(id -g "$ENGINE_USER")"
  export ENGINE_UID ENGINE_GID
  cat >"$ROOT/etc/reelyard/metadata-guard.nft" <<END_OF_RULES
table inet reelyard
delete table inet reelyard
table inet reelyard {
  chain engine {
    type filter hook output priority 0; policy accept;
    meta skuid $ENGINE_UID ip daddr 169.254.0.0/16 counter reject
    meta skuid $ENGINE_UID ip6 daddr { fd00:ec2::/32, fe80::/10 } counter reject
  }
}
END_OF_RULES
  cat >"$ROOT/etc/systemd/system/$GUARD.service" <<END_OF_GUARD
[Unit]
Description=Keeps the metadata service from the user of Reelyard's engines
Before=$UNIT.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=$(command -v nft) -f $ROOT/etc/reelyard/metadata-guard.nft

[Install]
WantedBy=multi-user.target
END_OF_GUARD
  # The agent does not run without it, and no program of an engine gains rights by being run.
  guard_needs="Requires=$GUARD.service
After=$GUARD.service"
  systemctl daemon-reload || fail 10 'systemctl daemon-reload failed'
  systemctl enable "$GUARD" >/dev/null 2>&1 || fail 10 'isolate: the guard cannot be enabled'
  systemctl restart "$GUARD" 2>"$work/guard.err" || fail 20 "isolate: the guard does not start: $(tail -n 1 "$work/guard.err")"
  [ -n "$ROOT" ] || engine guarded
else
  step isolate 'skipped: no machine of its own, engines run as the agent does'
fi

# ---- configure -------------------------------------------------------------------------------------------------------
step configure
set -- "ENGINE_DIR=$HOME_DIR/engines" "SCRATCH_DIR=$ROOT/var/lib/reelyard/scratch" "POOL=$REELYARD_POOL" "ENGINE_NAME=$engine_name"
[ "$ISOLATE" != yes ] || set -- "$@" "ENGINE_UID=$ENGINE_UID" "ENGINE_GID=$ENGINE_GID"
engine environment "$work/agent.json" "$work/agent.env" "$@"
chmod 600 "$work/agent.env"
is_same "$work/agent.env" "$ROOT/etc/reelyard/agent.env" || changed=yes
mv "$work/agent.env" "$ROOT/etc/reelyard/agent.env"
cat >"$work/unit" <<END_OF_UNIT
[Unit]
Description=Reelyard render agent
After=network-online.target
Wants=network-online.target
$guard_needs

[Service]
ExecStart=$node $agent_dir/main.mjs
WorkingDirectory=$HOME_DIR
EnvironmentFile=$ROOT/etc/reelyard/agent.env
Restart=always
RestartSec=2
NoNewPrivileges=yes
RestrictSUIDSGID=yes
ProtectSystem=full
ProtectHome=yes
ProtectControlGroups=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
LimitCORE=0
TasksMax=4096
MemoryMax=90%
OOMPolicy=continue
KillMode=control-group
TimeoutStopSec=30

[Install]
WantedBy=multi-user.target
END_OF_UNIT
is_same "$work/unit" "$ROOT/etc/systemd/system/$UNIT.service" || changed=yes
mv "$work/unit" "$ROOT/etc/systemd/system/$UNIT.service"
systemctl daemon-reload || fail 10 'systemctl daemon-reload failed'

if [ "$MODE" = install ]; then
  step installed 'for the warm pool: no license, no start'
  printf '{"ok":true,"code":0,"seat":"none"}\n'
  exit 0
fi

# ---- license, smoke, start -------------------------------------------------------------------------------------------
step seat
engine seat "$engine_dir"
seat="$(cat "$work/seat.out")"
step smoke "$engine_name"
engine smoke "$engine_dir"
read -r smoke_seconds engine_version <<END_OF_SMOKE
$(cat "$work/smoke.out")
END_OF_SMOKE
step start "$UNIT"
systemctl enable "$UNIT" >/dev/null 2>&1 || fail 10 'the agent unit cannot be enabled'
# A machine that comes back out of the warm pool has started its agent by itself, which may have claimed a task by now.
how=restart
if [ "$MODE" = start ] && [ -z "$changed" ]; then how=start; fi
systemctl "$how" "$UNIT" 2>"$work/start.err" || fail 10 "the agent does not start: $(tail -n 1 "$work/start.err")"
step done
printf '{"ok":true,"code":0,"engineVersion":"%s","smokeSeconds":%s,"seat":"%s"}\n' "$engine_version" "$smoke_seconds" "$seat"
