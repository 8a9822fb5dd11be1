import type { StockReason } from '../../contract/states.ts';
import { newId } from '../platform/ids/new-id.ts';
import { done, fail, type Outcome } from '../platform/outcome.ts';
import type { Shop } from '../platform/shop.ts';
import type { AuditDoc } from '../staff/audit-model.ts';
import { adjustment } from './adjustment.ts';
import type { StockMovementDoc } from './stock-movement-model.ts';
import { stockWriter } from './stock-writer.ts';

export interface StockAdjustment {
  staffId: string;
  ip: string;
  skuId: string;
  /** Signed: added to the stock. */
  quantity: number;
  reason: StockReason;
  note: string;
}

/**
 * A member of staff changes a SKU's stock; ledger row and audit row are committed with it.
 * @returns the ledger row; STOCK_NOT_ENOUGH where the stock would go below zero
 */
export async function adjustStock(shop: Shop, request: StockAdjustment): Promise<Outcome<StockMovementDoc>> {
  const { staffId, ip, skuId, quantity, reason, note } = request;
  const at = shop.clock.now();
  const cause = `staff:${newId()}`;
  const audit: AuditDoc = {
    _id: newId(),
    staffId,
    action: 'stock.adjust',
    subject: `sku:${skuId}`,
    before: null,
    after: { quantity, reason, note },
    at,
    ip,
  };
  const movement = { skuId, quantity, sold: 0, reason, cause, orderNo: null, staffId, note };
  const booked = await stockWriter(shop).submit(adjustment, {
    movement,
    audit: { into: 'auditLog', document: audit },
  });
  if (!booked.ok) return booked;
  const result = booked.value;
  if (result.kind === 'unknown-sku') return fail('SKU_UNKNOWN');
  if (result.kind === 'short') {
    const lines = [{ skuId, requested: -quantity, available: result.available }];
    return fail('STOCK_NOT_ENOUGH', { detail: `库存只有 ${result.available} 件`, extra: { lines } });
  }
  const { stockAfter } = result;
  return done({
    _id: `${cause}:${skuId}`,
    skuId,
    quantity,
    reason,
    stockAfter,
    orderNo: null,
    staffId,
    note,
    at,
  });
}
