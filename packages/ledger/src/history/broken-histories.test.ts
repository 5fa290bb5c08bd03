import { describe, expect, it } from '@jest/globals';
import { type CheckerOptions, HistoryChecker, type Violation } from './checker.ts';
import { type HistoryLine, type Phase } from './line.ts';

const ref = { tenant: 'acme', job: 'job_1', n: 0 };
const lease = (epoch: number, owner = 'i-1/1') => ({ ref, epoch, owner });
const file = { key: 'artifacts/i-1/acme/job_1/0/1/video.mp4', sha256: 'aa' };

let at = 0;
let calls = 0;
/** Asked and answered, nothing in between. */
const op = (name: string, asked: object, phase: Phase = 'ok', answer: object = {}): HistoryLine[] => {
  calls += 1;
  const line = { process: 'p', op: name, call: calls, ref };
  return [
    { ...line, at: (at += 1), phase: 'invoke', ...asked },
    { ...line, at: (at += 1), phase, ...asked, ...answer },
  ];
};
const note = (name: string, facts: object): HistoryLine => ({
  at: (at += 1),
  process: 'p',
  op: name,
  phase: 'note',
  ref,
  ...facts,
});

const submit = (more: object = {}) => op('submit', { tasks: 1, now: 1, ...more }, 'ok', { outcome: 'accepted' });
const claim = (epoch: number, owner = 'i-1/1') => op('claim', { ref, owner }, 'ok', { epoch });
const beat = (epoch: number, owner?: string) => op('heartbeat', { ...lease(epoch, owner), beat: 1 });
const complete = (epoch: number, owner?: string, jobEnded = true) =>
  op('complete', { ...lease(epoch, owner), artifacts: [file] }, 'ok', { jobEnded });
const fail = (epoch: number, kind: string, answer: object) =>
  op('fail', { ...lease(epoch), class: kind }, 'ok', answer);
const requeued = (used: number, budget = 3) => ({ outcome: 'requeued', used, budget });
const cancel = () => op('cancel', { now: 5 }, 'ok', { state: 'canceled' });
const rest = (more: object = {}) =>
  note('rest', {
    state: 'succeeded',
    ...{ tasksDone: 1, tasksTotal: 1, tasks: [[0, 'done', 1]], artifacts: [file] },
    events: [
      [1, 'job.accepted'],
      [2, 'job.started'],
      [3, 'job.succeeded'],
    ],
    ...more,
  });
const webhook = (more: object) =>
  note('client.webhook', { endpoint: 'whe_1', seq: 3, id: 'msg_1', verified: true, ...more });
const seat = (epoch: number, owner: string) => ({ engine: 'pro', seat: 0, epoch, owner });
const takeSeat = (epoch: number, owner: string, n = 0) =>
  op('takeSeat', { engine: 'pro', seats: 1, owner }, 'ok', { seat: n, epoch });

const admit = (jobs: readonly string[], limits: object) =>
  op('admit', { ref: undefined, tenant: 'acme', quota: 'k1', now: 1, ...limits }, 'ok', { jobs });
const job = (id: string) => ({ ref: { tenant: 'acme', job: id } });
const twoJobs = () => ['job_1', 'job_2'].flatMap((id) => submit(job(id)));
const canceled = (id: string) => op('cancel', { ...job(id), now: 5 }, 'ok', { state: 'canceled' });
const bothCanceled = () => ['job_1', 'job_2'].flatMap(canceled);

function judge(lines: readonly HistoryLine[], options?: CheckerOptions): Violation[] {
  const checker = new HistoryChecker(options);
  lines.forEach((line, index) => checker.take(line, `h.jsonl:${index + 1}`));
  return checker.finish().violations;
}

const good = (): HistoryLine[] => [...submit(), ...claim(1), ...beat(1), ...complete(1), rest()];
const goodThen = (...more: HistoryLine[]): HistoryLine[] => [...good(), ...more];

/** What broke, the invariant that must be named, and the history; its last line but those named proves it. */
const broken: [what: string, invariant: string, lines: HistoryLine[]][] = [
  ['an accepted job is gone', 'S1', [...submit(), ...cancel(), ...op('findJob', {}, 'ok', { found: false })]],
  ['an audit does not find an accepted job', 'S1', [...submit(), ...cancel(), note('rest', { found: false })]],
  [
    'an audit leaves an accepted job out',
    'S1',
    [...submit(), ...cancel(), rest({ ref: { tenant: 'acme', job: 'job_2' } })],
  ],
  [
    'a client was told of a job that nobody finds',
    'S1',
    goodThen(...op('client.submit', { key: 'k' }, 'ok', { ref: { tenant: 'acme', job: 'job_9' } })),
  ],
  ['a job succeeds twice', 'S2', [...submit(), ...claim(1), ...complete(1), ...claim(2), ...complete(2)]],
  ['a failed job succeeds', 'S3', [...submit(), ...claim(1), ...op('expire', { now: 9 }), ...complete(1)]],
  [
    'an ended job is read as rendering',
    'S3',
    goodThen(...op('findJob', {}, 'ok', { state: 'rendering', tasksDone: 1 })),
  ],
  ['a task of an ended job is claimed', 'S3', goodThen(...claim(2))],
  ['a canceled job succeeds', 'S4', [...submit(), ...claim(1), ...cancel(), ...complete(1)]],
  ['a task of a canceled job is claimed', 'S4', [...submit(), ...cancel(), ...claim(1)]],
  [
    'events have a gap',
    'S5',
    [
      ...submit(),
      ...cancel(),
      ...op('listEvents', { job: 'job_1' }, 'ok', {
        events: [
          [1, 'job.accepted'],
          [3, 'job.canceled'],
        ],
      }),
    ],
  ],
  [
    'an ended job has no terminal event',
    'S5',
    [...submit(), ...claim(1), ...complete(1), rest({ events: [[1, 'job.accepted']] })],
  ],
  ['two writes end a job', 'S5', [...submit(), ...cancel(), ...op('cancel', { now: 6 }, 'ok', { state: 'canceled' })]],
  [
    'an event follows the end',
    'S5',
    goodThen(
      ...op('listEvents', { job: 'job_1' }, 'ok', {
        events: [
          [1, 'job.accepted'],
          [2, 'job.started'],
          [3, 'job.succeeded'],
          [4, 'job.failed'],
        ],
      }),
    ),
  ],
  ['an epoch is given twice', 'S6', [...submit(), ...claim(1), ...claim(1, 'i-2/1'), ...cancel()]],
  ['an epoch is skipped', 'S6', [...submit(), ...claim(1), ...claim(3), ...cancel()]],
  ['a stale holder writes', 'S6', [...submit(), ...claim(1), ...claim(2, 'i-2/1'), ...beat(1), ...cancel()]],
  ['somebody writes who claimed nothing', 'S6', [...submit(), ...beat(1), ...cancel()]],
  ['somebody writes in the lease of another', 'S6', [...submit(), ...claim(1), ...beat(1, 'i-2/1'), ...cancel()]],
  [
    'two hold one task',
    'S7',
    [...submit(), ...claim(1), ...claim(2, 'i-2/1'), ...beat(2, 'i-2/1'), ...beat(1), ...beat(2, 'i-2/1'), ...cancel()],
  ],
  ['downloaded bytes differ', 'S8', goodThen(note('client.artifact', { name: 'video', sha256: 'aa', expected: 'bb' }))],
  [
    'a result has another digest than its commit',
    'S8',
    [...submit(), ...claim(1), ...complete(1), rest({ artifacts: [{ ...file, sha256: 'bb' }] })],
  ],
  [
    'a key is written twice',
    'S8',
    [...op('publish', { key: 'k' }, 'ok', { sha256: 'a' }), ...op('publish', { key: 'k' }, 'ok', { sha256: 'b' })],
  ],
  [
    'a file of a lost attempt is visible',
    'S9',
    [...submit(), ...claim(1), ...complete(1), rest({ artifacts: [{ key: 'other', sha256: 'aa' }] })],
  ],
  [
    'a canceled job shows a result',
    'S9',
    [
      ...submit(),
      ...claim(1),
      ...op('complete', { ...lease(1), artifacts: [file] }, 'unknown'),
      ...cancel(),
      ...op('findJob', {}, 'ok', { state: 'canceled', artifacts: [file] }),
    ],
  ],
  [
    'an interruption burns an attempt',
    'S10',
    [
      ...submit(),
      ...claim(1),
      ...fail(1, 'infra', requeued(1, 10)),
      ...claim(2),
      ...fail(2, 'engine', requeued(2)),
      ...cancel(),
    ],
  ],
  [
    'a task is tried past its budget',
    'S10',
    [
      ...submit(),
      ...[1, 2, 3].flatMap((epoch) => [...claim(epoch), ...fail(epoch, 'engine', requeued(epoch))]),
      ...cancel(),
    ],
  ],
  [
    'a task fails before its budget is spent',
    'S10',
    [...submit(), ...claim(1), ...fail(1, 'engine', { outcome: 'job-failed' })],
  ],
  [
    'a replay has other bytes',
    'S11',
    [
      ...submit({ key: 'k', reply: 'r1', expiresAt: 99 }),
      ...op('submit', { ref: { tenant: 'acme', job: 'job_2' }, key: 'k', reply: 'r2', now: 2 }, 'ok', {
        outcome: 'replayed',
        reply: 'r2',
      }),
      ...cancel(),
    ],
  ],
  [
    'a key is accepted twice',
    'S11',
    [
      ...submit({ key: 'k', reply: 'r', expiresAt: 99 }),
      ...submit({ key: 'k', reply: 'r', expiresAt: 99, now: 2 }),
      ...cancel(),
    ],
  ],
  [
    'a client gets other bytes',
    'S11',
    [1, 2].flatMap((reply) => op('client.submit', { key: 'k' }, 'ok', { reply, ref: undefined })),
  ],
  [
    'a tenant is shown the job of another',
    'S12',
    goodThen(...op('findJob', { ref: { tenant: 'globex', job: 'job_1' } }, 'ok', { state: 'succeeded', tasksDone: 1 })),
  ],
  [
    'one id is given to two tenants',
    'S12',
    goodThen(
      ...submit({ ref: { tenant: 'globex', job: 'job_1' } }),
      ...op('cancel', { ref: { tenant: 'globex', job: 'job_1' } }),
    ),
  ],
  [
    'a result lies under the name of another tenant',
    'S12',
    [
      ...submit(),
      ...claim(1),
      ...op(
        'complete',
        { ...lease(1), artifacts: [{ ...file, key: 'artifacts/i-1/globex/job_1/0/1/video.mp4' }] },
        'ok',
        {
          jobEnded: true,
        },
      ),
    ],
  ],
  ['a webhook does not verify', 'S16', goodThen(webhook({ verified: false }))],
  ['a webhook is sent again under another id', 'S16', goodThen(webhook({}), webhook({ id: 'msg_2' }))],
  ['an event never became a delivery', 'L2', goodThen(note('rest.farm', { events: 1 }))],
  ['a delivery is still due', 'L2', goodThen(note('rest.farm', { deliveries: 3 }))],
  ['a doorbell is due for ever', 'L3', goodThen(note('rest.farm', { emits: 1 }))],
  ['a message stays in its queue', 'L3', goodThen(note('rest.farm', { messages: 2 }))],
  ['a task stays in an index', 'L3', goodThen(note('rest.farm', { waiting: 0, leased: 1 }))],
  ['more machines stay than the floor', 'L4', goodThen(note('rest.farm', { machines: 2, floor: 1 }))],
  ['an upload is never ended', 'L4', goodThen(note('rest.farm', { uploads: 1 }))],
  ['a process has lost its owner', 'L4', goodThen(note('rest.farm', { processes: 1 }))],
  [
    'two hold one seat',
    'S13',
    [...takeSeat(1, 'a'), ...takeSeat(2, 'b'), ...op('renewSeat', seat(2, 'b')), ...op('renewSeat', seat(1, 'a'))],
  ],
  ['a seat is given that there is not', 'S13', takeSeat(1, 'a', 1)],
  [
    'a busy instance is terminated',
    'S14',
    [...submit(), ...claim(1), ...op('terminate', { instances: ['i-1'] }), ...complete(1)],
  ],
  ['tasks done do not add up', 'S15', [...submit(), ...claim(1), ...complete(1), rest({ tasksDone: 0 })]],
  [
    'an event changes',
    'S17',
    goodThen(
      ...op('listEvents', { job: 'job_1' }, 'ok', {
        events: [
          [1, 'job.accepted'],
          [2, 'job.canceled'],
        ],
      }),
    ),
  ],
  [
    'a quota lets one job too many go',
    'S18',
    [...twoJobs(), ...['job_1', 'job_2'].flatMap((id) => admit([id], { concurrentJobs: 1 })), ...bothCanceled()],
  ],
  [
    'a task that failed and is tried again counts as an end of its job',
    'S18',
    [
      ...twoJobs(),
      ...admit(['job_1'], { concurrentJobs: 1 }),
      ...[...claim(1), ...fail(1, 'engine', requeued(1))],
      ...admit(['job_2'], { concurrentJobs: 1 }),
      ...bothCanceled(),
    ],
  ],
  [
    'a quota lets more jobs go than its day has',
    'S18',
    [
      ...submit(),
      ...admit(['job_1'], { jobsPerDay: 1 }),
      ...cancel(),
      ...submit(job('job_2')),
      ...admit(['job_2'], { jobsPerDay: 1 }),
      ...canceled('job_2'),
    ],
  ],
  ['a job never ends', 'L1', [...submit(), ...claim(1)]],
  [
    'a task of an ended job never rests',
    'L1',
    [
      ...submit(),
      ...cancel(),
      rest({
        state: 'canceled',
        tasksDone: 0,
        artifacts: [],
        tasks: [[0, 'leased', 1]],
        events: [
          [1, 'job.accepted'],
          [2, 'job.canceled'],
        ],
      }),
    ],
  ],
];

describe('a history in which', () => {
  it('everything is right raises no alarm', () => {
    expect(judge(good())).toEqual([]);
  });

  it.each(broken)('%s breaks %s and is found out, line by line', (_, invariant, lines) => {
    const found = judge(lines);
    expect(found.map((each) => each.invariant)).toContain(invariant);
    for (const { lines: places } of found) for (const place of places) expect(place).toMatch(/^h\.jsonl:\d+$/);
  });

  it('two writes clash names the lines that prove it', () => {
    const [found] = judge([...submit(), ...cancel(), ...claim(1)]);
    expect(found).toEqual({
      invariant: 'S4',
      because: 'claim passed although acme/job_1 was canceled before it was asked for',
      lines: ['h.jsonl:4', 'h.jsonl:6'],
    });
  });

  it('calls overlap leaves their order open: the loser of a race is no offender', () => {
    const [ask, answer] = claim(1);
    expect(judge([...submit(), ask, ...cancel(), answer].flatMap((line) => line ?? []))).toEqual([]);
  });

  it('a quota lets a job go when another ends, or its limit was raised meanwhile, raises no alarm', () => {
    const [ask, answer] = admit(['job_1', 'job_2'], { concurrentJobs: 2 }).flatMap((line) => line ?? []);
    const raised = [ask, ...admit([], { concurrentJobs: 1 }), answer].flatMap((line) => line ?? []);
    expect(judge([...twoJobs(), ...raised, ...bothCanceled()])).toEqual([]);
    const inTurn = [
      ...admit(['job_1'], { concurrentJobs: 1 }),
      ...cancel(),
      ...admit(['job_2'], { concurrentJobs: 1 }),
    ];
    expect(judge([...twoJobs(), ...inTurn, ...canceled('job_2')])).toEqual([]);
  });

  it('a quota had no limit for a while holds nobody to what it let go then', () => {
    const lines = [{ concurrentJobs: 1 }, {}, { concurrentJobs: 1 }].flatMap((limits, n) =>
      admit([`job_${n}`], limits),
    );
    const ids = lines.flatMap(({ jobs }) => (jobs ?? []) as string[]);
    expect(judge([...ids.flatMap((id) => submit(job(id))), ...lines, ...ids.flatMap(canceled)])).toEqual([]);
  });

  it('a commit was answered late counts it where it was asked first', () => {
    const [first, lost] = op('complete', { ...lease(1), artifacts: [file] }, 'unknown');
    const lines = [...submit(), ...claim(1), first, lost, ...complete(1), rest()];
    expect(judge(lines.flatMap((line) => line ?? []))).toEqual([]);
  });

  it('a webhook is sent again under its id, and a foreign job is not found, raises no alarm', () => {
    const foreign = op('findJob', { ref: { tenant: 'globex', job: 'job_1' } }, 'ok', { found: false });
    expect(judge(goodThen(webhook({}), webhook({}), ...foreign))).toEqual([]);
  });

  it('the last audit of the farm counts, and only what it counted', () => {
    expect(judge(goodThen(note('rest.farm', { leased: 1 }), note('rest.farm', { leased: 0, machines: 9 })))).toEqual(
      [],
    );
  });

  it('a job has rested for a day is still held to its end, its events and its files', () => {
    const day = (): HistoryLine[] => [
      ...goodThen(),
      ((at += 86_400_000), note('fault', { ref: undefined, kind: 'none' })),
    ];
    const found = (...more: HistoryLine[]): string[] => judge([...day(), ...more]).map(({ invariant }) => invariant);
    expect(found(rest())).toEqual([]);
    expect(found(...claim(2))).toContain('S3');
    expect(found(...op('findJob', {}, 'ok', { state: 'rendering', tasksDone: 1 }))).toContain('S3');
    expect(found(rest({ artifacts: [{ key: 'other', sha256: 'aa' }] }))).toContain('S9');
    expect(
      found(
        ...op('listEvents', { job: 'job_1' }, 'ok', {
          events: [
            [1, 'job.accepted'],
            [2, 'job.canceled'],
          ],
        }),
      ),
    ).toContain('S17');
  });

  it('the farm is still at work owes no end', () => {
    expect(judge([...submit(), ...claim(1)], { mayBeUnfinished: true })).toEqual([]);
  });
});
