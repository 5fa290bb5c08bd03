/** Rules of the default bus with their targets, in SQLite. */
import { type Store } from '../../store.ts';

export interface Target {
  Id: string;
  Arn: string;
  Input?: string;
  RoleArn?: string;
}

export interface Rule {
  name: string;
  pattern: string;
  isEnabled: boolean;
  description?: string;
  targets: Target[];
}

interface BodyRow {
  body: string;
}

export class RuleTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.migrate('CREATE TABLE IF NOT EXISTS events_rule (name TEXT PRIMARY KEY, body TEXT NOT NULL)');
  }

  find(name: string): Rule | undefined {
    const row = this.#store.prepare('SELECT body FROM events_rule WHERE name = ?').get(name) as BodyRow | undefined;
    return row && (JSON.parse(row.body) as Rule);
  }

  list(): Rule[] {
    const rows = this.#store.prepare('SELECT body FROM events_rule ORDER BY name').all() as unknown as BodyRow[];
    return rows.map((row) => JSON.parse(row.body) as Rule);
  }

  put(rule: Rule): Promise<void> {
    const statement = this.#store.prepare('INSERT OR REPLACE INTO events_rule (name, body) VALUES (?, ?)');
    return this.#store.write(() => void statement.run(rule.name, JSON.stringify(rule)));
  }

  delete(name: string): Promise<void> {
    return this.#store.write(() => void this.#store.prepare('DELETE FROM events_rule WHERE name = ?').run(name));
  }
}
