/** The process of the job server. Ready when it has logged `server.listening`; SIGTERM drains it and ends it with 0. */
import { createDynamoStore, createLedger, findHistory, recordHistory } from '@reelyard/ledger';
import {
  AddressGuard,
  createLogger,
  dynamoClient,
  emitMetrics,
  lambdaClient,
  onShutdown,
  s3Client,
  sqsClient,
  systemClock,
} from '@reelyard/runtime';
import { createCdnStorage } from './adapters/cdn-storage.ts';
import { createEmfMeter } from './adapters/emf-meter.ts';
import { loadEngineCatalog } from './adapters/engine-catalog.ts';
import { groupCommit } from './adapters/group-commit.ts';
import { createLambdaScaler } from './adapters/lambda-scaler.ts';
import { createS3Storage } from './adapters/s3-storage.ts';
import { createSqsBell } from './adapters/sqs-bell.ts';
import { createSqsLanes } from './adapters/sqs-lanes.ts';
import { tuneClient } from './adapters/tune-client.ts';
import { createMediaProber } from './adapters/media-prober.ts';
import { createS3MediaStore } from './adapters/s3-media-store.ts';
import { createReceiver } from './adapters/webhook-receiver.ts';
import { readConfig } from './config.ts';
import { startJobServer } from './job-server.ts';

const config = readConfig(process.env);
const log = createLogger({ service: 'job-server', env: config.env, level: config.logLevel });
const store = createDynamoStore({ client: tuneClient(dynamoClient()), table: config.ledgerTable });
const { submit } = createLedger(groupCommit(store));
const history = findHistory(config.historyDir, 'job-server');
const ledger = recordHistory({ ...createLedger(store), submit }, history);
const bucket = createS3Storage(s3Client(), config.artifactBucket);
const guard = new AddressGuard({ allow: config.fetchAllow });
const lanes = { express: config.expressUrl, standard: config.standardUrl, bulk: config.bulkUrl };

const server = await startJobServer(
  {
    ledger,
    queues: createSqsLanes(sqsClient(), lanes),
    bell: config.eventsUrl === undefined ? undefined : createSqsBell(sqsClient(), config.eventsUrl),
    receiver: createReceiver({ guard, clock: systemClock }),
    guard,
    mediaStore: createS3MediaStore(s3Client(), config.artifactBucket),
    prober: createMediaProber(),
    storage: config.delivery === undefined ? bucket : createCdnStorage(bucket, config.delivery, systemClock),
    scaler: config.scaleFunction === undefined ? undefined : createLambdaScaler(lambdaClient(), config.scaleFunction),
    engines: loadEngineCatalog(config.engineManifests),
    meter: createEmfMeter(config.env, emitMetrics, Math.random),
    clock: systemClock,
    log,
    random: Math.random,
  },
  {
    ...config,
    fetchAllow: new Set(config.fetchAllow),
    taskPrior: { overheadMs: config.taskOverheadMs, megapixelFrameMs: config.megapixelFrameMs },
    reemit: { afterMs: config.reemitMs, maxMs: config.reemitMaxMs },
  },
);

onShutdown(() => server.stop(), { log, withinMs: config.stopMs });
