/**
 * Loaded into every service of a farm under fire by NODE_OPTIONS=--import, so that the service itself knows nothing of it: lets this one
 * process believe another time of day, and finds its scratch folder on a full disk, while `<CHAOS_FAULTS_DIR>/<who>.json` says so:
 * `{ clockOffsetMs, isDiskFull }`. Each change is answered with the same text in `<who>.seen`.
 *
 * The clock is `Date`, by which services stamp and compare instants; monotonic time goes on, as on a host whose clock was set. The full disk
 * is `/dev/full` in place of each file that is opened for writing below SCRATCH_DIR: it is the kernel that answers ENOSPC to the write.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve, sep } from 'node:path';

const LOOK_MS = 100;
const FULL = '/dev/full';
const env = process.env;
const folder = env.CHAOS_FAULTS_DIR;
const who = env.REELYARD_INSTANCE ?? env.AWS_LAMBDA_FUNCTION_NAME ?? env.AWS_ACCESS_KEY_ID;
const scratch = env.SCRATCH_DIR === undefined ? undefined : resolve(env.SCRATCH_DIR) + sep;
const readText = fs.readFileSync;
const writeText = fs.writeFileSync;
const healthy = { clockOffsetMs: 0, isDiskFull: false };
let fault = healthy;
let seen = '';

function look() {
  let text = '';
  try {
    text = readText(join(folder, `${who}.json`), 'utf8');
  } catch {
    // Nothing is wrong with this process.
  }
  if (text === seen) return;
  try {
    fault = text === '' ? healthy : { ...healthy, ...JSON.parse(text) };
    seen = text;
    writeText(join(folder, `${who}.seen`), text);
  } catch {
    // Half written: the next look reads the whole.
  }
}

const RealDate = Date;
const now = () => RealDate.now() + fault.clockOffsetMs;

function setClockBy() {
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}

const isWriting = (flags) => (typeof flags === 'number' ? (flags & 3) !== 0 : /[wa+]/.test(String(flags ?? 'r')));
const whereTo = (path, flags) =>
  fault.isDiskFull && typeof path === 'string' && resolve(path).startsWith(scratch) && isWriting(flags) ? FULL : path;

function fillDisk() {
  const { open } = fs;
  const { writeFile, open: openHandle } = fs.promises;
  fs.open = (path, flags, ...rest) =>
    typeof flags === 'function' ? open(path, flags) : open(whereTo(path, flags), flags, ...rest);
  fs.promises.open = (path, flags, mode) => openHandle(whereTo(path, flags), flags, mode);
  fs.promises.writeFile = (path, data, options) => writeFile(whereTo(path, options?.flag ?? 'w'), data, options);
  syncBuiltinESMExports();
}

if (folder !== undefined && who !== undefined) {
  look();
  setClockBy();
  if (scratch !== undefined) fillDisk();
  setInterval(look, LOOK_MS).unref();
}
