/** Reply of the API → what the canary reads of it. A reply that is no job is a fault of ours, and throws. */
import { JOB_STATES, type JobState } from '@reelyard/contracts';
import { type ArtifactSight, type JobSight } from '../core/index.ts';

/** @throws Error that says what is missing */
export function readJob(text: string): JobSight {
  const reply = JSON.parse(text) as Partial<Record<string, unknown>>;
  const { id, state, phase, error, artifacts } = reply;
  if (typeof id !== 'string' || !isState(state))
    throw new Error(`the API answers without a job: ${text.slice(0, 300)}`);
  return {
    id,
    state,
    ...(typeof phase === 'string' ? { phase } : {}),
    ...(error === undefined ? {} : { error: error as NonNullable<JobSight['error']> }),
    artifacts: Array.isArray(artifacts) ? artifacts.map(readArtifact) : [],
  };
}

function isState(state: unknown): state is JobState {
  return (JOB_STATES as readonly unknown[]).includes(state);
}

function readArtifact(given: unknown): ArtifactSight {
  const { name, contentType, bytes, sha256, url } = given as Record<string, unknown>;
  return {
    name: String(name),
    contentType: String(contentType),
    bytes: Number(bytes),
    sha256: String(sha256),
    url: String(url),
  };
}
