/** `POST /v1/jobs:validate`: a dry run of a submit. It refuses what the submit would, in the same words, and stores nothing. */
import { apiSubmit, apiValidation } from '@reelyard/contracts';
import { decideSubmit, refuseSubmit } from '../core/decide-submit.ts';
import { type Outlook } from '../core/explain-wait.ts';
import { type Tariff, viewPlan } from '../core/view-plan.ts';
import { findTemplate } from '../submit/find-template.ts';
import { resolveAssets } from '../submit/resolve-assets.ts';
import { type AppSettings } from './endpoint-ports.ts';
import { endpoint } from './endpoint.ts';
import { json, problem } from './reply.ts';

/** As every service has them where nothing is set. */
const prior = { overheadMs: 3_000, megapixelFrameMs: 15 };

/** What engines take is learned by the scaler; while its note cannot be read, or is of a scaler that tells none, the prior stands. */
async function findTariff({ prices = {}, taskPrior = prior }: AppSettings, outlook: Promise<Outlook>): Promise<Tariff> {
  return { prices, taskPrior, ratios: (await outlook).scaler?.note?.ratios ?? {} };
}

export const validateJob = endpoint(
  {
    id: 'validateJob',
    method: 'post',
    path: '/v1/jobs:validate',
    summary: 'What a submit of this body would do: the resolved timeline, the cut, an estimate; or every problem',
    access: 'read',
    body: { schema: apiSubmit },
    replies: { 200: { description: 'It would be accepted', schema: apiValidation } },
    problems: ['invalid_job', 'unsupported_by_engine'],
  },
  ({ clock, engines, ledger, assets, settings, findOutlook }) =>
    async (call) => {
      const body = await call.readBody();
      if (body.kind === 'refused') return body.reply;
      const template = await findTemplate(call.tenant, body.value, ledger);
      const decision = decideSubmit(body.value, engines, clock.now(), template);
      if (decision.kind === 'refused') return problem(decision.code, decision.detail, { errors: decision.errors });
      const resolution = await resolveAssets(call.tenant, decision.plan, assets);
      if (resolution.kind === 'resolved')
        return json(200, viewPlan(resolution.plan, await findTariff(settings, findOutlook(resolution.plan.lane))));
      const { code, detail, errors } = refuseSubmit(resolution.errors);
      return problem(code, detail, { errors });
    },
);
