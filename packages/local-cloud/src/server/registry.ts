/** The services by the name of their credential scope. Two services may not answer the same name. */
import { type Service } from '../service.ts';

export class Registry {
  readonly #byName = new Map<string, Service>();
  readonly services: Service[] = [];

  add(service: Service): void {
    for (const name of service.names) {
      if (this.#byName.has(name)) throw new Error(`two services answer ${name}`);
      this.#byName.set(name, service);
    }
    this.services.push(service);
  }

  find(name: string): Service | undefined {
    return this.#byName.get(name);
  }
}
