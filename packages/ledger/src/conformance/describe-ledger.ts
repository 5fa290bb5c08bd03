/** One suite for every adapter: the promises of the door, in sentences. */
import { describe } from '@jest/globals';
import { describeAssets } from './assets.ts';
import { describeBatches } from './batches.ts';
import { describeClaims } from './claims.ts';
import { describeCommits } from './commits.ts';
import { describeEndings } from './endings.ts';
import { describeFailures } from './failures.ts';
import { describeFleet } from './fleet.ts';
import { describeLeases } from './leases.ts';
import { type MakeLedger } from './make-ledger.ts';
import { describeNominations } from './nominations.ts';
import { describeQuotas } from './quotas.ts';
import { describeSeats } from './seats.ts';
import { describeSubmits } from './submits.ts';
import { describeTemplates } from './templates.ts';
import { describeTenants } from './tenants.ts';
import { describeUsage } from './usage.ts';
import { describeWebhooks } from './webhooks.ts';

export function describeLedger(name: string, makeLedger: MakeLedger): void {
  describe(`the ledger on ${name}`, () => {
    describeSubmits(makeLedger);
    describeNominations(makeLedger);
    describeClaims(makeLedger);
    describeLeases(makeLedger);
    describeCommits(makeLedger);
    describeFailures(makeLedger);
    describeEndings(makeLedger);
    describeFleet(makeLedger);
    describeSeats(makeLedger);
    describeTenants(makeLedger);
    describeWebhooks(makeLedger);
    describeTemplates(makeLedger);
    describeQuotas(makeLedger);
    describeUsage(makeLedger);
    describeBatches(makeLedger);
    describeAssets(makeLedger);
  });
}
