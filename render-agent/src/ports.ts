/** What the agent needs of the world, as narrow as it needs it. The ledger's door is a port already. */
import {
  type Artifact,
  type EngineLine,
  type EngineManifest,
  type Lane,
  type TaskFailure,
  type TaskRef,
} from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { type FileExpectation } from './core/expect-files.ts';

export type AgentLedger = Pick<
  Ledger,
  | 'claim'
  | 'release'
  | 'heartbeat'
  | 'complete'
  | 'unblock'
  | 'fail'
  | 'voidTasks'
  | 'listTasks'
  | 'findTask'
  | 'getPayload'
  | 'findWaiting'
  | 'findAsset'
  | 'reportAgent'
  | 'takeSeat'
  | 'renewSeat'
  | 'returnSeat'
>;

/** A doorbell in hand. It must be answered once. */
export interface Bell {
  ref: TaskRef;
  lane: Lane;
  /** The claim is in the ledger, or the task no longer waits: the message has done its work. */
  discard(): Promise<void>;
  /** Visible to others again after so many seconds. */
  giveBack(seconds: number): Promise<void>;
}

export type Received = { kind: 'bell'; bell: Bell } | { kind: 'nothing' } | { kind: 'unreachable'; lanes: Lane[] };

export interface Doorbells {
  /** The highest lane that rings. Aborting resolves at once with `nothing`; polls under way go on, and what they bring is given back. */
  receive(signal: AbortSignal): Promise<Received>;
  /** Receives that may still hand us a bell; polls that nobody listens to any more are none. */
  listening(): number;
  /** Resolves when no poll is under way: nothing that SQS sends us can get lost with the process. */
  settled(): Promise<void>;
  /** A job reached its end: webhooks and streams may start at once. Best effort. */
  ringEvents(job: { tenant: string; job: string }): Promise<void>;
}

export interface PublishedFile {
  key: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface Storage {
  /** Uploads once under a key that nobody ever wrote. Rejects with FarmError `storage-unavailable`. */
  publish(file: string, to: { key: string; contentType: string }, signal: AbortSignal): Promise<PublishedFile>;
  /** Fetches an object of the artifact bucket into a file. */
  fetch(key: string, toFile: string, signal: AbortSignal): Promise<Staged>;
  /** The `aws:userid` of our credentials: the only prefix we may write under. */
  userId(): Promise<string>;
}

/** The scratch disk; paths are absolute. */
export interface Files {
  /** With its parents. What is there stays. `private`: the agent's alone; the engine's user may read or also write the others. */
  makeFolder(path: string, access: 'private' | 'readable' | 'writable'): Promise<void>;
  write(file: string, text: string): Promise<void>;
  /** Names of the files in the folder itself. */
  list(folder: string): Promise<string[]>;
  /** Of the files in the folder and below; 0 when it is not there, infinite when there are too many to count. */
  bytesIn(folder: string): Promise<number>;
  /** Lower-case hex. */
  sha256Of(file: string): Promise<string>;
  /** With all that is in it; no error when it is not there. */
  wipe(folder: string): Promise<void>;
}

export type Staged = { kind: 'staged'; bytes: number } | { kind: 'failed'; failure: TaskFailure };

export interface AssetFetcher {
  /** `http`, `https`, `data:`, or `s3://<artifact bucket>/assets/<tenant>/…` (no other tenant's) into a file. */
  fetch(address: string, to: { file: string; tenant: string }, signal: AbortSignal): Promise<Staged>;
}

export type InstanceNotice = { kind: 'none' } | { kind: 'rebalance'; at: number } | { kind: 'spot'; at: number };

export interface Metadata {
  identify(): Promise<{ instanceId: string; zone: string }>;
  /** Instant at which the instance is taken away, when that is known. */
  readNotice(): Promise<InstanceNotice>;
}

export interface EngineRun {
  argv: readonly string[];
  /** Scratch folder of the attempt: working directory, HOME and TMPDIR of the engine. */
  scratch: string;
  /** No file of the engine may become larger. */
  fileMiB?: number;
  /** As `endBy` of what runs, from before it does: whoever starts it may die or stand still right after. */
  endBy?: number;
  onLine(line: EngineLine): void;
  /** Any other line of either output. */
  onOutput(line: string): void;
}

export interface EngineExitStatus {
  code: number | null;
  signal: string | null;
}

export interface EngineUsage {
  memoryBytes: number;
  processes: number;
  /** On both outputs. */
  saidBytes?: number;
}

export interface RunningEngine {
  pid: number;
  /** Resolves when the process ended and its pipes are read; never rejects. A command that cannot start ends with code 127. */
  ended: Promise<EngineExitStatus>;
  /** With all that it started, at this moment. Absent where the platform does not tell. */
  usage?(): EngineUsage;
  /** Killed at this wall instant, also when this process cannot do it; a later call moves the instant. */
  endBy(at: number): void;
  /** SIGTERM to the group, SIGKILL after the grace to all that it started; resolves when none of it is alive. */
  stop(graceMs: number): Promise<void>;
  /** Kills what the engine left behind; resolves when it is dead. @returns how many. */
  sweep(): Promise<number>;
}

export interface EngineRunner {
  start(run: EngineRun): RunningEngine;
}

export interface InstalledEngine {
  manifest: EngineManifest;
  dir: string;
}

export type MediaReport = { kind: 'ok'; media: NonNullable<Artifact['media']> } | { kind: 'broken'; detail: string };

export interface MediaCheck {
  check(path: string, expected: FileExpectation, signal: AbortSignal): Promise<MediaReport>;
}
