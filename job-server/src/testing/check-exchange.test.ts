import { describe, expect, it } from '@jest/globals';
import { checkExchange } from './check-exchange.ts';

const ok = { status: 200, headers: new Headers({ 'content-type': 'application/json', 'x-request-id': 'r' }) };
const page = { jobs: [], cursor: 'x' };
const list = (answer: object = {}) => {
  const request = { method: 'GET', path: '/v1/jobs?limit=1' };
  return () => checkExchange(request, { ...ok, text: JSON.stringify(page), ...answer });
};
const text = (value: unknown) => ({ text: JSON.stringify(value) });
const refusal = (code: string, status = 400) => ({
  status,
  headers: new Headers({ 'content-type': 'application/problem+json', 'x-request-id': 'r' }),
  ...text({ type: 'about:blank', title: 't', status, code, detail: 'd', retryable: false, requestId: 'r' }),
});

describe('the check of every reply in tests', () => {
  it('lets pass what the document says', () => {
    expect(list()).not.toThrow();
    expect(list(refusal('invalid_query'))).not.toThrow();
  });

  it.each([
    ['a status that is not documented', { status: 201 }, 'no such status'],
    ['a field that is not documented', text({ ...page, total: 1 }), 'must NOT have additional properties'],
    ['a value of another type', text({ jobs: {} }), '/jobs must be array'],
    ['a field that is missing', text({}), "must have required property 'jobs'"],
    ['a header that is missing', { headers: new Headers({ 'content-type': 'application/json' }) }, 'no X-Request-Id'],
    ['another media type', { headers: new Headers({ 'content-type': 'text/html', 'x-request-id': 'r' }) }, 'text/html'],
    ['a code that this operation does not have', refusal('malformed_json'), '/code must be equal to one of'],
  ])('finds %s', (_, answer, why) => {
    expect(list(answer)).toThrow(why);
  });

  it('finds an accepted body that the document says is none', () => {
    const request = { method: 'POST', path: '/v1/assets', body: { name: 'a/b' } };
    const upload = {
      id: `ast_${'0'.repeat(26)}`,
      uri: 'asset://ast_0',
      method: 'PUT',
      uploadUrl: 'https://a.example/',
    };
    const answer = { ...ok, status: 201, ...text({ ...upload, headers: {}, expiresAt: '2026-01-01T00:00:00.000Z' }) };
    expect(() => checkExchange(request, answer)).toThrow('/name must match pattern');
  });

  it('knows what paths answer that are not there', () => {
    const request = { method: 'GET', path: '/nowhere' };
    expect(() => checkExchange(request, { ...ok, text: '{}' })).toThrow('no such status');
    expect(() => checkExchange(request, refusal('not_found', 404))).not.toThrow();
  });
});
