import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { readTrace, readTraceFile, TraceError } from './read-trace.ts';

const read = (text: string) => readTrace(Readable.from([text]), 'day.csv');

describe('a trace out of CSV', () => {
  it('needs arrivals and services alone', async () => {
    await expect(read('arrival_seconds,service_seconds\n0,30\n12.5,41\n')).resolves.toMatchObject([
      { at: 0, service: 30, lane: 'standard', frames: 300, engine: 'reel' },
      { at: 12.5, service: 41 },
    ]);
  });

  it('takes lane, tenant, deadline and features, in any order of columns', async () => {
    const text =
      'tenant,lane,service_seconds,arrival_seconds,deadline_seconds,features\n' +
      'acme,express,30,5,600,frames=120;pixels=921600;engine=ffmpeg\n';
    await expect(read(text)).resolves.toEqual([
      {
        at: 5,
        service: 30,
        lane: 'express',
        tenant: 'acme',
        deadlineSeconds: 600,
        frames: 120,
        pixels: 921_600,
        engine: 'ffmpeg',
      },
    ]);
  });

  it('sorts by arrival, and minds neither a byte order mark nor empty lines', async () => {
    const trace = await read('\uFEFFarrival_seconds,service_seconds\n9,1\n\n3,2\n');
    expect(trace.map(({ at }) => at)).toEqual([3, 9]);
  });

  it.each([
    [
      'a negative arrival',
      'arrival_seconds,service_seconds\n0,1\n-3,2\n',
      'day.csv:3: arrival_seconds is "-3"; expected a number ≥ 0',
    ],
    ['a word for a number', 'arrival_seconds,service_seconds\n0,soon\n', 'day.csv:2: service_seconds is "soon"'],
    ['an empty cell', 'arrival_seconds,service_seconds\n,4\n', 'day.csv:2: arrival_seconds is ""'],
    ['NaN', 'arrival_seconds,service_seconds\nNaN,4\n', 'day.csv:2: arrival_seconds is "NaN"'],
    ['a service of nothing', 'arrival_seconds,service_seconds\n1,0\n', 'day.csv:2: service_seconds is 0'],
    ['a missing column', 'arrival_seconds,duration\n1,2\n', 'day.csv:1: no column service_seconds'],
    [
      'a column that means nothing',
      'arrival_seconds,service_seconds,color\n1,2,red\n',
      'day.csv:1: unknown column color',
    ],
    [
      'a lane that is none',
      'arrival_seconds,service_seconds,lane\n1,2,fast\n',
      'day.csv:2: lane is "fast"; expected express, standard, bulk',
    ],
    [
      'a feature that means nothing',
      'arrival_seconds,service_seconds,features\n1,2,mood=3\n',
      'day.csv:2: unknown feature "mood"',
    ],
    [
      'a feature without a value',
      'arrival_seconds,service_seconds,features\n1,2,frames\n',
      'day.csv:2: features has "frames"',
    ],
    ['too many cells', 'arrival_seconds,service_seconds\n1,2,3\n', 'day.csv:2: Invalid Record Length'],
    ['no arrival at all', 'arrival_seconds,service_seconds\n', 'day.csv: no arrival in it'],
  ])('refuses %s, and says where', async (_what, text, message) => {
    const reading = read(text);
    await expect(reading).rejects.toBeInstanceOf(TraceError);
    await expect(reading).rejects.toThrow(message);
  });

  it('says that there is no such file', async () => {
    await expect(readTraceFile('/nowhere/day.csv')).rejects.toThrow('ENOENT');
  });
});
