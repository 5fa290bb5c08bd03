/** `systemctl` on an emulated instance: hands its words to the instance's supervisor and exits with its answer. */
import { request } from 'node:http';

const words = process.argv.slice(2);
const endpoint = process.env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? '';
const call = request(`${endpoint}/instance/systemctl`, { method: 'POST' }, (response) => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => {
    const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { code: number; text: string };
    const isQuiet = words.includes('--quiet') || words.includes('-q');
    const isReport = answer.code === 0 || words.some((word) => /^(is-|status$|show$)/.test(word));
    if (!isReport) process.stderr.write(answer.text);
    else if (!isQuiet) process.stdout.write(answer.text);
    process.exitCode = answer.code;
  });
});
call.on('error', (error) => {
  process.stderr.write(`Failed to connect to bus: ${error.message}\n`);
  process.exitCode = 1;
});
call.end(JSON.stringify(words));
