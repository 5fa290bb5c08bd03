/** The job server's API as the command line uses it. Every refusal becomes a CommandError that prints the problem's pointers. */
import { type Problem } from '@reelyard/contracts';
import { CommandError, EXIT } from '../exit-code.ts';
import { type WaitView } from '../progress/wait-words.ts';

export interface FarmAddress {
  url: string;
  key: string;
}

export interface JobView {
  id: string;
  state: 'queued' | 'rendering' | 'succeeded' | 'failed' | 'canceled';
  percent?: number;
  phase?: string;
  waiting?: WaitView;
  artifacts?: { name: string; url: string; bytes: number; sha256: string; contentType: string }[];
  error?: { code: string; message: string };
  [field: string]: unknown;
}

export interface BatchView {
  id: string;
  state: string;
  rows: { received: number; accepted: number; rejected: number };
  errors?: { row: number; line?: number; pointer: string; code: string; detail: string }[];
  jobs?: Record<string, number>;
  isOver?: boolean;
  links: { results: string };
}

export interface UploadTicket {
  id: string;
  uri: string;
  uploadUrl: string;
  method: string;
  headers: Record<string, string>;
}

export class FarmClient {
  readonly #address: FarmAddress;

  constructor(address: FarmAddress) {
    this.#address = address;
  }

  submit(body: unknown, idempotencyKey?: string): Promise<JobView> {
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    return this.#call('POST', '/v1/jobs', body, headers);
  }

  job(id: string): Promise<JobView> {
    return this.#call('GET', `/v1/jobs/${encodeURIComponent(id)}`);
  }

  cancel(id: string): Promise<JobView> {
    return this.#call('POST', `/v1/jobs/${encodeURIComponent(id)}/cancel`, {});
  }

  batch(id: string): Promise<BatchView> {
    return this.#call('GET', `/v1/batches/${encodeURIComponent(id)}`);
  }

  events(id: string): Promise<{ events: { seq: number; type: string; at: string }[] }> {
    return this.#call('GET', `/v1/jobs/${encodeURIComponent(id)}/events`);
  }

  createAsset(asset: { name: string; contentType: string; bytes: number; sha256?: string }): Promise<UploadTicket> {
    return this.#call('POST', '/v1/assets', asset);
  }

  async #call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await this.#fetch(method, path, body, headers);
    const text = await response.text();
    if (!response.ok) throw refusal(response.status, text);
    return JSON.parse(text) as T;
  }

  async #fetch(method: string, path: string, body: unknown, extra: Record<string, string>): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#address.key}`, 'content-type': 'application/json', ...extra };
    try {
      return await fetch(new URL(path, this.#address.url), {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CommandError(EXIT.unreachable, `no farm answers at ${this.#address.url}: ${why}`);
    }
  }
}

export function refusal(status: number, text: string): CommandError {
  const problem = parseProblem(text);
  if (!problem) return new CommandError(EXIT.refused, `the farm answered ${status}: ${text.slice(0, 500)}`);
  const items = (problem.errors ?? []).map(
    ({ pointer, detail, row }) => `\n  ${row === undefined ? '' : `row ${row}: `}${pointer || '/'}: ${detail}`,
  );
  return new CommandError(EXIT.refused, `${status} ${problem.code}: ${problem.detail}${items.join('')}`, problem);
}

function parseProblem(text: string): Problem | undefined {
  try {
    const parsed = JSON.parse(text) as Problem;
    return typeof parsed.code === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
