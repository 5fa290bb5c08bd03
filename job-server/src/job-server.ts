/**
 * One job server as a value: app, doorbell and loops over the same ports. `stop` drains: not ready, no new connections, requests
 * and doorbells finished, loops ended.
 */
import { type AddressGuard, type Clock, type Logger, newId, startLoop } from '@reelyard/runtime';
import { createApp, endpointPorts } from './app.ts';
import { workAll } from './batches/work-batches.ts';
import { type FlushingMeter } from './adapters/emf-meter.ts';
import { startIngester } from './assets/ingester.ts';
import { type AssetStore, type MediaProber, type MediaStore } from './assets/ports.ts';
import { type AppSettings } from './http/endpoint-ports.ts';
import { listen } from './http-server.ts';
import { record } from './log-events.ts';
import { createDoorbell } from './loops/doorbell.ts';
import { type Kick, createKick } from './loops/kick.ts';
import { type LoopSettings, startLoops } from './loops/start-loops.ts';
import {
  type AcceptListener,
  type EngineCatalog,
  type JobStore,
  type LaneQueues,
  type LoopStore,
  type ScalerDoor,
  type Storage,
} from './ports.ts';
import { createRepair } from './repair.ts';
import { createJobWatch } from './watch/job-watch.ts';
import { createAudience } from './webhooks/audience.ts';
import { startDispatcher } from './webhooks/dispatcher.ts';
import { type EventBell, listenToBell } from './webhooks/event-bell.ts';
import { type Receiver, type WebhookStore } from './webhooks/ports.ts';

export interface JobServerPorts {
  readonly ledger: JobStore & LoopStore & WebhookStore & AssetStore;
  readonly queues: LaneQueues;
  readonly storage: Storage;
  readonly mediaStore: MediaStore;
  readonly prober: MediaProber;
  /** Judges what is fetched and called. */
  readonly guard: Pick<AddressGuard, 'pin'>;
  /** Absent: nobody to kick. */
  readonly scaler?: ScalerDoor | undefined;
  readonly engines: EngineCatalog;
  readonly meter: FlushingMeter;
  readonly receiver: Receiver;
  /** Absent: the dispatcher only looks by itself. */
  readonly bell?: EventBell | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  random(): number;
}

export interface JobServerSettings extends Omit<AppSettings, 'leaseMs'>, LoopSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly metricsMs: number;
  /** How often the dispatcher of webhooks looks by itself. */
  readonly dispatchMs: number;
  /** How often assets that are to be fetched are looked for. */
  readonly ingestMs: number;
  /** How long a server that ends still accepts while it says that it is not ready. */
  readonly drainMs: number;
}

export interface JobServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startJobServer(ports: JobServerPorts, settings: JobServerSettings): Promise<JobServer> {
  const { ledger, clock, log, meter, scaler } = ports;
  let isDraining = false;
  const doorbell = createDoorbell(ports);
  const kick = scaler === undefined ? undefined : createKick({ ledger, scaler, clock, log });
  const repair = createRepair(ports);
  const listener = listenerOf(doorbell, kick);
  const audience = createAudience(ports);
  const dispatcher = startDispatcher({ ...ports, newId, random: () => ports.random() }, settings);
  const wake = (): void => dispatcher.wake();
  const ringing = ports.bell && listenToBell(ports.bell, wake, ports);
  const webhooks = { audience, receiver: ports.receiver, wake };
  const ingester = startIngester(
    { ...ports, storage: ports.mediaStore, addresses: ports.guard, random: () => ports.random() },
    settings,
  );
  const media = { store: ports.mediaStore, prober: ports.prober, wake: () => ingester.wake() };
  const watch = createJobWatch({ ...ports, ...settings });
  const wakeBatches = (): void => batches.wake();
  const wakers = { wakeQuotas: () => loops.wakeQuotas(), wakePurge: () => loops.wakePurge() };
  const made = { ...wakers, listener, repair, webhooks, media, watch, wakeBatches };
  const appPorts = { ...ports, ...made, isDraining: () => isDraining };
  const shared = endpointPorts(appPorts, settings);
  const batches = startLoop((signal) => workAll(shared, signal), {
    ...{ name: 'batches', intervalMs: settings.sweeperMs, clock, log, random: () => ports.random() },
  });
  const app = createApp(appPorts, settings);
  const server = await listen(app, settings.host, settings.port);
  const loops = startLoops({ ...ports, doorbell, random: () => ports.random() }, settings);
  const flush = async (): Promise<void> => meter.flush(clock.now());
  const meterLoop = startLoop(flush, {
    ...{ name: 'meter', intervalMs: settings.metricsMs, clock, log },
    random: () => ports.random(),
  });
  record(log, 'server.listening', { port: server.port, host: settings.host });
  const stop = async (): Promise<void> => {
    isDraining = true;
    record(log, 'server.draining');
    if (settings.drainMs > 0) await clock.sleep(settings.drainMs);
    // Streams and long polls end, or the server would wait for them.
    await watch.stop();
    await server.close();
    await Promise.all([loops, meterLoop, batches, kick, ringing, dispatcher].map((loop) => loop?.stop()));
    await ingester.stop();
    await ports.prober.stop();
    await doorbell.drained();
    await repair.settled();
    meter.flush(clock.now());
    record(log, 'server.drained');
  };
  return { port: server.port, stop };
}

function listenerOf(doorbell: AcceptListener, kick: Kick | undefined): AcceptListener {
  return {
    ring(bells) {
      doorbell.ring(bells);
      kick?.accepted();
    },
  };
}
