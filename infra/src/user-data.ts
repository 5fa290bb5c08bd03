/** User data of every instance: our shell file with the name of the log group in it. */
import { readFileSync } from 'node:fs';

export function userData(logGroup: string): string {
  const script = readFileSync(new URL('./user-data.sh', import.meta.url), 'utf8');
  return script.replaceAll('@LOG_GROUP@', logGroup);
}
