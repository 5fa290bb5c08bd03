/** Wires the ports to AWS from the configuration. */
import { OBJECTIVES } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import {
  autoScalingClient,
  createLogger,
  ec2Client,
  emitMetrics,
  type Logger,
  ssmClient,
  systemClock,
} from '@reelyard/runtime';
import { randomUUID } from 'node:crypto';
import { autoScalingGroups } from './adapters/auto-scaling.ts';
import { ec2Machines } from './adapters/machines.ts';
import { ssmPackages } from './adapters/packages.ts';
import { runCommands } from './adapters/run-command.ts';
import { type ScalerConfig } from './config.ts';
import { bootPolicy, drainPolicy, type ScalePolicy, standardDials } from './core/index.ts';
import { type BootstrapParameters, type DocumentRef, type Farm } from './ports.ts';

export function createFarm(config: ScalerConfig, ledger: Ledger, log: Logger = createScalerLog(config)): Farm {
  const parameters: BootstrapParameters = {
    agentParameter: config.agentParameter,
    engineParameter: config.engineParameter,
    engineBucket: config.engineBucket,
  };
  return {
    ledger,
    groups: autoScalingGroups(autoScalingClient()),
    machines: ec2Machines(ec2Client()),
    commands: runCommands(ssmClient()),
    packages: ssmPackages(ssmClient(), parameters, { clock: systemClock, log }),
    clock: systemClock,
    log,
    policy: toPolicy(config),
    boot: bootPolicy,
    drain: { ...drainPolicy, silentMs: config.silentMs },
    bootstrapDocument: documentRef(config.bootstrapDocument, config.bootstrapVersion, config.bootstrapHash),
    probeDocument: { name: config.probeDocument },
    parameters,
    sampleSnapshots: config.logSnapshots,
    measure: ({ metrics, pool, lane, properties }) => {
      const where = { ...(pool === undefined ? {} : { pool }), ...(lane === undefined ? {} : { lane }) };
      emitMetrics({ service: 'scaler', env: config.env, ...where }, metrics, systemClock.now(), properties);
    },
    newNonce: randomUUID,
  };
}

export function toPolicy(config: ScalerConfig): ScalePolicy {
  return {
    pools: config.pools,
    maxInstances: config.maxInstances,
    startWithinSeconds: {
      express: config.expressMs / 1_000,
      standard: config.standardMs / 1_000,
      bulk: config.bulkMs / 1_000,
    },
    attainment: OBJECTIVES.startWithin,
    taskSeconds: { overhead: config.taskOverheadMs / 1_000, perMegapixelFrame: config.megapixelFrameMs / 1_000 },
    seats: config.seats,
    spend: config.spend,
    dials: { ...standardDials, ...config.dials },
    dryRun: config.dryRun,
    replaceShare: 0.1,
    silentMs: config.silentMs,
    unhealthyMs: config.unhealthyMs,
    acknowledgeMs: config.acknowledgeMs,
  };
}

function createScalerLog(config: ScalerConfig): Logger {
  return createLogger({ service: 'scaler', env: config.env, level: config.logLevel });
}

function documentRef(name: string, version: string | undefined, hash: string | undefined): DocumentRef {
  return { name, ...(version === undefined ? {} : { version }), ...(hash === undefined ? {} : { hash }) };
}
