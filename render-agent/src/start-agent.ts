/** Wires the adapters to the conductor. The only place that knows which adapter meets which port. */
import { statfsSync } from 'node:fs';
import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findFfmpeg } from '@reelyard/engines';
import { createDynamoLedger, findHistory, recordHistory } from '@reelyard/ledger';
import {
  AddressGuard,
  type Environment,
  type Logger,
  dynamoClient,
  emitMetrics,
  s3Client,
  sqsClient,
  stsClient,
  systemClock,
} from '@reelyard/runtime';
import { Agent } from './agent.ts';
import { HttpAssetFetcher } from './adapters/asset-fetcher.ts';
import { killBelonging } from './adapters/kill-belonging.ts';
import { engineProcesses } from './adapters/engine-process.ts';
import { findEngineUser } from './adapters/engine-user.ts';
import { Imds } from './adapters/imds.ts';
import { prepareGround } from './adapters/installed-engines.ts';
import { localFiles } from './adapters/local-files.ts';
import { mediaCheck } from './adapters/media-check.ts';
import { S3Storage } from './adapters/s3-storage.ts';
import { SqsDoorbells } from './adapters/sqs-doorbells.ts';
import { recordRunner, recordStorage } from './adapters/recorded.ts';
import { type Config } from './config.ts';
import { meterLog } from './metered-log.ts';

export interface StartedAgent {
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** @throws FarmError `config-invalid` or `metadata-unavailable` before anything is claimed */
export async function startAgent(config: Config, environment: Environment, plainLog: Logger): Promise<StartedAgent> {
  const clock = systemClock;
  const ffmpeg = findFfmpeg(environment);
  const user = findEngineUser(config.engineUid, config.engineGid);
  const engines = prepareGround({ ...config, ffmpeg });
  await wipeScratch(config.scratchDir, user?.uid);
  const metadata = new Imds({ endpoint: config.metadataEndpoint.replace(/\/$/, ''), monotonic: clock.monotonic });
  const instanceId = config.instanceId ?? (await metadata.identify()).instanceId;
  const log = meterLog(plainLog.child({ instanceId }), ({ by, metrics }, properties) => {
    const where = by === 'farm' ? {} : 'lane' in by ? by : { pool: config.pool };
    const dimensions = { service: 'render-agent', env: config.env, ...where };
    emitMetrics(dimensions, metrics, clock.now(), { ...properties, instanceId });
  });
  const storage = new S3Storage({ client: s3Client(), sts: stsClient(), bucket: config.artifactBucket });
  const history = findHistory(config.historyDir, `agent-${instanceId}`);
  const doorbells = startDoorbells(config, log);
  const agent = new Agent({
    ...config,
    ...{ clock, log, engines, metadata, instanceId, storage: recordStorage(storage, history), doorbells },
    owner: `${instanceId}/${clock.now().toString(36)}-${process.pid}`,
    ledger: recordHistory(
      createDynamoLedger({
        client: dynamoClient(),
        table: config.ledgerTable,
        retryBackoffMs: config.retryBackoffMs,
      }),
      history,
    ),
    assets: startFetcher(config, storage),
    runner: recordRunner(engineProcesses({ clock, environment, user }), history),
    media: mediaCheck(ffmpeg ?? 'ffmpeg'),
    files: localFiles,
    random: Math.random,
    times: { heartbeatMs: config.heartbeatMs, leaseMs: config.leaseMs },
    disk: () => ({ diskFreeBytes: freeBytes(config.scratchDir) }),
  });
  log.info('agent.started', { pool: config.pool, engines: [...engines.keys()] });
  const stop = async (): Promise<void> => {
    const isLeft = agent.isDrained && agent.held === 0;
    await agent.stop(config.stopMs);
    if (isLeft) await Promise.race([doorbells.settled(), clock.sleep(config.killGraceMs)]);
    doorbells.close();
  };
  return { ended: agent.run(), stop };
}

function startDoorbells(config: Config, log: Logger): SqsDoorbells {
  return new SqsDoorbells({
    client: sqsClient(),
    queueUrls: { express: config.expressUrl, standard: config.standardUrl, bulk: config.bulkUrl },
    eventsUrl: config.eventsUrl,
    clock: systemClock,
    log,
    waitSeconds: config.pollSeconds,
    visibilitySeconds: config.visibilitySeconds,
  });
}

function startFetcher(config: Config, storage: S3Storage): HttpAssetFetcher {
  return new HttpAssetFetcher({
    storage,
    bucket: config.artifactBucket,
    addresses: new AddressGuard({ allow: config.fetchAllow }),
    limits: {
      maxBytes: config.fetchMaxMiB * 1_048_576,
      timeoutMs: config.fetchTimeoutMs,
      headMs: config.fetchHeadMs,
      minBytesPerSecond: config.fetchMinBytesPerSecond,
    },
    now: systemClock.now,
  });
}

/** What an agent that was killed left behind, files and processes: its leases are lost, so nobody will ever read it. */
async function wipeScratch(folder: string, uid: number | undefined): Promise<void> {
  await killBelonging({ scratch: folder, group: NO_GROUP, uid });
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

const NO_GROUP = -1;

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
