/**
 * A second table that lives on the recorded writes alone. It holds the adapter to the evaluator, write by write, and the writes to the invariants.
 */
import { type Applied, type ItemStore } from '../item-store.ts';
import { type Change, type Item, type ItemKey, type Refusal } from '../protocol/change.ts';
import { applyChanges } from '../protocol/evaluate.ts';
import { isSame } from '../protocol/same.ts';
import { type Rows, violations } from './invariants.ts';
import { type Witness } from './interleaver.ts';
import { transitionOf } from './transition-names.ts';

const nameOf = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

export class Shadow implements Witness {
  readonly found: string[] = [];
  readonly seen = new Set<string>();
  /** `<job>/<n>/<epoch>` → owner, as claims wrote them. */
  readonly claims = new Map<string, string>();
  readonly #items = new Map<string, Item>();

  saw(changes: readonly Change[], applied: Applied): void {
    const expected = applyChanges((key) => this.#items.get(nameOf(key)), changes);
    if (expected.kind !== applied.kind)
      this.found.push(`the table ${applied.kind} what the evaluator ${expected.kind}`);
    else if (expected.kind === 'refused' && applied.kind === 'refused')
      this.#compareRefusals(expected.refusals, applied.refusals);
    if (applied.kind === 'applied' && expected.kind === 'applied') this.#take(expected.written);
  }

  sawEach(changes: readonly Change[], applied: readonly boolean[]): void {
    changes.forEach((change, index) => {
      const expected = applyChanges((key) => this.#items.get(nameOf(key)), [change]);
      if ((expected.kind === 'applied') !== applied[index])
        this.found.push(`the table ${String(applied[index])} of a batch, the evaluator ${expected.kind}`);
      if (expected.kind === 'applied') this.#take(expected.written);
    });
  }

  /** Every item of the table is as the writes left it. */
  async compare(store: ItemStore): Promise<void> {
    for (const item of this.#items.values()) {
      const [stored] = await store.get([{ pk: item.pk, sk: item.sk }]);
      if (!isSame(stored, item))
        this.found.push(`${nameOf(item)} is ${JSON.stringify(stored)}, not ${JSON.stringify(item)}`);
    }
  }

  jobs(): Rows[] {
    const jobs = [...this.#items.values()].filter(({ pk, sk }) => pk.startsWith('T#') && sk.startsWith('J#'));
    return jobs.map((job) => this.#rows(String(job['id'])));
  }

  /** L3: what is still in an index. */
  indexed(): Item[] {
    return [...this.#items.values()].filter((item) => item['emitPk'] ?? item['waitingPk'] ?? item['leasedPk']);
  }

  task(job: string, n: number): Item | undefined {
    return this.#rows(job).tasks.find((item) => item['n'] === n);
  }

  #compareRefusals(expected: readonly Refusal[], actual: readonly Refusal[]): void {
    if (!isSame(actual, expected))
      this.found.push(`refusals ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
  }

  #take(written: readonly { key: ItemKey; after?: Item }[]): void {
    const ids = new Set(written.flatMap(({ key, after }) => jobOf(key, after) ?? []));
    const before = new Map([...ids].map((id) => [id, this.#rows(id)]));
    for (const { key, after } of written) {
      if (after) this.#items.set(nameOf(key), after);
      else this.#items.delete(nameOf(key));
      if (after?.['state'] === 'leased') this.claims.set(claimName(after), String(after['owner']));
    }
    for (const [id, rows] of before) this.#judge(rows, this.#rows(id));
  }

  #judge(before: Rows, after: Rows): void {
    this.found.push(...violations(before, after));
    const transition = transitionOf(before, after);
    if (transition) this.seen.add(transition);
  }

  #rows(id: string): Rows {
    const rows: Rows = { tasks: [], events: [] };
    for (const item of this.#items.values()) {
      if (item.sk === `J#${id}`) rows.job = item;
      else if (item.pk === `J#${id}` && item.sk.startsWith('K#')) rows.tasks.push(item);
      else if (item.pk === `J#${id}` && item.sk.startsWith('E#')) rows.events.push(item);
    }
    return rows;
  }
}

const claimName = (item: Item): string => `${String(item['job'])}/${String(item['n'])}/${String(item['epoch'])}`;

function jobOf({ pk, sk }: ItemKey, after: Item | undefined): string | undefined {
  if (sk.startsWith('J#')) return sk.slice(2);
  return pk.startsWith('J#') && after ? pk.slice(2) : undefined;
}
