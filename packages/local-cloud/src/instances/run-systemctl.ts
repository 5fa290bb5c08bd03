/** The words of systemctl(1) that our units and scripts use, applied to the services of one machine. */
import { type ServiceRecord } from './instance.ts';
import { type Answer, describeService } from './service-status.ts';

/** What a supervisor lets systemctl do. */
export interface Services {
  /** The record of a unit that has a file. */
  find(name: string): ServiceRecord | undefined;
  enable(name: string, isEnabled: boolean): void;
  /** @throws when the unit file is missing or wrong, or a oneshot fails. */
  start(name: string): Promise<void>;
  stop(name: string): Promise<void>;
  /** SIGTERM to all processes of the service. */
  kill(name: string): void;
}

const done: Answer = { code: 0, text: '' };

export async function runSystemctl(services: Services, args: readonly string[]): Promise<Answer> {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [verb = '', ...names] = words;
  if (verb === 'daemon-reload' || verb === 'reset-failed') return done;
  let answer = done;
  for (const given of names) {
    const name = given.replace(/\.service$/, '');
    if (!services.find(name)) return { code: 5, text: `Unit ${name}.service could not be found.\n` };
    try {
      const next = await apply(services, verb, name, args.includes('--now'));
      answer = { code: Math.max(answer.code, next.code), text: answer.text + next.text };
    } catch (error) {
      answer = { code: 1, text: `${answer.text}Job for ${name}.service failed: ${(error as Error).message}\n` };
    }
  }
  return names.length === 0 ? { code: 1, text: `systemctl: unknown or incomplete command '${verb}'\n` } : answer;
}

async function apply(services: Services, verb: string, name: string, isNow: boolean): Promise<Answer> {
  switch (verb) {
    case 'enable':
    case 'disable':
      services.enable(name, verb === 'enable');
      if (isNow) await (verb === 'enable' ? services.start(name) : services.stop(name));
      return done;
    case 'start':
      await services.start(name);
      return done;
    case 'stop':
      await services.stop(name);
      return done;
    case 'restart':
      await services.stop(name);
      await services.start(name);
      return done;
    case 'is-active':
    case 'is-enabled':
    case 'status':
    case 'show':
      return describeService(verb, name, services.find(name));
    case 'kill':
      services.kill(name);
      return done;
    default:
      return { code: 1, text: `Unknown command verb '${verb}'.\n` };
  }
}
