/** Reads a request body whole, undoing gzip; a body over the limit is refused while it arrives, not after. */
import { type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../service.ts';

/** Bytes. DynamoDB, the most generous of the JSON services, takes 16 MB in a batch. */
export const maxBodyBytes = 16 * 1024 * 1024;

const empty = Buffer.alloc(0);

export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let chunks: Buffer[] | undefined;
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBodyBytes) {
        first = chunks = undefined;
        return;
      }
      if (first === undefined) first = chunk;
      else (chunks ??= [first]).push(chunk);
    });
    request.on('end', () => {
      if (length > maxBodyBytes) reject(tooLarge());
      else resolve(undoGzip(request, chunks ? Buffer.concat(chunks, length) : (first ?? empty), reject));
    });
    request.on('error', reject);
  });
}

function undoGzip(request: IncomingMessage, body: Buffer, reject: (error: Error) => void): Buffer {
  if (request.headers['content-encoding'] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: maxBodyBytes });
  } catch {
    reject(new AwsError('SerializationException', 'The body is not valid gzip or is too large.', 400));
    return empty;
  }
}

function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLarge', `Request size exceeded ${maxBodyBytes} bytes.`, 413);
}
