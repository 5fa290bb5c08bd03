/**
 * Warnings of a Terraform run from its plain words, pure. A warning is a line `Warning: <what>` and, two below, `with <address>,`; Terraform gathers
 * further ones of the same kind below the first.
 */
export function listWarnings(lines: readonly string[]): string[] {
  const words = lines.map((line) => line.replace(/^[\s│╷╵]*/, ''));
  return words.flatMap((line, at) => {
    const what = /^Warning: (.+)$/.exec(line)?.[1];
    if (what === undefined) return [];
    const rest = words.slice(at + 1);
    const end = rest.findIndex((next) => /^(Warning|Error): /.test(next));
    const where = rest.slice(0, end < 0 ? 8 : end).find((next) => /^with \S+,$/.test(next));
    return [where === undefined ? what : `${what}: ${where.slice('with '.length, -1)}`];
  });
}
