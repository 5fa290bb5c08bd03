/** `POST /v1/jobs`: accepted is durable. Validation failures store nothing. */
import { apiAcceptedJob, apiSubmit } from '@reelyard/contracts';
import { decideSubmit, refuseSubmit } from '../core/decide-submit.ts';
import { commitJob, findReplay } from '../submit/commit-job.ts';
import { resolveAssets } from '../submit/resolve-assets.ts';
import { findTemplate } from '../submit/find-template.ts';
import { originOf } from './call.ts';
import { endpoint } from './endpoint.ts';
import { idempotentRequest, readIdempotencyKey } from './idempotency.ts';
import { measureSubmit } from './measure-submit.ts';
import { type Reply, problem } from './reply.ts';

export const submitRoute = 'POST /v1/jobs';

export const postJob = endpoint(
  {
    id: 'submitJob',
    method: 'post',
    path: '/v1/jobs',
    summary: 'Submit a job; it is durable before the reply leaves',
    access: 'render',
    isIdempotent: true,
    body: { schema: apiSubmit },
    replies: {
      202: { description: 'Accepted', schema: apiAcceptedJob, headers: { Location: 'Path of the job' } },
    },
    problems: ['invalid_job', 'unsupported_by_engine'],
  },
  (ports) => async (call) => {
    const key = readIdempotencyKey(call);
    if (key.kind === 'refused') return key.reply;
    const body = await call.readBody();
    if (body.kind === 'refused') return body.reply;
    const now = ports.clock.now();
    const request = idempotentRequest(key, submitRoute, body.value);
    const refuse = async (why: Refusal): Promise<Reply> =>
      (await findReplay(call.tenant, request, now, ports.commit)) ?? refusal(why);
    const template = await findTemplate(call.tenant, body.value, ports.ledger);
    const decision = decideSubmit(body.value, ports.engines, now, template);
    if (decision.kind === 'refused') return refuse(decision);
    const { plan } = decision;
    const resolution = await resolveAssets(call.tenant, plan, ports.assets);
    if (resolution.kind === 'refused') return refuse(refuseSubmit(resolution.errors));
    const { lane, tasks, notBefore, deadlineAt, metadata, imported, webhook, retentionDays } = resolution.plan;
    const frame = { tenant: call.tenant, lane, tasks, notBefore, deadlineAt, metadata, retentionDays };
    const named = template && { id: template.template, version: template.version };
    const job = { ...frame, imported, payload: resolution.payload, template: named, webhook };
    return commitJob({ ...job, ...originOf(call) }, request, now, ports.commit);
  },
  {
    measure:
      ({ meter }) =>
      (served) =>
        measureSubmit(meter, served),
  },
);

type Refusal = ReturnType<typeof refuseSubmit>;

const refusal = ({ code, detail, errors }: Refusal): Reply => problem(code, detail, { errors });
