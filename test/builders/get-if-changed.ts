import { get } from 'node:http';

/**
 * Asks for a page whose ETag the client has. Not by fetch: with If-None-Match it adds `Cache-Control: no-cache`,
 * which asks for the whole page again.
 */
export async function getIfChanged(url: string, etag: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { 'If-None-Match': etag }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
  });
}
