/** `node ask.mjs URL WORD…`: tells the bench that a step of an attempt has begun, and ends when the bench lets it go on. */
const [url, ...words] = process.argv.slice(2);
const response = await fetch(url, { method: 'POST', body: words.join(' ') });
process.exit(response.ok ? 0 : 10);
