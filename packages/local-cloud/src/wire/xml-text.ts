/** Text made safe to stand inside an XML element or attribute. Control characters XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]|(?![\t\n])\p{Cc}/gu, (character) => entities[character] ?? '\uFFFD');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};
