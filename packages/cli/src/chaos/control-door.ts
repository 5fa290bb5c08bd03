/** The control door of the loopback AWS, as a run needs it. */
import { type FaultRule } from '@reelyard/local-cloud';

export interface MachineView {
  id: string;
  state: string;
  guest: string;
  isFrozen: boolean;
  isSpot: boolean;
  /** With which its agent signs. */
  accessKeyId: string;
  /** Of everything that runs on it. */
  pids: number[];
  services: { name?: string; main?: { pid: number } }[];
}

const FRESH_MS = 500;
const MOST_TRIES = 5;
const AGAIN_MS = 1_000;

export class ControlDoor {
  readonly #endpoint: string;
  #seen: { at: number; machines: Promise<MachineView[]> } | undefined;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /**
   * Whose operating system runs. Many ask at the same time whether there is a victim for them: the answer is shared for a moment, else the
   * questions would be a fault of their own.
   */
  async listRunning(): Promise<MachineView[]> {
    if (!this.#seen || Date.now() - this.#seen.at > FRESH_MS) this.#seen = { at: Date.now(), machines: this.#look() };
    return this.#seen.machines;
  }

  async #look(): Promise<MachineView[]> {
    const { instances } = (await this.#call('GET', 'instances')) as { instances: MachineView[] };
    return instances.filter(({ state, guest, isFrozen }) => state === 'running' && guest === 'up' && !isFrozen);
  }

  act(instance: string, verb: 'kill' | 'stop' | 'cont' | 'spot-notice', body: object = {}): Promise<unknown> {
    return this.#call('POST', `instances/${instance}:${verb}`, body);
  }

  addRule(rule: FaultRule): Promise<unknown> {
    return this.#call('POST', 'faults', rule);
  }

  /** Calls or messages that the rule hit. */
  async countHits(id: string): Promise<number> {
    const { rules } = (await this.#call('GET', 'faults')) as { rules: { id: string; injected: number }[] };
    return rules.find((rule) => rule.id === id)?.injected ?? 0;
  }

  /** Takes the rule away and tells what it hit. */
  async endRule(id: string): Promise<number> {
    const hits = await this.countHits(id);
    await this.#call('DELETE', `faults/${id}`);
    return hits;
  }

  /** Now, whatever its rate. */
  fireSchedule(name: string): Promise<unknown> {
    return this.#call('POST', `schedules/${name}`);
  }

  /** @returns how many of its processes were at an event, and are dead */
  async killFunction(name: string): Promise<number> {
    return ((await this.#call('POST', `functions/${name}:kill`)) as { killed: number }).killed;
  }

  spoilLaunches(times: number): Promise<unknown> {
    return this.#call('POST', 'capacity', { times });
  }

  /** Ends it and tells how many launches it would still have spoiled. */
  async endSpoiling(): Promise<number> {
    const { rules } = (await this.#call('GET', 'capacity')) as { rules: { times?: number }[] };
    await this.#call('DELETE', 'capacity');
    return rules.reduce((sum, { times = 0 }) => sum + times, 0);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await this.#insist(`${this.#endpoint}/_local/${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** A computer that is busy with everything else may keep the door waiting. */
  async #insist(url: string, init: RequestInit): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await fetch(url, init);
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, tries * AGAIN_MS));
      }
    }
  }
}
