import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface SeenRequest {
  method: string;
  /** Path with query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface AnsweringServer {
  baseUrl: string;
  /** What came in, in order. */
  seen: SeenRequest[];
  /** The next requests get these, one each; the last one stays. */
  answerWith(...answers: Answerer[]): void;
  stop(): Promise<void>;
}

export type Answerer = (request: SeenRequest, response: ServerResponse) => void;

/** A plain server on 127.0.0.1 that says whatever a test wants WeChat to say. */
export async function startAnsweringServer(): Promise<AnsweringServer> {
  let queue: Answerer[] = [];
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(request);
      const [answerer] = queue.length > 1 ? queue.splice(0, 1) : queue;
      answerer?.(request, response);
    });
  });
  const port = await listen(server);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    answerWith: (...answers) => {
      seen.length = 0;
      queue = answers;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with fixed content. */
export function say(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answerer {
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** Cuts the connection without a word. */
export const hangUp: Answerer = (_request, response) => {
  response.destroy();
};

/** Takes the request and never answers. */
export const staySilent: Answerer = () => {};

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
