import { createHmac } from 'node:crypto';
import type { Shop } from './shop.ts';

/**
 * What the database keeps of a session token: HMAC-SHA256 under SHOP_SECRET, hex. Who has only the database can
 * neither use nor make a token, and another secret signs everybody out.
 */
export function tokenHash(shop: Shop, token: string): string {
  return createHmac('sha256', shop.config.SHOP_SECRET).update(token).digest('hex');
}
