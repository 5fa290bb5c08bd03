/** `/v1/keys`: an admin makes, lists, changes and revokes the keys of its tenant. A revoked key stays listed, so that its end can be told. */
import { apiKeyChange, apiKeyId, apiKeyList, apiKeyRequest, apiKeyView, apiNewKey } from '@reelyard/contracts';
import { viewKey } from '../core/view-key.ts';
import { mintKey } from '../keys/mint-key.ts';
import { param } from './call.ts';
import { endpoint } from './endpoint.ts';
import { readBodyAs } from './read-body.ts';
import { type Reply, json, problem } from './reply.ts';

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

export const changeKey = endpoint(
  {
    id: 'changeKey',
    method: 'patch',
    path: '/v1/keys/{id}',
    summary: 'Rename a key, or change its limits; everywhere within a minute',
    access: 'admin',
    params: { id: apiKeyId },
    body: { schema: apiKeyChange },
    replies: { 200: { description: 'As it is now', schema: apiKeyView } },
    problems: ['invalid_key', 'key_revoked'],
  },
  ({ ledger, forgetKey }) =>
    async (call) => {
      const body = await readBodyAs(call, apiKeyChange, 'invalid_key');
      if (body.kind === 'refused') return body.reply;
      const { name, limits } = body.value;
      const change = { ...(name === undefined ? {} : { name }), ...(limits === undefined ? {} : { limits }) };
      const row = await ledger.changeKey(call.tenant, param(call, 'id'), change);
      if (!row) return noSuchKey();
      if (row.revokedAt !== undefined) return problem('key_revoked', 'a revoked key changes no more: make another');
      forgetKey(call.tenant, row.id);
      return json(200, viewKey(row));
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
      const row = await ledger.changeKey(call.tenant, param(call, 'id'), { revokedAt: clock.now() });
      if (!row) return noSuchKey();
      forgetKey(call.tenant, row.id);
      return json(200, viewKey(row));
    },
);

const noSuchKey = (): Reply => problem('not_found', 'there is no such key');
