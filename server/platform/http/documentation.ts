import type { Router } from '@koa/router';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { absolutePath } from 'swagger-ui-dist';
import { openApiDocument } from '../../../contract/openapi.ts';
import type { Shop } from '../shop.ts';

const files = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
} as const;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>xiaopu 小铺 · API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/open.js"></script>
  </body>
</html>
`;
const open = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true });\n`;

/** /openapi.json from the route table, and a page to read and try it. */
export function documentation(router: Router, shop: Shop): void {
  const { PUBLIC_URL } = shop.config;
  const document = JSON.stringify(openApiDocument(PUBLIC_URL ?? '/', '0.1.0'));
  router.get('/openapi.json', (http) => {
    http.type = 'application/json';
    http.body = document;
  });
  router.get('/docs', (http) => {
    http.type = 'text/html';
    http.body = page;
  });
  router.get('/docs/open.js', (http) => {
    http.type = 'text/javascript';
    http.body = open;
  });
  for (const [name, type] of Object.entries(files)) {
    router.get(`/docs/${name}`, (http) => {
      http.type = type;
      http.set('Cache-Control', 'public, max-age=86400');
      http.body = readFileSync(join(absolutePath(), name));
    });
  }
}
