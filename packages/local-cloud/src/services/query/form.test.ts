import { describe, expect, it } from '@jest/globals';
import { listForms, listTexts, parseForm } from './form.ts';
import { renderXml } from './xml.ts';

function parse(text: string) {
  return parseForm({ body: Buffer.from(text), query: new URLSearchParams() });
}

describe('a query request', () => {
  it('becomes structures and lists, in both dialects', () => {
    const form = parse(
      'Tags.member.2.Key=b&Tags.member.1.Key=a&Filter.1.Name=x&Filter.1.Value.1=1&Filter.1.Value.10=3&Filter.1.Value.2=2',
    );
    expect(listForms(form, 'Tags')).toEqual([{ Key: 'a' }, { Key: 'b' }]);
    expect(listTexts(listForms(form, 'Filter')[0] ?? {}, 'Value')).toEqual(['1', '2', '3']);
  });

  it('cannot reach the prototype of anything', () => {
    const form = parse('__proto__.polluted=1&constructor.prototype.polluted=1');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
  });
});

describe('a query reply', () => {
  it('escapes text, leaves out what is undefined and names list items', () => {
    const value = { a: '<&">', none: undefined, list: [1, { b: true }] };
    expect(renderXml('r', value, 'item')).toBe(
      '<r><a>&lt;&amp;&quot;&gt;</a><list><item>1</item><item><b>true</b></item></list></r>',
    );
  });
});
