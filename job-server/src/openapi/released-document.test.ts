import { expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';
import { startTestServer } from '../testing/start-test-server.ts';
import { findBreaking } from './breaking/find-breaking.ts';
import { currentDocument, readReleased } from './document-file.ts';

it('breaks no client of the released document', () => {
  expect(findBreaking(readReleased(), currentDocument())).toEqual([]);
});

it('is the released document: after a change, `node job-server/src/openapi/main.ts` writes it', () => {
  expect(currentDocument()).toEqual(readReleased());
});

it('is served at /openapi.json, to anybody', async () => {
  const farm = await startTestServer();
  const reply = await farm.call('GET', '/openapi.json', { tenant: null });
  await farm.server.stop();
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(reply.body).toEqual(currentDocument());
});

it('has schemas that a strict JSON Schema compiler takes', () => {
  const { components } = currentDocument();
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, keywords: ['x-open'] });
  formatsModule.default(ajv);
  ajv.addVocabulary(['components']);
  ajv.addSchema({ $id: 'api:', components: components as never }, 'api:', false, false);
  for (const name of Object.keys(components.schemas)) {
    const text = JSON.stringify(components.schemas[name]).replaceAll('"#/components/', '"api:#/components/');
    expect(() => ajv.compile(JSON.parse(text) as object)).not.toThrow();
  }
});

it('names each operation once', () => {
  const ids = Object.values(currentDocument().paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
