import { describe, expect, it } from '@jest/globals';
import { childrenOf, parseXml, textOf, xmlReply } from './xml.ts';

const keysOf = (text: string) =>
  childrenOf(parseXml(Buffer.from(text), 'Delete'), 'Object').map((one) => textOf(one, 'Key'));
const deletion = (...keys: string[]) =>
  `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;

describe('XML of S3', () => {
  it('keeps keys as they are: spaces, numbers, escapes and control characters', () => {
    const sent = deletion(' x ', '007', 'true', '&lt;&amp;amp;&gt;', 'a&#xD;b&#10;c', 'ü🎬');
    expect(keysOf(sent)).toEqual([' x ', '007', 'true', '<&amp;>', 'a\rb\nc', 'ü🎬']);
  });

  it('takes as many escapes as 1000 keys can have', () => {
    const keys = Array.from({ length: 1000 }, (_, n) => `${n}${'&amp;'.repeat(50)}`);
    expect(keysOf(deletion(...keys)).at(-1)).toBe(`999${'&'.repeat(50)}`);
  });

  it.each([
    '',
    'text',
    '<Delete>',
    '<Delete></Delet>',
    '<Other/>',
    '<!DOCTYPE x [<!ENTITY a "b">]><Delete><a/></Delete>',
  ])('refuses %j', (text) => {
    expect(() => parseXml(Buffer.from(text), 'Delete')).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });

  it('is written with lists as repeated elements, without what is undefined', () => {
    const { body } = xmlReply('R', { A: [{ K: '<1>' }, { K: 2 }], B: undefined, C: { D: true } });
    expect(String(body)).toContain('<A><K>&lt;1&gt;</K></A><A><K>2</K></A><C><D>true</D></C></R>');
  });
});
