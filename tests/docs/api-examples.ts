/**
 * The examples of a page, as a reader would run them: `console` blocks in which a line after `$` is a command, `$ NAME=value` names a value of the
 * reply above, and the rest is what comes back. A value shown with `…` stands for any that begins and ends so; instants and signed addresses stand for
 * their kind; fields may be left out.
 */
export interface Step {
  readonly command: string;
  /** `HTTP/1.1 202 Accepted` → 202; undefined: no status is shown. */
  readonly status: number | undefined;
  /** What is shown of the body. */
  readonly body: string;
  /** Values that later commands use: name → as shown. */
  readonly captures: Readonly<Record<string, string>>;
  /** Of the block's first line in the page. */
  readonly line: number;
}

interface Draft {
  command: string;
  readonly shown: string[];
  readonly captures: Record<string, string>;
  readonly line: number;
}

export function readSteps(page: string): Step[] {
  const steps: Draft[] = [];
  let isInside = false;
  let isOpen = false;
  page.split('\n').forEach((text, index) => {
    if (text.startsWith('```')) {
      isInside = text === '```console';
      return;
    }
    if (!isInside) return;
    const last = steps.at(-1);
    const name = /^\$ ([A-Z_]+)=(\S+)$/.exec(text);
    if (isOpen && last) last.command += `\n${text}`;
    else if (name && last) last.captures[name[1] ?? ''] = name[2] ?? '';
    else if (text.startsWith('$ ')) steps.push({ command: text.slice(2), shown: [], captures: {}, line: index + 1 });
    else last?.shown.push(text);
    isOpen = text.endsWith('\\');
  });
  return steps.map(finish);
}

function finish({ command, shown, captures, line }: Draft): Step {
  const [first = ''] = shown;
  const status = /^HTTP\/1\.1 (\d{3})/.exec(first)?.[1];
  const body = (status === undefined ? shown : shown.slice(1)).join('\n').trim();
  return { command, status: status === undefined ? undefined : Number(status), body, captures, line };
}

/** Places where the actual value is none of the shown one, as pointers with both. */
export function findMismatches(shown: unknown, actual: unknown, pointer = ''): string[] {
  const differs = [
    `${pointer || 'the body'}: ${JSON.stringify(shown)} is shown, ${JSON.stringify(actual) ?? 'nothing'} came`,
  ];
  if (typeof shown === 'string') return typeof actual === 'string' && isKindOf(shown, actual) ? [] : differs;
  if (typeof shown !== 'object' || shown === null) return shown === actual ? [] : differs;
  if (typeof actual !== 'object' || actual === null || Array.isArray(shown) !== Array.isArray(actual)) return differs;
  if (Array.isArray(shown) && (actual as unknown[]).length < shown.length) return differs;
  return Object.entries(shown).flatMap(([name, value]) =>
    findMismatches(value, (actual as Record<string, unknown>)[name], `${pointer}/${name}`),
  );
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

export function isKindOf(shown: string, actual: string): boolean {
  if (instant.test(shown)) return instant.test(actual);
  const parts = shown.split('…');
  if (parts.length === 1) return shown === actual;
  const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${pattern}$`).test(actual);
}

/** The value of the reply where the shown one stands. */
export function findShown(shown: unknown, actual: unknown, wanted: string): string | undefined {
  if (shown === wanted) return typeof actual === 'string' ? actual : undefined;
  if (typeof shown !== 'object' || shown === null || typeof actual !== 'object' || actual === null) return undefined;
  for (const [name, value] of Object.entries(shown)) {
    const found = findShown(value, (actual as Record<string, unknown>)[name], wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
