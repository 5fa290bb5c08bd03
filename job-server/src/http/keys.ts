/** `/v1/keys`: an admin makes, lists and revokes the keys of its tenant. A revoked key stays listed, so that its end can be told. */
import { apiKeyId, apiKeyList, apiKeyRequest, apiKeyView, apiNewKey } from '@reelyard/contracts';
import { viewKey } from '../core/view-key.ts';
import { mintKey } from '../keys/mint-key.ts';
import { param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { readBodyAs } from './read-body.ts';
import { json, problem } from './reply.ts';

export const createKey = endpoint(
  {
    id: 'createKey',
    method: 'post',
    path: '/v1/keys',
    summary: 'Make a key; the whole of it is shown this once',
    access: 'admin',
    body: { schema: apiKeyRequest },
    replies: { 201: { description: 'The key', schema: apiNewKey } },
    problems: ['invalid_key'],
  },
  ({ clock, ledger }) =>
    async (call) => {
      const body = await readBodyAs(call, apiKeyRequest, 'invalid_key');
      if (body.kind === 'refused') return body.reply;
      const { text, row } = mintKey({ tenant: call.tenant, ...body.value }, clock.now());
      await ledger.putKey(row);
      return json(201, { ...viewKey(row), key: text });
    },
);

export const listKeys = endpoint(
  {
    id: 'listKeys',
    method: 'get',
    path: '/v1/keys',
    summary: 'Keys of the tenant, without what proves them',
    access: 'admin',
    replies: { 200: { description: 'The keys, oldest first', schema: apiKeyList } },
  },
  ({ ledger }) =>
    async (call) => {
      const rows = await ledger.listKeys(call.tenant);
      return json(200, { keys: rows.toSorted((a, b) => a.createdAt - b.createdAt).map(viewKey) });
    },
);

export const revokeKey = endpoint(
  {
    id: 'revokeKey',
    method: 'delete',
    path: '/v1/keys/{id}',
    summary: 'End a key: refused within a minute, for good',
    access: 'admin',
    params: { id: apiKeyId },
    replies: { 200: { description: 'The key with its end; the first revocation counts', schema: apiKeyView } },
  },
  ({ clock, ledger, forgetKey }) =>
    async (call) => {
      const row = await ledger.findKey(call.tenant, param(call, 'id'));
      if (!row) return problem('not_found', 'there is no such key');
      const revoked = row.revokedAt === undefined ? { ...row, revokedAt: clock.now() } : row;
      if (row.revokedAt === undefined) await ledger.putKey(revoked);
      forgetKey(call.tenant, row.id);
      return json(200, viewKey(revoked));
    },
);
