/**
 * DynamoDB numbers: decimal, up to 38 significant digits, magnitude 1E-130 to 9.99…E+125, zero. Kept as canonical
 * plain text (no exponent, no leading or trailing zeros), so equal numbers are equal strings.
 */
import { invalid } from './errors.ts';

/** value = ±0.digits × 10^exponent; zero has no digits. */
interface Decimal {
  isNegative: boolean;
  digits: string;
  exponent: number;
}

const plainInteger = /^(?:0|-?[1-9]\d{0,36})$/;
const anyNumber = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

export function canonicalNumber(text: string): string {
  return plainInteger.test(text) ? text : format(checked(parse(text)));
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`; both canonical. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length <= safeLength && b.length <= safeLength) return Number(a) - Number(b);
  const [left, right] = [sortableNumber(a), sortableNumber(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Up to so many characters a canonical number (sign, point and 14 digits) survives the trip through a double. */
const safeLength = 15;

/** @param sign 1 adds, -1 subtracts. */
export function addNumbers(a: string, b: string, sign: 1 | -1): string {
  if (a.length <= safeLength && b.length <= safeLength && !a.includes('.') && !b.includes('.'))
    return String(Number(a) + sign * Number(b) || 0);
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.max(left.digits.length - left.exponent, right.digits.length - right.exponent, 0);
  const sum = scaled(left, scale) + BigInt(sign) * scaled(right, scale);
  const digits = (sum < 0n ? -sum : sum).toString();
  return format(checked(trimmed(sum < 0n, digits, digits.length - scale)));
}

/** Text whose order by bytes is the order of the numbers. */
export function sortableNumber(canonical: string): string {
  const { isNegative, digits, exponent } = parse(canonical);
  if (digits === '') return '5';
  const magnitude = String(exponent + 500) + digits;
  return isNegative ? `4${complement(magnitude)}~` : `6${magnitude}`;
}

function complement(digits: string): string {
  let result = '';
  for (const digit of digits) result += String(9 - Number(digit));
  return result;
}

function parse(text: string): Decimal {
  const match = anyNumber.exec(text);
  const [, sign, whole = '', fraction = '', power = '0'] = match ?? [];
  if (!match || whole.length + fraction.length === 0)
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  return trimmed(sign === '-', whole + fraction, whole.length + Number(power));
}

function trimmed(isNegative: boolean, digits: string, exponent: number): Decimal {
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  const significant = digits.slice(leading).replace(/0+$/, '');
  if (significant === '') return { isNegative: false, digits: '', exponent: 0 };
  return { isNegative, digits: significant, exponent: exponent - leading };
}

function checked(number: Decimal): Decimal {
  if (number.digits.length > 38) throw invalid('Attempting to store more than 38 significant digits in a Number');
  if (number.exponent > 126)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (number.digits !== '' && number.exponent < -129)
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  return number;
}

function format({ isNegative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = isNegative ? '-' : '';
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  if (exponent >= digits.length) return sign + digits.padEnd(exponent, '0');
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

function scaled({ isNegative, digits, exponent }: Decimal, scale: number): bigint {
  if (digits === '') return 0n;
  const value = BigInt(digits) * 10n ** BigInt(scale - (digits.length - exponent));
  return isNegative ? -value : value;
}
