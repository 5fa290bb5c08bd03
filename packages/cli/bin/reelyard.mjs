#!/usr/bin/env node
/** Starts the command line on the pinned Node 22, whatever Node is on PATH. */
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, fileURLToPath(new URL('../src/main.ts', import.meta.url)));
await import('../../../scripts/on-node22.mjs');
