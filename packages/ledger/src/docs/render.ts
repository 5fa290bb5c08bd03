/** docs/reference/ledger.md from the data of this package. */
import { BUDGETS, type Budget, type BackOff } from '../budgets.ts';
import { LEDGER_INDEXES } from '../dynamo/table.ts';
import { SHARDS } from '../items/index-keys.ts';
import { type Effect, type Guard, type Operand } from '../protocol/change.ts';
import { type ChangeTemplate, type Transition } from '../protocol/transition.ts';
import { SEAT_TRANSITIONS } from '../seats.ts';
import { TRANSITIONS } from '../transitions.ts';

const COMPARATORS = { eq: '=', lt: '<', lte: '≤', gt: '>', gte: '≥' } as const;

export function renderLedgerPage(): string {
  const inOrder = Object.values<Transition>(TRANSITIONS).sort((a, b) => numberOf(a) - numberOf(b));
  const sections = [
    HEAD,
    '## Transitions',
    TRANSITIONS_NOTE,
    overview(inOrder),
    ...inOrder.map(section),
    '## Seats',
    'A license seat is a row of its own under the same rule: who holds it is who wrote its epoch.',
    ...Object.values(SEAT_TRANSITIONS).map(section),
    '## Failure budgets',
    budgets(),
    '## Keys',
    KEYS,
    '## Indexes',
    indexes(),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** T6b → 6. */
const numberOf = ({ row: name }: Transition): number => Number.parseInt(name.slice(1), 10);

const HEAD = `# The ledger

<!-- Rendered from packages/ledger by \`node scripts/on-node22.mjs packages/ledger/src/docs/main.ts\`; a test fails when it is out of date. -->

One DynamoDB table holds the state of every job, task, instance and seat. Each change below is one conditional write: all of its rows
or none. The same data is compiled to DynamoDB's expressions, evaluated by the in-memory table of the tests, and rendered into this page.`;

const TRANSITIONS_NOTE = `\`:name\` is a parameter. Guards are claims about the row before the write; a comparison with a field that is absent is false.
T13, redrive, is T1 of a child job: an ended job is never left.`;

function overview(all: readonly Transition[]): string {
  const rows = all.map(({ id, title, who, task, job }) =>
    row([id, title, who.join(', '), task ? arrow(task) : '–', job ? arrow(job) : '–']),
  );
  return [row(['#', 'what', 'who', 'task', 'job']), row(['---', '---', '---', '---', '---']), ...rows].join('\n');
}

const arrow = ({ from, to }: { from: readonly string[]; to: string }): string => `${from.join(', ')} → ${to}`;

function section(transition: Transition): string {
  const { id, title, changes } = transition;
  const head = [row(['row', 'guards', 'effects']), row(['---', '---', '---'])];
  return [`### ${id} ${title}`, [...head, ...changes.map(changeRow)].join('\n')].join('\n\n');
}

function changeRow(change: ChangeTemplate): string {
  switch (change.kind) {
    case 'event':
      return row(['event', 'absent', `put \`${change.type}\` as number \`:evSeq + 1\``]);
    case 'put':
      return row([change.target + (change.optional ? ', when given' : ''), guards(change.guards), 'put']);
    case 'check':
      return row([change.target, guards(change.guards), '–']);
    default:
      return row([change.target, guards(change.guards), change.effects.map(effect).join('; ')]);
  }
}

const guards = (all: readonly Guard[]): string => all.map(guard).join('; ');

function guard(each: Guard): string {
  switch (each.op) {
    case 'any':
      return each.of.map(guard).join(' or ');
    case 'absent':
      return each.field === 'pk' ? 'absent' : `no \`${each.field}\``;
    case 'exists':
      return `has \`${each.field}\``;
    case 'in':
      return `\`${each.field}\` in ${each.values.map(operand).join(', ')}`;
    case 'contains':
      return `\`${each.field}\` has ${operand(each.value)}`;
    case 'lacks':
      return `\`${each.field}\` has no ${operand(each.value)}`;
    default:
      return `\`${each.field}\` ${COMPARATORS[each.op]} ${operand(each.value)}`;
  }
}

function effect(each: Effect): string {
  switch (each.op) {
    case 'remove':
      return `remove \`${each.field}\``;
    case 'add':
      return `\`${each.field}\` + ${operand(each.value)}`;
    case 'append':
      return `\`${each.field}\` gets ${operand(each.value)}`;
    default:
      return `\`${each.field}\` = ${operand(each.value)}${each.optional ? ', when given' : ''}`;
  }
}

function operand(each: Operand): string {
  if (each.kind === 'param') return `\`:${each.name}\``;
  return each.kind === 'field' ? `\`${each.name}\`` : String(each.value);
}

function budgets(): string {
  const rows = Object.entries(BUDGETS).map(([name, budget]) => row([name, allowance(budget), wait(budget.backOff)]));
  const permanent = row(['permanent', 'none: the first fails the job', '–']);
  return [
    row(['class', 'fails the job', 'waits before the next try']),
    row(['---', '---', '---']),
    ...rows,
    permanent,
  ].join('\n');
}

function allowance({ runs, boxMs }: Budget): string {
  return runs === undefined ? `after ${(boxMs ?? 0) / 60_000} minutes without a break` : `at number ${runs}`;
}

function wait(backOff: BackOff): string {
  if (backOff.kind === 'jitter')
    return backOff.toMs === 0 ? 'not at all' : `${backOff.fromMs / 1000}–${backOff.toMs / 1000} s`;
  const { baseMs, spread, maxMs } = backOff;
  return `${baseMs / 1000} s · 2ⁿ ± ${spread * 100} %, at most ${maxMs / 1000} s (± the same), and no less than Retry-After`;
}

const KEYS = [
  row(['row', 'pk', 'sk']),
  row(['---', '---', '---']),
  row(['job', '`T#<tenant>`', '`J#<job>`']),
  row(['payload', '`J#<job>`', '`C`']),
  row(['task', '`J#<job>`', '`K#<n>`, three digits']),
  row(['event', '`J#<job>`', '`E#<seq>`, six digits']),
  row(['idempotency record', '`I#<tenant>#<SHA-256 of route and key>`', '`-`']),
  row(['API key', '`T#<tenant>`', '`P#<id>`']),
  row(['webhook of a job', '`J#<job>`', '`W`']),
  row(['asset', '`T#<tenant>`', '`A#<id>`']),
  row(['batch', '`T#<tenant>`', '`B#<batch>`']),
  row(['row of a batch', '`B#<batch>`', '`R#<row>`, six digits']),
  row(['tally of a thousand rows', '`B#<batch>`', '`Z#<block>`, three digits']),
  row(['content of assets', '`T#<tenant>`', '`H#<SHA-256>`']),
  row(['quota', '`T#<tenant>`', '`Q#<key, or ->`']),
  row(['usage', '`T#<tenant>`', '`U#<day>#<lane>#<mode>#<key>`']),
  row(['results', '`J#<job>`', '`R`']),
  row(['instance', '`F#<pool>`', '`A#<instance>`']),
  row(['seat', '`S#<engine>`', '`<n>`, five digits']),
  row(['scaler', '`F#scaler`', '`-`']),
].join('\n');

function indexes(): string {
  const partitions: Record<string, string> = {
    emit: `\`emit#0…${SHARDS.emit - 1}\` tasks by notBefore; \`duty#0…${SHARDS.duty - 1}\` jobs that owe T6b or T14, by since when; \`late#0…${SHARDS.late - 1}\` held jobs by deadline`,
    waiting: `\`waiting#<lane>#0…${SHARDS.waiting - 1}\` by deadline`,
    leased: `\`leased#0…${SHARDS.leased - 1}\` by deadline`,
    dispatch: `\`event#…\`, \`delivery#…\` by when they are due; \`held#0…${SHARDS.held - 1}\` held jobs by tenant, quota and instant; \`ended#0…${SHARDS.ended - 1}\` ended jobs that were not counted; \`purge#0…${SHARDS.purge - 1}\` results, by when they are to go`,
  };
  const rows = LEDGER_INDEXES.map(({ IndexName: name = '', KeySchema: keys = [], Projection: projection }) =>
    row([
      name,
      keys.map(({ AttributeName }) => `\`${AttributeName ?? ''}\``).join(', '),
      partitions[name] ?? '',
      (projection?.NonKeyAttributes ?? []).join(', '),
    ]),
  );
  const head = [row(['index', 'keys', 'partitions and order', 'projects']), row(['---', '---', '---', '---'])];
  return [...head, ...rows].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
