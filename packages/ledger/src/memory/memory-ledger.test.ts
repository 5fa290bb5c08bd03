import { describeLedger, describePrograms, TRANSITION_IDS } from '../conformance/index.ts';
import { createMemoryLedger, MemoryStore } from './index.ts';

describeLedger('memory', () => Promise.resolve(createMemoryLedger()));

describePrograms('memory', () => Promise.resolve(new MemoryStore()), {
  seeds: Array.from({ length: 120 }, (_, seed) => seed + 1),
  steps: 80,
  transitions: TRANSITION_IDS,
});
