import { beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, FarmError, type EventType, type WebhookEndpoint } from '@reelyard/contracts';
import { ManualClock } from '@reelyard/runtime';
import { type Audience, createAudience } from './audience.ts';

const clock = new ManualClock();
let endpoints: Pick<WebhookEndpoint, 'state' | 'events'>[] | Error;
let reads: number;
let audience: Audience;

beforeEach(() => {
  reads = 0;
  const listEndpoints = (): Promise<WebhookEndpoint[]> => {
    reads += 1;
    return endpoints instanceof Error ? Promise.reject(endpoints) : Promise.resolve(endpoints as WebhookEndpoint[]);
  };
  audience = createAudience({ ledger: { listEndpoints }, clock });
});

const listening = (...events: EventType[]): { state: 'enabled'; events: EventType[] } => ({ state: 'enabled', events });

describe('what a tenant hears of', () => {
  it('is what any of its enabled endpoints listens to', async () => {
    endpoints = [listening('job.failed'), listening('job.succeeded', 'job.failed')];
    expect(await audience.heardBy('acme')).toEqual(['job.succeeded', 'job.failed']);
  });

  it('is nothing without an endpoint, or with a disabled one', async () => {
    endpoints = [{ state: 'disabled', events: EVENT_TYPES }];
    expect(await audience.heardBy('acme')).toEqual([]);
  });

  it('is looked up once in ten seconds, and again when its endpoints change', async () => {
    endpoints = [];
    await audience.heardBy('acme');
    endpoints = [listening('job.accepted')];
    expect(await audience.heardBy('acme')).toEqual([]);
    audience.forget('acme');
    expect(await audience.heardBy('acme')).toEqual(['job.accepted']);
    await clock.advance(10_000);
    await audience.heardBy('acme');
    expect(reads).toBe(3);
  });

  it('counts as everything while it cannot be looked up, and is asked for again', async () => {
    endpoints = new FarmError('ledger-unavailable', 'no route');
    expect(await audience.heardBy('acme')).toEqual(EVENT_TYPES);
    endpoints = [];
    expect(await audience.heardBy('acme')).toEqual([]);
  });
});
