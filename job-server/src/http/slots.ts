/** How many may hold something at once: altogether, and of one tenant. */

export interface Slots {
  /** What gives it back, once; undefined when none is left. */
  take(tenant: string): (() => void) | undefined;
}

export function createSlots(all: number, ofTenant: number): Slots {
  const held = new Map<string, number>();
  let count = 0;
  return {
    take(tenant) {
      const own = held.get(tenant) ?? 0;
      if (count >= all || own >= ofTenant) return undefined;
      count += 1;
      held.set(tenant, own + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        count -= 1;
        const left = (held.get(tenant) ?? 1) - 1;
        if (left === 0) held.delete(tenant);
        else held.set(tenant, left);
      };
    },
  };
}
