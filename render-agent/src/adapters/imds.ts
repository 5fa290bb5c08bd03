/**
 * Instance metadata, version 2 only. Sources: EC2 user guide, "Use IMDSv2", "Spot Instance interruption notices" and "EC2 instance
 * rebalance recommendations": both notices answer 404 until there is one.
 */
import { FarmError } from '@reelyard/contracts';
import { type InstanceNotice, type Metadata } from '../ports.ts';

const TOKEN_SECONDS = 21_600;
/** The service is a part of the machine: it answers within milliseconds or not at all. */
const TIMEOUT_MS = 2_000;

export interface ImdsOptions {
  /** Without a trailing slash. */
  endpoint: string;
  monotonic(): number;
  /** Of one call; 2 s unless told. */
  timeoutMs?: number;
}

export class Imds implements Metadata {
  readonly #options: ImdsOptions;
  #token: { value: string; renewAt: number } | undefined;

  constructor(options: ImdsOptions) {
    this.#options = options;
  }

  async identify(): Promise<{ instanceId: string; zone: string }> {
    const instanceId = await this.#read('/latest/meta-data/instance-id');
    const zone = await this.#read('/latest/meta-data/placement/availability-zone');
    if (instanceId === undefined) throw new FarmError('metadata-unavailable', 'the metadata service names no instance');
    return { instanceId, zone: zone ?? '' };
  }

  async readNotice(): Promise<InstanceNotice> {
    const action = readInstant(await this.#read('/latest/meta-data/spot/instance-action'), 'time');
    if (action !== undefined) return { kind: 'spot', at: action };
    const rebalance = readInstant(await this.#read('/latest/meta-data/events/recommendations/rebalance'), 'noticeTime');
    return rebalance === undefined ? { kind: 'none' } : { kind: 'rebalance', at: rebalance };
  }

  async #read(path: string): Promise<string | undefined> {
    const reply = await this.#ask(path, { headers: { 'x-aws-ec2-metadata-token': await this.#getToken() } });
    if (reply.status === 401) this.#token = undefined;
    if (reply.status === 404) return undefined;
    if (!reply.ok) throw new FarmError('metadata-unavailable', `${path} answered ${reply.status}`);
    return reply.text();
  }

  async #getToken(): Promise<string> {
    const now = this.#options.monotonic();
    if (this.#token && now < this.#token.renewAt) return this.#token.value;
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': String(TOKEN_SECONDS) };
    const reply = await this.#ask('/latest/api/token', { method: 'PUT', headers });
    if (!reply.ok) throw new FarmError('metadata-unavailable', `the token was refused with ${reply.status}`);
    this.#token = { value: await reply.text(), renewAt: now + (TOKEN_SECONDS * 1_000) / 2 };
    return this.#token.value;
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const { endpoint, timeoutMs = TIMEOUT_MS } = this.#options;
    try {
      return await fetch(`${endpoint}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    } catch (cause) {
      throw new FarmError('metadata-unavailable', `${path} cannot be read`, { cause });
    }
  }
}

function readInstant(document: string | undefined, field: string): number | undefined {
  if (document === undefined) return undefined;
  try {
    const parsed = JSON.parse(document) as Record<string, unknown>;
    const at = Date.parse(String(parsed[field]));
    return Number.isNaN(at) ? undefined : at;
  } catch {
    return undefined;
  }
}
