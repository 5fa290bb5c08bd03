import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AttributeValue, type Item } from '../attribute.ts';
import { applyUpdate, refuseOverlap, updatedPaths } from './apply-update.ts';
import { ExpressionContext } from './context.ts';
import { isMet } from './evaluate.ts';
import { pathsOf } from './paths-of.ts';
import { project } from './project.ts';

const item: Item = {
  n: { N: '5' },
  s: { S: 'hello' },
  b: { B: Buffer.from('bytes').toString('base64') },
  flag: { BOOL: false },
  nil: { NULL: true },
  doc: { M: { a: { N: '1' }, deep: { M: { x: { S: 'y' } } } } },
  cells: { L: [{ S: 'zero' }, { M: { id: { N: '7' } } }] },
  tags: { SS: ['red', 'blue'] },
};
const values: Record<string, AttributeValue> = {
  ':five': { N: '5' },
  ':six': { N: '6' },
  ':text': { S: 'hel' },
  ':sets': { SS: ['blue', 'red'] },
  ':map': { M: { deep: { M: { x: { S: 'y' } } }, a: { N: '1' } } },
  ':type': { S: 'M' },
  ':part': { B: Buffer.from('yt').toString('base64') },
};

const used = (expression: string) =>
  Object.fromEntries(Object.entries(values).filter(([ref]) => expression.includes(ref)));
const contextFor = (expression: string, names: Record<string, string> = {}) => {
  const given = used(expression);
  return new ExpressionContext({
    ...(Object.keys(given).length > 0 && { ExpressionAttributeValues: given }),
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
  });
};
const holds = (expression: string, names: Record<string, string> = {}) => {
  const context = contextFor(expression, names);
  const condition = context.condition(expression, 'ConditionExpression');
  context.refuseUnused();
  return isMet(condition, item, context);
};
const updated = (expression: string, old: Item = item) => {
  const context = contextFor(expression);
  const update = context.update(expression);
  refuseOverlap(updatedPaths(update, context));
  return applyUpdate(update, old, context);
};

describe('condition expressions', () => {
  it.each([
    'n = :five AND NOT n = :six',
    'n=:five and(s<>:text)',
    ':five = n',
    'NOT NOT n = :five',
    'n = :six OR n = :six OR n = :five',
    'n BETWEEN :five AND :six AND s <> :text',
    'NOT n IN (:six)',
    'tags = :sets',
    'doc = :map',
    'attribute_type(doc, :type)',
    'contains(b, :part)',
    'size(tags) < :five',
    'size(doc.deep) < size(s)',
    'cells[1].id > :six',
    'attribute_exists(doc.deep.x)',
    'attribute_not_exists(doc.nope.x)',
    'attribute_not_exists(cells[2])',
    'begins_with(s, :text)',
  ])('%s holds', (expression) => {
    expect(holds(expression)).toBe(true);
  });

  it.each(['flag = nil', 'size(flag) = :five', 'n > s', 'NOT attribute_exists(n)', 'contains(n, :five)', 's = :five'])(
    '%s does not hold',
    (expression) => {
      expect(holds(expression)).toBe(false);
    },
  );

  it('what an object inherits is no attribute', () => {
    expect(holds('attribute_exists(toString)')).toBe(false);
    expect(holds('attribute_exists(#p)', { '#p': '__proto__' })).toBe(false);
  });

  it.each([
    ['n =', 'Syntax error; token: "<EOF>", near: "="'],
    ['n = :five )', 'Syntax error; token: ")", near: ":five )"'],
    ['(n = :five', 'Syntax error; token: "<EOF>"'],
    ['n ! :five', 'Syntax error; token: "!"'],
    ['cells[n] = :five', 'Syntax error; token: "n"'],
    ['n = :five :six', 'Syntax error; token: ":six"'],
    ['unheard(n)', 'Invalid function name; function: unheard'],
    ['name = :five', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['begins_with(s, :five)', 'Incorrect operand type for operator or function; operator or function: begins_with'],
    ['n < :map', 'Incorrect operand type for operator or function; operator or function: <, operand type: M'],
    ['n = :none', 'attribute value used in expression is not defined; attribute value: :none'],
  ])('%s is refused: %s', (expression, message) => {
    expect(() => holds(expression)).toThrow(message);
  });

  it('references are checked before anything is evaluated', () => {
    expect(() => holds('n = :six AND #x = :five')).toThrow('attribute name: #x');
    expect(() => new ExpressionContext({ ExpressionAttributeValues: {} })).toThrow('must not be empty');
    expect(() => new ExpressionContext({ ExpressionAttributeNames: { x: 'y' } })).toThrow('invalid key');
  });

  it('all paths of a condition are found, in functions and sizes, too', () => {
    const text =
      'a = :five AND NOT (size(c.d) > :five OR e BETWEEN f AND :six) AND begins_with(g, :text) AND h IN (i, :six)';
    const condition = contextFor(text).condition(text, 'FilterExpression');
    expect(pathsOf(condition).map(([name]) => name)).toEqual(['a', 'c', 'e', 'f', 'g', 'h', 'i']);
  });

  it('De Morgan holds for any two conditions', () => {
    const atoms = fc.constantFrom('n = :five', 'n = :six', 'attribute_exists(n)', 'attribute_exists(nope)', 'n < :six');
    fc.assert(
      fc.property(atoms, atoms, (a, b) => {
        expect(holds(`NOT (${a} AND ${b})`)).toBe(holds(`NOT ${a} OR NOT ${b}`));
        expect(holds(`NOT (${a} OR ${b})`)).toBe(holds(`NOT ${a} AND NOT ${b}`));
      }),
    );
  });
});

describe('update expressions', () => {
  it('the old item is left as it was, also deep inside', () => {
    const before = structuredClone(item);
    updated('SET doc.deep.x = :five, cells[0] = :six REMOVE doc.a ADD n :five DELETE tags :sets');
    expect(item).toEqual(before);
  });

  it('a copied map lives its own life', () => {
    const result = updated('SET twin = doc, doc.a = :six');
    expect(result['twin']).toEqual({ M: { a: { N: '1' }, deep: { M: { x: { S: 'y' } } } } });
    expect(result['doc']?.M?.['a']).toEqual({ N: '6' });
  });

  it('all clauses work together, in any order and letter case', () => {
    const result = updated('remove nil delete tags :sets set u = if_not_exists(u, :five) + :six add v :five');
    expect(result).toMatchObject({ u: { N: '11' }, v: { N: '5' } });
    expect(Object.keys(result)).not.toEqual(expect.arrayContaining(['nil']));
    expect(result['tags']).toBeUndefined();
  });

  it('list positions refer to the list as it was', () => {
    const list: Item = { l: { L: ['a', 'b', 'c', 'd'].map((S) => ({ S })) } };
    expect(updated('REMOVE l[1], l[0], l[9]', list)).toEqual({ l: { L: [{ S: 'c' }, { S: 'd' }] } });
  });

  it.each([
    ['SET a = :five SET c = :six', 'The "SET" section can only be used once'],
    ['SET', 'Syntax error; token: "<EOF>"'],
    ['PUT a = :five', 'Syntax error; token: "PUT"'],
    ['SET a = :five,', 'Syntax error; token: "<EOF>"'],
    ['SET doc = :five REMOVE doc.a', 'Two document paths overlap'],
    ['SET doc.a = :five, doc[0] = :five', 'Two document paths conflict'],
    ['ADD a :text', 'operator or function: ADD, operand type: S'],
    ['ADD s :five', 'An operand in the update expression has an incorrect data type'],
    ['SET a = list_append(n, cells)', 'An operand in the update expression has an incorrect data type'],
    ['SET a = nope', 'refers to an attribute that does not exist in the item'],
    ['SET nope.x = :five', 'The document path provided in the update expression is invalid for update'],
    ['REMOVE n.x', 'The document path provided in the update expression is invalid for update'],
  ])('%s is refused: %s', (expression, message) => {
    expect(() => updated(expression)).toThrow(message);
  });

  it('an attribute called __proto__ is an attribute like any other', () => {
    const context = new ExpressionContext({
      ExpressionAttributeNames: { '#p': '__proto__' },
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    });
    const result = applyUpdate(context.update('SET #p = :v'), {}, context);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"S":"x"}}');
  });
});

describe('projections', () => {
  const pick = (text: string) => {
    const context = new ExpressionContext({});
    return project(item, context.projection(text));
  };

  it('paths into the same container come back as one', () => {
    expect(pick('doc.a, doc.deep.x, cells[1].id, cells[0]')).toEqual({
      doc: { M: { a: { N: '1' }, deep: { M: { x: { S: 'y' } } } } },
      cells: { L: [{ S: 'zero' }, { M: { id: { N: '7' } } }] },
    });
  });

  it('what is not there leaves no trace', () => {
    expect(pick('nope, doc.nope, cells[5], n.x')).toEqual({});
  });
});
