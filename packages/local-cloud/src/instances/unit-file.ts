/**
 * The part of systemd's unit file format that our units use. Pure.
 * Source of the grammar: systemd.syntax(7), systemd.service(5), systemd.exec(5).
 */

export type RestartRule = 'no' | 'always' | 'on-failure' | 'on-abnormal' | 'on-success';
export type KillMode = 'control-group' | 'mixed' | 'process' | 'none';

export interface Unit {
  type: 'simple' | 'oneshot';
  remainsAfterExit: boolean;
  execStartPre: string[];
  execStart: string[];
  environment: Record<string, string>;
  /** A leading `-` (missing is fine) is kept in `isOptional`. */
  environmentFiles: { path: string; isOptional: boolean }[];
  workingDirectory?: string;
  restart: RestartRule;
  restartMs: number;
  stopMs: number;
  killMode: KillMode;
  killSignal: NodeJS.Signals;
}

/** @throws Error in plain words when the unit has no ExecStart. */
export function parseUnit(text: string): Unit {
  const service = readSection(text, 'Service');
  const last = (key: string): string | undefined => service.get(key)?.at(-1);
  const execStart = service.get('ExecStart') ?? [];
  if (execStart.length === 0) throw new Error('Service has no ExecStart= setting.');
  const workingDirectory = last('WorkingDirectory')?.replace(/^-/, '');
  return {
    type: last('Type') === 'oneshot' ? 'oneshot' : 'simple',
    remainsAfterExit: isTrue(last('RemainAfterExit')),
    execStartPre: service.get('ExecStartPre') ?? [],
    execStart,
    environment: Object.assign({}, ...(service.get('Environment') ?? []).map(parseAssignments)) as Record<
      string,
      string
    >,
    environmentFiles: (service.get('EnvironmentFile') ?? []).map((path) => ({
      path: path.replace(/^-/, ''),
      isOptional: path.startsWith('-'),
    })),
    ...(workingDirectory === undefined || workingDirectory === '' ? {} : { workingDirectory }),
    restart: (last('Restart') ?? 'no') as RestartRule,
    restartMs: parseSpan(last('RestartSec'), 100),
    stopMs: parseSpan(last('TimeoutStopSec'), 90_000),
    killMode: (last('KillMode') ?? 'control-group') as KillMode,
    killSignal: (last('KillSignal') ?? 'SIGTERM') as NodeJS.Signals,
  };
}

/** Lines `KEY=value` of an EnvironmentFile. */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const match = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (match?.[1] !== undefined) found[match[1]] = splitWords(match[2] ?? '').join(' ');
  }
  return found;
}

/** Split a command line like systemd: quotes, then `${NAME}` inside words and `$NAME` as words of its own. */
export function splitCommand(line: string, environment: Record<string, string>): string[] {
  return splitWords(line.replace(/^[-@:+!]+/, '')).flatMap((word) => {
    const alone = /^\$([A-Za-z_]\w*)$/.exec(word)?.[1];
    if (alone !== undefined) return splitWords(environment[alone] ?? '');
    return [word.replace(/\$\{([A-Za-z_]\w*)\}/g, (_, name: string) => environment[name] ?? '').replaceAll('$$', '$')];
  });
}

/** Should the unit start again? `code` is null when a signal ended it; SIGTERM and friends count as clean. */
export function wantsRestart(rule: RestartRule, code: number | null, signal: string | null): boolean {
  const isClean = code === 0 || (signal !== null && ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE'].includes(signal));
  if (rule === 'always') return true;
  if (rule === 'on-failure') return !isClean;
  if (rule === 'on-abnormal') return signal !== null && !isClean;
  return rule === 'on-success' && isClean;
}

/** `5`, `5s`, `500ms`, `2min`, `1min 30s`, `infinity` → milliseconds. */
export function parseSpan(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  if (text === 'infinity') return 2 ** 31 - 1;
  const units: Record<string, number> = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
  let sum = 0;
  for (const match of text.matchAll(/([\d.]+)\s*([a-z]*)/g)) sum += Number(match[1]) * (units[match[2] ?? ''] ?? 1000);
  return sum;
}

/** Values by key in order; an empty assignment clears what came before, a backslash joins lines. */
function readSection(text: string, name: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let section = '';
  for (const raw of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) section = line.slice(1, -1);
    const at = line.indexOf('=');
    if (section !== name || at < 0 || line.startsWith('[')) continue;
    const key = line.slice(0, at).trim();
    const value = line.slice(at + 1).trim();
    found.set(key, value === '' ? [] : [...(found.get(key) ?? []), value]);
  }
  return found;
}

function parseAssignments(line: string): Record<string, string> {
  return Object.fromEntries(
    splitWords(line).flatMap((word) => {
      const at = word.indexOf('=');
      return at > 0 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
    }),
  );
}

function splitWords(text: string): string[] {
  const words: string[] = [];
  const pattern = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g;
  for (const match of text.matchAll(pattern))
    words.push(
      match[0].replace(
        /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
        (_, double?: string, single?: string, escaped?: string) =>
          double !== undefined ? double.replace(/\\(.)/g, '$1') : (single ?? escaped ?? ''),
      ),
    );
  return words;
}

function isTrue(text: string | undefined): boolean {
  return ['yes', 'true', 'on', '1'].includes((text ?? '').toLowerCase());
}
