import type { ClientSession } from 'mongoose';
import { newId } from '../platform/ids/new-id.ts';
import type { Shop } from '../platform/shop.ts';
import { type AuditDoc, auditLog } from './audit-model.ts';

/**
 * Adds a row to the audit log.
 * @param session the transaction of the write itself, so that neither is ever there without the other; null
 *   where the write is a single document of its own
 */
export async function recordAudit(
  shop: Shop,
  session: ClientSession | null,
  entry: Omit<AuditDoc, '_id'>,
): Promise<void> {
  await auditLog(shop).create([{ _id: newId(), ...entry }], { session });
}
