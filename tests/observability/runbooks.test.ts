import { describe, expect, it } from '@jest/globals';
import { dev, prod, rehearsal } from '@reelyard/environments';
import { alarmsOf, describeAlarm, namesOf, runbooksOf, savedQueriesOf, viewOf, dashboardsOf } from '@reelyard/infra';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}docs/runbooks/`;
const ids = { loadBalancer: 'app/lb/1', targetGroup: 'targetgroup/tg/1' };
const viewOfEnvironment = (environment: Parameters<typeof namesOf>[0] & Parameters<typeof viewOf>[0]) =>
  viewOf(environment, namesOf(environment, '123456789012'), ids);
const view = viewOfEnvironment(prod);
const alarms = alarmsOf(view);
const files = readdirSync(folder).sort();
const read = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');

const filesOf = (environment: Parameters<typeof viewOfEnvironment>[0]): string[] =>
  runbooksOf(alarmsOf(viewOfEnvironment(environment))).map((id) => `${id}.md`);

const sections = ['Meaning', 'Impact', 'First three queries', 'Decision tree', 'Safe actions', 'How it was tested'];

describe('the runbooks', () => {
  it('are one for each alarm, and none for anything else', () => {
    for (const environment of [prod, rehearsal]) expect(files).toEqual(filesOf(environment));
  });

  it('are the same in an environment without a canary, but for its own', () => {
    expect(files.filter((file) => file !== 'canary.md')).toEqual(filesOf(dev));
  });

  it('are linked by the description of each alarm', () => {
    for (const alarm of alarms) expect(describeAlarm(alarm)).toContain(`docs/runbooks/${alarm.runbook}.md`);
  });

  it.each(files)('%s says what it means, whom it hurts, where to look, what to do, and how it was tried', (file) => {
    const text = read(file);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(sections);
    const queries = text.split('## First three queries')[1]?.split('\n## ')[0] ?? '';
    expect(queries.match(/^\d\. /gm)).toHaveLength(3);
    for (const [, link = ''] of text.matchAll(/\]\(([^)]+\.md)\)/g)) expect(existsSync(`${folder}${link}`)).toBe(true);
    for (const [, path = ''] of text.matchAll(
      /`((?:infra|tests|job-server|scaler-lambda|render-agent|packages)\/[^`]+\.ts)`/g,
    ))
      expect([path, existsSync(`${root}${path}`)]).toEqual([path, true]);
  });

  it('name queries and dashboards that are there', () => {
    const known = new Set([
      ...savedQueriesOf(view).map(({ name }) => `reelyard-<env>/${name}`),
      ...dashboardsOf(view).map(({ id }) => `reelyard-<env>-${id}`),
    ]);
    const named = files.flatMap((file) => [
      ...[...read(file).matchAll(/`(reelyard-<env>\/[\w-]+)`/g)].map(([, name]) => name ?? ''),
      ...[...read(file).matchAll(/[Dd]ashboard `(reelyard-<env>-[\w-]+)`/g)].map(([, name]) => name ?? ''),
    ]);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
