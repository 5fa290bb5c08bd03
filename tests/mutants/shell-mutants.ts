/** What stands around the table broken in one place: operations of the ledger, group commit, the agent's files and lease, and the loops of the server. */
import { type Mutant, type Suite } from './mutant.ts';

const IN_MEMORY: Suite = { file: 'packages/ledger/src/memory/memory-ledger.test.ts' };
const inMemory = (only: string): Suite => ({ ...IN_MEMORY, only });
const LOOPS: Suite = { file: 'job-server/src/loops.test.ts' };
const loops = (only: string): Suite => ({ ...LOOPS, only });
const DOORBELL: Suite = { file: 'job-server/src/loops/doorbell.test.ts' };
const GROUPS: Suite = { file: 'job-server/src/adapters/group-commit.test.ts' };
const AGENT_CORE: Suite = { file: 'render-agent/src/core/core.test.ts' };
const UPLOADS: Suite = { file: 'render-agent/src/adapters/s3-storage.test.ts' };

const OPERATIONS: readonly Mutant[] = [
  {
    name: 'one idempotency key for all tenants',
    ...{ file: 'packages/ledger/src/items/keys.ts', from: '`I#${tenant}#${hash}`', to: '`I#${hash}`' },
    suite: inMemory('a submit'),
  },
  {
    name: 'a key is answered whatever body it comes with',
    ...{
      file: 'packages/ledger/src/shell/submit.ts',
      from: "if (record['fingerprint'] !== (job.row ?? job.idempotency)?.fingerprint) return { kind: 'key-reused' };",
      to: '',
    },
    suite: inMemory('a submit'),
  },
  {
    name: 'a reply is found at the very instant at which it expires',
    ...{
      file: 'packages/ledger/src/shell/submit.ts',
      from: "(record['expiresAt'] as number) <= now",
      to: "(record['expiresAt'] as number) < now",
    },
    suite: inMemory('a submit'),
  },
  {
    name: 'a commit of any epoch is taken for ours once the task is done',
    ...{
      file: 'packages/ledger/src/shell/complete.ts',
      from: "if (task.state === 'done' && task.epoch === lease.epoch) {",
      to: "if (task.state === 'done') {",
    },
    suite: IN_MEMORY,
  },
  {
    name: 'a beat that came late loses its lease',
    ...{
      file: 'packages/ledger/src/shell/lease.ts',
      from: "if (attempt.kind === 'refused' && !isHeld(attempt.refusals[0]?.before, lease)) return { kind: 'lost' };",
      to: "if (attempt.kind === 'refused') return { kind: 'lost' };",
    },
    suite: inMemory('a lease'),
  },
  {
    name: 'a write of unknown outcome is told as throttled',
    ...{
      file: 'packages/ledger/src/shell/view.ts',
      from: "throw unknown ?? new FarmError('ledger-unavailable'",
      to: "throw new FarmError('ledger-throttled'",
    },
    suite: { file: 'packages/ledger/src/memory/lost-answers.test.ts' },
  },
  {
    name: 'a canceled job of another hand is told as canceled by us',
    ...{
      file: 'packages/ledger/src/shell/end.ts',
      from: "const isOurs = tried && job.state === 'canceled' && job.endedAt === now;",
      to: "const isOurs = job.state === 'canceled';",
    },
    suite: inMemory('a cancel'),
  },
  {
    name: 'a group that was refused refuses all of its members',
    ...{
      file: 'job-server/src/adapters/group-commit.ts',
      from: 'else await writeEach(store, group);\n  } catch',
      to: 'else for (const { resolve } of group) resolve(applied);\n  } catch',
    },
    suite: GROUPS,
  },
  {
    name: 'one key twice in a group',
    ...{ file: 'job-server/src/adapters/group-commit.ts', from: ' || own.some((name) => names.has(name))', to: '' },
    suite: GROUPS,
    survives:
      'the table: it refuses a transaction that names an item twice, and the members are then written one by one',
  },
  {
    name: 'a throttled group is written again, member by member',
    ...{ file: 'job-server/src/adapters/group-commit.ts', from: " || error.code === 'ledger-throttled'", to: '' },
    suite: GROUPS,
  },
];

const AGENT: readonly Mutant[] = [
  {
    name: 'one artifact key for all epochs of a task',
    ...{ file: 'render-agent/src/core/artifact-name.ts', from: '${ref.n}/${epoch}/${file}', to: '${ref.n}/${file}' },
    suite: AGENT_CORE,
  },
  {
    name: 'an artifact key that does not name its writer',
    ...{ file: 'render-agent/src/core/artifact-name.ts', from: '`artifacts/${userId}/', to: '`artifacts/' },
    suite: AGENT_CORE,
  },
  {
    name: 'uploads that overwrite',
    ...{ file: 'render-agent/src/adapters/s3-storage.ts', from: "      IfNoneMatch: '*',\n", to: '' },
    suite: UPLOADS,
  },
  {
    name: 'whatever lies under the key is taken for ours',
    ...{
      file: 'render-agent/src/adapters/s3-storage.ts',
      from: '      await this.#proveOurs(to.key, digest);\n',
      to: '',
    },
    suite: UPLOADS,
  },
  {
    name: 'an upload whose reply was lost is a failure',
    ...{ file: 'render-agent/src/adapters/s3-storage.ts', from: 'if (!isTaken(error)) throw', to: 'if (error) throw' },
    suite: UPLOADS,
  },
  {
    name: 'an agent that renders on without its lease',
    ...{
      file: 'render-agent/src/core/keep-lease.ts',
      from: "return { kind: 'let-go', because: 'lease-lost' };",
      to: "return { kind: 'beat-in', ms: times.heartbeatMs };",
    },
    suite: AGENT_CORE,
  },
  {
    name: 'an agent that renders on after the end of its job',
    ...{
      file: 'render-agent/src/core/keep-lease.ts',
      from: "return { kind: 'let-go', because: 'job-ended' };",
      to: "return { kind: 'beat-in', ms: times.heartbeatMs };",
    },
    suite: { file: 'render-agent/src/lease.test.ts', only: 'kills the engine within a heartbeat of a cancel' },
  },
  {
    name: 'an agent that gives up with the first silence of the ledger',
    ...{
      file: 'render-agent/src/core/keep-lease.ts',
      from: 'if (silentMs >= 2 * times.leaseMs) return',
      to: 'if (silentMs >= 0) return',
    },
    suite: AGENT_CORE,
  },
  {
    name: 'an agent that never gives up on a silent ledger',
    ...{
      file: 'render-agent/src/core/keep-lease.ts',
      from: 'if (silentMs >= 2 * times.leaseMs) return',
      to: 'if (silentMs >= Infinity) return',
    },
    suite: AGENT_CORE,
  },
];

const SERVER: readonly Mutant[] = [
  {
    name: 'a reaper that does not look whether the lease moved',
    ...{
      file: 'job-server/src/core/decide-stale.ts',
      from: 'const isSame = known?.epoch === lease.epoch && known.beat === lease.beat;',
      to: 'const isSame = known !== undefined;',
    },
    suite: loops('the reaper'),
  },
  {
    name: 'a reaper that takes a lease at first sight',
    ...{ file: 'job-server/src/core/decide-stale.ts', from: 'if (leftMs <= 0)', to: 'if (leftMs <= leaseMs)' },
    suite: loops('the reaper'),
  },
  {
    name: 'a reaper that never takes a lease',
    ...{ file: 'job-server/src/core/decide-stale.ts', from: 'if (leftMs <= 0)', to: 'if (leftMs <= -Infinity)' },
    suite: loops('the reaper'),
  },
  {
    name: 'a relay that rings for whatever is in the index',
    ...{
      file: 'job-server/src/loops/relay.ts',
      from: 'findDueEmits(now - graceMs, pageSize)',
      to: 'findDueEmits(now + 864e5, pageSize)',
    },
    suite: loops('the relay'),
  },
  {
    name: 'a relay that rings beside the server that is ringing',
    ...{
      file: 'job-server/src/loops/relay.ts',
      from: 'due.filter((task) => !ports.doorbell.isRinging(task))',
      to: 'due',
    },
    suite: { file: 'job-server/src/loops/relay.test.ts' },
  },
  {
    name: 'doorbells that the queue did not take are marked as rung',
    ...{
      file: 'job-server/src/loops/emit.ts',
      from: 'return bells.filter((_, index) => taken[index] === true);',
      to: 'return taken.length >= 0 ? [...bells] : [];',
    },
    suite: DOORBELL,
  },
  {
    name: 'eleven doorbells in a call that takes ten',
    ...{
      file: 'job-server/src/loops/emit.ts',
      from: 'export const sendBatch = 10;',
      to: 'export const sendBatch = 11;',
    },
    suite: DOORBELL,
  },
  {
    name: 'a sweeper that rings although the message still waits',
    ...{ file: 'job-server/src/loops/sweeper.ts', from: 'if (!isLaneShort(messages, queued)) return;', to: '' },
    suite: loops('the sweeper'),
  },
  {
    name: 'a sweeper that never waits longer',
    ...{ file: 'job-server/src/core/decide-reemit.ts', from: ' * 2 ** Math.min(emitSeq, 30)', to: '' },
    suite: loops('the sweeper'),
  },
  {
    name: 'a sweeper that ends jobs and lets their tasks lie',
    ...{
      file: 'job-server/src/loops/sweeper.ts',
      from: 'const { voided } = await ports.ledger.voidTasks(ref, now);',
      to: 'const voided = 0;',
    },
    suite: loops('the sweeper'),
  },
  {
    name: 'a sweeper that starts no assembly',
    ...{ file: 'job-server/src/loops/sweeper.ts', from: '  await sweepBlocked(ports);\n', to: '' },
    suite: loops('the sweeper'),
  },
];

export const SHELL_MUTANTS: readonly Mutant[] = [...OPERATIONS, ...AGENT, ...SERVER];
