/** What a client would say of a job and of the file behind its URL. Pure: the same sight, the same verdict. */
import { absurd, type JobState } from '@reelyard/contracts';

/** The part of `GET /v1/jobs/{id}` that the canary reads. */
export interface JobSight {
  id: string;
  state: JobState;
  phase?: string;
  error?: { code: string; message: string };
  artifacts: readonly ArtifactSight[];
}

export interface ArtifactSight {
  name: string;
  contentType: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  url: string;
}

/** What the URL of an artifact answered. */
export interface Body {
  status: number;
  contentType: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  /** The first 12 bytes. */
  head: Uint8Array;
}

export type JobVerdict =
  | { kind: 'wait' }
  | { kind: 'fetch'; artifact: ArtifactSight }
  | { kind: 'failed'; code: FailureCode; because: string };

/** Why the canary failed. `broken` is our own fault: the canary could not even try. */
export type FailureCode =
  'refused' | 'unreachable' | 'late' | 'job-failed' | 'job-canceled' | 'no-result' | 'bad-result' | 'broken';

export function judgeJob(job: JobSight): JobVerdict {
  switch (job.state) {
    case 'queued':
    case 'rendering':
      return { kind: 'wait' };
    case 'failed':
      return { kind: 'failed', code: 'job-failed', because: wordsOf(job.error) };
    case 'canceled':
      return { kind: 'failed', code: 'job-canceled', because: 'somebody canceled the job of the canary' };
    case 'succeeded': {
      const artifact = job.artifacts.find(({ contentType }) => contentType.startsWith('video/')) ?? job.artifacts[0];
      if (artifact) return { kind: 'fetch', artifact };
      return { kind: 'failed', code: 'no-result', because: 'the job succeeded without an artifact' };
    }
    default:
      return absurd(job.state);
  }
}

function wordsOf(error: JobSight['error']): string {
  return error === undefined ? 'the job failed and does not say why' : `${error.code}: ${error.message}`;
}

/** What is wrong with the file, or nothing. */
export function findFault(artifact: ArtifactSight, body: Body): string | undefined {
  const { name, bytes, contentType, sha256 } = artifact;
  if (body.status !== 200) return `the URL of ${name} answers ${body.status}`;
  if (body.bytes !== bytes) return `${name} has ${body.bytes} bytes, ${bytes} were promised`;
  if (bytes === 0) return `${name} is empty`;
  if (body.sha256 !== sha256) return `${name} is ${body.sha256}, ${sha256} was promised`;
  if (body.contentType !== contentType) return `${name} is served as ${body.contentType}, not as ${contentType}`;
  if (contentType === 'video/mp4' && !isMp4(body.head)) return `${name} is no mp4: it does not begin with a file type`;
  return undefined;
}

/** ISO/IEC 14496-12, 4.3: a file begins with its `ftyp` box, whose name stands behind its size. */
function isMp4(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(4, 8)).toString('latin1') === 'ftyp';
}
