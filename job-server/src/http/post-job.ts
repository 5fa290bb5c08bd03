/** `POST /v1/jobs`: accepted is durable. Validation failures store nothing. */
import { type Clock } from '@reelyard/runtime';
import { decideSubmit, refuseSubmit } from '../core/decide-submit.ts';
import { type EngineCatalog } from '../ports.ts';
import { type CommitPorts, commitJob, findReplay } from '../submit/commit-job.ts';
import { type AssetPorts, resolveAssets } from '../submit/resolve-assets.ts';
import { type Route, findTraceparent } from './call.ts';
import { idempotentRequest, readIdempotencyKey } from './idempotency.ts';
import { type Reply, problem } from './reply.ts';

export interface PostJobPorts {
  readonly clock: Clock;
  readonly engines: EngineCatalog;
  readonly assets: AssetPorts;
  readonly commit: CommitPorts;
}

export const submitRoute = 'POST /v1/jobs';

export function postJob(ports: PostJobPorts): Route {
  return async (call) => {
    const key = readIdempotencyKey(call);
    if (key.kind === 'refused') return key.reply;
    const body = await call.readBody();
    if (body.kind === 'refused') return body.reply;
    const now = ports.clock.now();
    const request = idempotentRequest(key, submitRoute, body.value);
    const refuse = async (why: Refusal): Promise<Reply> =>
      (await findReplay(call.tenant, request, now, ports.commit)) ?? refusal(why);
    const decision = decideSubmit(body.value, ports.engines, now);
    if (decision.kind === 'refused') return refuse(decision);
    const { plan } = decision;
    const resolution = await resolveAssets(call.tenant, plan, ports.assets);
    if (resolution.kind === 'refused') return refuse(refuseSubmit(resolution.errors));
    const { lane, tasks, notBefore, deadlineAt, metadata } = plan;
    const job = { tenant: call.tenant, lane, tasks, notBefore, deadlineAt, metadata, payload: resolution.payload };
    return commitJob({ ...job, traceparent: findTraceparent(call) }, request, now, ports.commit);
  };
}

type Refusal = ReturnType<typeof refuseSubmit>;

const refusal = ({ code, detail, errors }: Refusal): Reply => problem(code, detail, { errors });
