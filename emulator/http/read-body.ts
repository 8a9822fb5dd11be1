import type { IncomingMessage } from 'node:http';

const LIMIT_BYTES = 256 * 1024;

/** The request's body byte for byte (signatures are over bytes); undefined where it is larger than 256 KiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Reading on without keeping lets the refusal be answered instead of resetting the connection.
    if (size <= LIMIT_BYTES) chunks.push(chunk);
    else if (size > LIMIT_BYTES * 16) break;
  }
  return size > LIMIT_BYTES ? undefined : Buffer.concat(chunks);
}
