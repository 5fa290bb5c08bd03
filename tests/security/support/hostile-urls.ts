/**
 * Addresses that clients must not make us call, as data. `{port}` is the port of the trap on the loopback, so each of them would reach it,
 * or a service of the cloud, if only it were dialed. `blocked` leads inside; `invalid` is no address that could be called; `unresolved` is a
 * name like any other, which only DNS can judge.
 */
export type Fate = 'blocked' | 'invalid' | 'unresolved';

const hosts = (fate: Fate, ...names: string[]): [string, Fate][] =>
  names.map((name) => [`http://${name}:{port}/latest/meta-data/`, fate]);

/** Spellings that parsers of URLs, of sockets or of shells have taken for a private IPv4 address. */
const spellings = (a: number, b: number, c: number, d: number): string[] => {
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (n: number): string => `0x${n.toString(16)}`;
  const octal = (n: number): string => `0${n.toString(8)}`;
  const full = (text: string): string =>
    text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const mapped = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  const dotted = `${a}.${b}.${c}.${d}`;
  return [
    dotted,
    `${dotted}.`,
    `${whole}`,
    `${whole}.`,
    `0x${whole.toString(16)}`,
    `0X${whole.toString(16).toUpperCase()}`,
    `0${whole.toString(8)}`,
    `000000${whole.toString(8)}`,
    [a, b, c, d].map(hex).join('.'),
    [a, b, c, d].map(octal).join('.'),
    [a, b, c, d].map((n) => `0000${n.toString(8)}`).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${hex(a)}.${b}.${octal(c)}.${d}`,
    `${a}。${b}。${c}。${d}`,
    `${a}．${b}｡${c}.${d}`,
    full(dotted),
    dotted.replaceAll('.', '%2e'),
    dotted.replaceAll(/\d/g, (digit) => `%3${digit}`),
    dotted.replaceAll(/[1-9]/g, (digit) => String.fromCodePoint(0x245f + Number(digit))),
    `[::ffff:${dotted}]`,
    `[::ffff:${mapped}]`,
    `[0:0:0:0:0:ffff:${mapped}]`,
    `[0000:0000:0000:0000:0000:FFFF:${mapped}]`,
    `[::${dotted}]`,
    `[::${mapped}]`,
    `[::ffff:0:${dotted}]`,
    `[64:ff9b::${dotted}]`,
    `[64:ff9b::${mapped}]`,
    `[64:ff9b:1::${mapped}]`,
    `[2002:${mapped}::]`,
    `[2002:${mapped}::1]`,
    `[2001:0:${mapped}::]`,
    `[2001:0000:4136:e378:8000:63bf:${(~((a << 8) | b) & 0xffff).toString(16)}:${(~((c << 8) | d) & 0xffff).toString(16)}]`,
    `[fe80::5efe:${dotted}]`,
  ];
};

const literals: [string, Fate][] = [
  [127, 0, 0, 1] as const, // loopback
  [169, 254, 169, 254] as const, // metadata of EC2
  [169, 254, 170, 2] as const, // credentials of ECS tasks
  [10, 0, 0, 8] as const,
].flatMap(([a, b, c, d]) => hosts('blocked', ...spellings(a, b, c, d)));

const ranges = hosts(
  'blocked',
  ...['0', '0.0.0.0', '0.0.0.1', '0x0', '00', '[::]', '[::0]', '[0:0:0:0:0:0:0:0]', '[::1]', '[0:0:0:0:0:0:0:1]'],
  ...['127.1', '127.0.1', '127.255.255.254', '127.000.000.1', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
  ...['100.64.0.1', '100.127.255.254', '198.18.0.1', '198.19.255.1', '192.0.0.192', '192.0.2.1', '198.51.100.1'],
  ...['203.0.113.1', '192.88.99.1', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '168.63.129.16'],
  ...['169.254.169.123', '169.254.169.253', '169.254.170.23', '100.100.100.200', '192.0.0.170'],
  ...['[fd00:ec2::254]', '[fd00:ec2::23]', '[fd00:ec2::253]', '[FD00:EC2:0:0:0:0:0:254]', '[fd20:ce::254]'],
  ...['[fc00::1]', '[fdff::1]', '[fe80::1]', '[fe80::a9fe:a9fe]', '[febf::1]', '[fec0::1]', '[ff02::1]', '[ff0e::1]'],
  ...[
    '[2001:db8::1]',
    '[3fff::1]',
    '[2001:2::1]',
    '[2001:10::1]',
    '[2001:20::1]',
    '[100::1]',
    '[5f00::1]',
    '[4000::1]',
  ],
);

const names = hosts(
  'blocked',
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'ｌｏｃａｌｈｏｓｔ',
    'loc%61lhost',
    'a.localhost',
    'a.b.localhost.',
  ],
  ...['localhost.localdomain', 'printer', 'metadata', 'instance-data', 'kubernetes', 'metadata.google.internal'],
  ...['ip-10-0-0-8.ec2.internal', 'ip-10-0-0-8.eu-central-1.compute.internal', 'db.corp', 'nas.lan', 'nas.home'],
  ...['nas.home.arpa', 'nas.local', 'wiki.intranet', 'wiki.private', 'hidden.onion', 'x.alt'],
);

const broken: [string, Fate][] = [
  ...hosts(
    'invalid',
    '127.0.0.1..',
    'a..example',
    '.a.example',
    '[::1',
    '[fe80::1%25eth0]',
    '[fe80::1%eth0]',
    '[::1%lo]',
  ),
  ...hosts(
    'invalid',
    'xn--127-0-0-1.example',
    '256.256.256.256',
    '1.2.3.4.5',
    '127.0.0.1%00.example',
    '[::ffff:999.0.0.1]',
    '0x7f.0.0.0x100',
  ),
  ...hosts('invalid', '4294967296', '127.0.0.09', `${'a'.repeat(64)}.example`, `${'a.'.repeat(130)}example`),
  ...hosts(
    'invalid',
    'user:pass@media.example',
    'user@media.example',
    ':pass@media.example',
    'media.example@127.0.0.1',
  ),
  ...hosts('invalid', '127.0.0.1%0d%0a', '127.0.0.1\t', 'media.example\\@127.0.0.1', 'media.example\r\nx'),
  ...[
    'http:\\\\127.0.0.1:{port}\\x',
    'http:/\\127.0.0.1:{port}/',
    'ht\ntp://127.0.0.1:{port}/',
    '\u0000http://127.0.0.1/',
  ].map((url): [string, Fate] => [url, 'invalid']),
  ...[
    'file:///etc/passwd',
    'ftp://127.0.0.1:{port}/x',
    'gopher://127.0.0.1:{port}/_x',
    'dict://127.0.0.1:{port}/x',
  ].map((url): [string, Fate] => [url, 'invalid']),
  ...[
    'ws://127.0.0.1:{port}/',
    'javascript:alert(1)',
    'blob:http://127.0.0.1/x',
    '//127.0.0.1:{port}/',
    'about:blank',
  ].map((url): [string, Fate] => [url, 'invalid']),
  ...[
    'ldap://127.0.0.1:{port}/',
    'jar:http://127.0.0.1!/',
    'http://',
    'http:',
    'http://:80/',
    'https://?x',
    '',
    ' ',
    'x',
  ].map((url): [string, Fate] => [url, 'invalid']),
  ...[22, 25, 53, 110, 143, 389, 465, 587, 636, 993, 2049, 3659, 6000, 6667, 0].map((port): [string, Fate] => [
    `http://media.example:${port}/`,
    'invalid',
  ]),
  ['http://media.example:65536/', 'invalid'],
  ['http://media.example:80:80/', 'invalid'],
  ['http:127.0.0.1:{port}/', 'blocked'],
  ['http:/127.0.0.1:{port}/', 'blocked'],
  ['http:////127.0.0.1:{port}/', 'blocked'],
  ['HTTP://127.0.0.1:{port}/', 'blocked'],
  ['  http://127.0.0.1:{port}/  ', 'blocked'],
  ['http://127.0.0.1:{port}#@media.example/', 'blocked'],
  ['http://127.0.0.1:{port}?@media.example/', 'blocked'],
  ['http://127.0.0.1:00{port}/', 'blocked'],
];

/** Digits that no parser of URLs takes for digits: names like any other. */
const namesOfNobody = hosts('unresolved', '١٢٧.٠.٠.١', '१२७.०.०.१', '127.0.0.1.nip.example');

const distinct = new Map([...literals, ...ranges, ...names, ...broken, ...namesOfNobody]);

/** @param port of the trap */
export const hostileUrls = (port: number): [string, Fate][] =>
  [...distinct].map(([url, fate]) => [url.replaceAll('{port}', String(port)), fate]);
