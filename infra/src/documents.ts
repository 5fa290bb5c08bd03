/**
 * Content of the SSM documents: our shell files, unchanged, behind parameters with allowed patterns.
 * Invariant: no parameter is a secret and none can leave its quotes.
 */
import { readFileSync } from 'node:fs';

export interface DocumentParameter {
  type: 'String';
  description: string;
  allowedPattern: string;
  default?: string;
}

export interface DocumentContent {
  schemaVersion: '2.2';
  description: string;
  parameters: Readonly<Record<string, DocumentParameter>>;
  mainSteps: readonly {
    action: 'aws:runShellScript';
    name: string;
    precondition: { StringEquals: readonly ['platformType', 'Linux'] };
    inputs: { timeoutSeconds: string; runCommand: readonly string[] };
  }[];
}

/** Below the 20 minutes that the scaler waits for a bootstrap. */
const BOOTSTRAP_SECONDS = 1_140;
const PROBE_SECONDS = 30;

const parameterName = '^/[A-Za-z0-9._/-]{1,255}$';

export function bootstrapDocument(): DocumentContent {
  return {
    schemaVersion: '2.2',
    description: 'Installs, licenses and smoke-tests an engine and starts the render agent.',
    parameters: {
      AgentParameter: text('SSM parameter that names the agent bundle and its environment', parameterName),
      EngineParameter: text('SSM parameter that names the engine package', parameterName),
      EngineBucket: text('Bucket of both packages', '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$'),
      Pool: text('Pool of the instance', '^[a-z][a-z0-9-]{0,31}$'),
      Mode: text('full, install (into a warm pool) or start (out of one)', '^(full|install|start)$', 'full'),
      MinDiskMib: text('Free disk that an instance needs', '^[0-9]{1,7}$', '1024'),
      MinMemoryMib: text('Available memory that an instance needs', '^[0-9]{1,7}$', '256'),
    },
    mainSteps: [
      shellStep('bootstrap', BOOTSTRAP_SECONDS, 'bootstrap.sh', {
        REELYARD_AGENT_PARAMETER: 'AgentParameter',
        REELYARD_ENGINE_PARAMETER: 'EngineParameter',
        REELYARD_ENGINE_BUCKET: 'EngineBucket',
        REELYARD_POOL: 'Pool',
        REELYARD_MODE: 'Mode',
        REELYARD_MIN_DISK_MIB: 'MinDiskMib',
        REELYARD_MIN_MEMORY_MIB: 'MinMemoryMib',
      }),
    ],
  };
}

export function probeDocument(): DocumentContent {
  return {
    schemaVersion: '2.2',
    description: 'Looks at a silent render agent, and restarts it when asked to.',
    parameters: { Action: text('check or restart', '^(check|restart)$', 'check') },
    mainSteps: [shellStep('probe', PROBE_SECONDS, 'probe.sh', { REELYARD_ACTION: 'Action' })],
  };
}

function text(description: string, allowedPattern: string, fallback?: string): DocumentParameter {
  return { type: 'String', description, allowedPattern, ...(fallback === undefined ? {} : { default: fallback }) };
}

function shellStep(
  name: string,
  timeoutSeconds: number,
  file: string,
  variables: Readonly<Record<string, string>>,
): DocumentContent['mainSteps'][number] {
  const settings = Object.entries(variables).map(([variable, parameter]) => `export ${variable}='{{ ${parameter} }}'`);
  return {
    action: 'aws:runShellScript',
    name,
    precondition: { StringEquals: ['platformType', 'Linux'] },
    inputs: { timeoutSeconds: String(timeoutSeconds), runCommand: [...settings, ...readLines(file)] },
  };
}

/** SSM would replace double braces in the text itself, so our files have none. */
function readLines(file: string): string[] {
  const script = readFileSync(new URL(`../documents/${file}`, import.meta.url), 'utf8');
  if (script.includes('{{')) throw new Error(`${file} must not contain double braces`);
  return script.trimEnd().split('\n');
}
