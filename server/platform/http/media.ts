import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Context, Next } from 'koa';
import type { Shop } from '../shop.ts';

const types: Record<string, string> = { webp: 'image/webp', jpg: 'image/jpeg', png: 'image/png' };

/** Pictures under /media from DATA_DIR/media. Names are content-bound, so they are cached for long. */
export function media(shop: Shop) {
  const root = resolve(shop.config.DATA_DIR, 'media');
  return async (http: Context, next: Next): Promise<void> => {
    const found = /^\/media\/([0-9A-Za-z_/-]+)\.(webp|jpg|png)$/.exec(http.path);
    const reads = http.method === 'GET' || http.method === 'HEAD';
    if (!found || !reads) return next();
    const [, name = '', extension = ''] = found;
    const file = join(root, `${name}.${extension}`);
    const info = file.startsWith(root + sep) ? await stat(file).catch(() => null) : null;
    if (!info?.isFile()) return;
    http.type = types[extension] ?? 'application/octet-stream';
    http.length = info.size;
    http.lastModified = info.mtime;
    http.set('Cache-Control', 'public, max-age=604800');
    http.body = createReadStream(file);
  };
}
