/** Sums as a page writes them: numbers with thousands commas, `× / + −`, parentheses. */
export function calculate(text: string): number {
  const tokens = text.replaceAll(',', '').match(/\d+(?:\.\d+)?|[×/+()-]/g) ?? [];
  let at = 0;
  const take = (...wanted: string[]): string | undefined => {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    at += 1;
    return token;
  };
  const atom = (): number => {
    if (take('(') === undefined) return Number(tokens[at++] ?? Number.NaN);
    const value = sum();
    if (take(')') === undefined) throw new Error(`a parenthesis stays open: ${text}`);
    return value;
  };
  const product = (): number => {
    let value = atom();
    for (let sign = take('×', '/'); sign !== undefined; sign = take('×', '/'))
      value = sign === '×' ? value * atom() : value / atom();
    return value;
  };
  const sum = (): number => {
    let value = product();
    for (let sign = take('+', '-'); sign !== undefined; sign = take('+', '-'))
      value = sign === '+' ? value + product() : value - product();
    return value;
  };
  const value = sum();
  if (at < tokens.length || Number.isNaN(value)) throw new Error(`not a sum: ${text}`);
  return value;
}

/** Whether a cell is a sum and nothing else. */
export function isSum(cell: string): boolean {
  return /^[\d.,()×/+ -]+$/.test(cell) && /[×/+]/.test(cell);
}
