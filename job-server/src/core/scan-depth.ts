/** Nesting of JSON text, measured before it is parsed, so that depth costs one linear walk and no memory. */
const quote = 34;
const backslash = 92;
const openers = new Set([91, 123]);
const closers = new Set([93, 125]);

/** True when arrays and objects nest deeper than `limit`. Text that is not JSON may give either answer. */
export function exceedsDepth(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (closers.has(code)) depth -= 1;
    else if (openers.has(code)) {
      depth += 1;
      if (depth > limit) return true;
    }
  }
  return false;
}

/** Index of the closing quote, or of the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}
