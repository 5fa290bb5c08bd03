/** A trace as CSV, in the columns that `reelyard simulate --trace` reads. */
import { type Arrival, type Trace } from '@reelyard/simulator';

const header = 'arrival_seconds,service_seconds,lane,tenant,deadline_seconds,features';

export function toCsv(trace: Trace): string {
  return `${[header, ...trace.map(toLine)].join('\n')}\n`;
}

function toLine({ at, service, lane, tenant, deadlineSeconds, frames, pixels, engine }: Arrival): string {
  const features = `frames=${frames};pixels=${pixels};engine=${engine}`;
  return [round(at), round(service), lane, tenant, round(deadlineSeconds), features].join(',');
}

const round = (seconds: number): string => String(Math.round(seconds * 1_000) / 1_000);
