import type { StockReason } from '../../contract/states.ts';
import { newId } from '../platform/ids/new-id.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import type { AuditDoc } from '../staff/audit-model.ts';
import { adjustment } from './adjustment.ts';
import { type StockMovementDoc, stockMovements } from './stock-movement-model.ts';
import { stockWriter } from './stock-writer.ts';

export interface StockAdjustment {
  staffId: string;
  ip: string;
  skuId: string;
  /** Signed: added to the stock. */
  quantity: number;
  reason: StockReason;
  note: string;
  /** Of this member of staff: what was booked under it is not booked again. */
  idempotencyKey?: string | undefined;
}

function auditOf(shop: Shop, request: StockAdjustment, cause: string): AuditDoc {
  const { staffId, ip, skuId, quantity, reason, note } = request;
  return {
    _id: `stock.adjust:${cause}`,
    staffId,
    action: 'stock.adjust',
    subject: `sku:${skuId}`,
    before: null,
    after: { quantity, reason, note },
    at: shop.clock.now(),
    ip,
  };
}

/** The row as it was committed: a repeat answers exactly what the first call did. */
async function ledgerRow(shop: Shop, id: string): Promise<StockMovementDoc> {
  const row = await stockMovements(shop).findById(id).lean<StockMovementDoc>();
  if (!row) throw new Error(`Stock movement ${id} was booked and is not there`);
  return row;
}

/**
 * A member of staff changes a SKU's stock; ledger row and audit row are committed with it.
 * @returns the ledger row (status 200 for a repeat of a key); IDEMPOTENCY_KEY_REUSED where the key booked
 *   something else; STOCK_NOT_ENOUGH where the stock would go below zero; then the key stays free
 */
export async function adjustStock(shop: Shop, request: StockAdjustment): Promise<Outcome<StockMovementDoc>> {
  const { staffId, skuId, quantity, reason, note, idempotencyKey } = request;
  const cause = idempotencyKey === undefined ? `staff:${newId()}` : `staff:${staffId}:${idempotencyKey}`;
  const movement = { skuId, quantity, sold: 0, reason, cause, orderNo: null, staffId, note };
  const audit = { into: 'auditLog', document: auditOf(shop, request, cause) };
  const booked = await stockWriter(shop).submit(adjustment, { movement, audit });
  if (!booked.ok) return booked;
  const result = booked.value;
  switch (result.kind) {
    case 'unknown-sku':
      return fail('SKU_UNKNOWN');
    case 'short': {
      const lines = [{ skuId, requested: -quantity, available: result.available }];
      return fail('STOCK_NOT_ENOUGH', { detail: `库存只有 ${result.available} 件`, extra: { lines } });
    }
    case 'reused':
      return fail('IDEMPOTENCY_KEY_REUSED');
    default: {
      // Without a key nobody but the writer itself can have repeated it.
      const repeated = result.kind === 'known' && idempotencyKey !== undefined;
      return done(await ledgerRow(shop, `${cause}:${skuId}`), repeated ? 200 : 201);
    }
  }
}
