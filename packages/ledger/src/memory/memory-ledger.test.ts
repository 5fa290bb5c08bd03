import { describeLedger } from '../conformance/index.ts';
import { createMemoryLedger } from './index.ts';

describeLedger('memory', () => Promise.resolve(createMemoryLedger()));
