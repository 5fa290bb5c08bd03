/** What the keeping of seats works with. */
import { type Clock, type Logger } from '@reelyard/runtime';
import { type LeaseTimes } from './core/keep-lease.ts';
import { type AgentLedger } from './ports.ts';

export interface SeatOptions {
  ledger: Pick<AgentLedger, 'takeSeat' | 'renewSeat' | 'returnSeat'>;
  clock: Clock;
  log: Logger;
  owner: string;
  times: LeaseTimes;
}
