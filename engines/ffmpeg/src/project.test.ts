import { describe, expect, it } from '@jest/globals';
import { buildCommand, isSafeGraph, parseProject } from './project.ts';

function problemsOf(argv: readonly string[], output = 'x.mp4'): readonly string[] {
  const project = parseProject({ argv: [...argv, 'x.mp4'], assets: { clip: 'asset://1' }, output });
  if (!('argv' in project)) return project.map(({ pointer }) => pointer);
  return buildCommand(project, { 'asset://1': '/scratch/in/1' }, '/scratch/out').problems.map(({ pointer }) => pointer);
}

describe('a project of the ffmpeg engine', () => {
  it('becomes a command over staged files only', () => {
    const project = parseProject({
      argv: ['-i', 'clip', '-t', '1', 'x.mp4'],
      assets: { clip: 'asset://1' },
      output: 'x.mp4',
    });
    if (!('argv' in project)) throw new Error('refused');
    const { argv, problems } = buildCommand(project, { 'asset://1': '/scratch/in/1' }, '/scratch/out');
    expect(problems).toEqual([]);
    expect(argv.slice(argv.indexOf('-i'))).toEqual(['-i', 'file:/scratch/in/1', '-t', '1', 'file:/scratch/out/x.mp4']);
    expect(argv).toContain('-protocol_whitelist');
  });

  it.each([
    [['-i', '/etc/passwd']],
    [['-i', 'http://example.com/a.mp4']],
    [['-i', '../../secret']],
    [['-i', 'clip', '-f', 'tee']],
    [['-i', 'clip', '-passlogfile', 'x']],
    [['-i', 'clip', '-vf', 'movie=/etc/passwd']],
    [['-i', 'clip', '-vf', "null,'movie'=x"]],
    [['-i', 'clip', '-vf', 'scale=1:1\\,movie=x']],
    [['-i', 'clip', '-filter_complex', '[0:v]subtitles=a.srt[v]']],
    [['-f', 'lavfi', '-i', 'amovie=/etc/passwd']],
    [['-i', 'clip', 'other.mp4']],
    [['-i', 'clip', '-t']],
    [['-report']],
  ])('is refused for %j', (argv) => {
    expect(problemsOf(argv)).not.toEqual([]);
  });

  it.each([null, {}, { argv: [] }, { argv: ['x'], output: '../x' }, { argv: ['x', 1], output: 'x' }])(
    'is refused when it is %j',
    (input) => {
      expect(parseProject(input)).not.toHaveProperty('argv');
    },
  );

  it('may use filters that compute from their inputs alone', () => {
    expect(isSafeGraph("[0:v]scale=64:64,select='eq(n,0)+eq(n,5)'[v];[1:a]volume=0.5[a]")).toBe(true);
    expect(isSafeGraph("drawtext=textfile='/etc/passwd'")).toBe(false);
    expect(isSafeGraph("scale=1'")).toBe(false);
  });
});
