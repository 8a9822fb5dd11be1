import { createStockMovement } from '../../contract/staff.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { done } from '../platform/outcome.ts';
import { requires } from '../staff/permission.ts';
import { adjustStock } from './adjust-stock.ts';

export const stockAdminRoutes: readonly Binding[] = [
  bind(createStockMovement, async ({ shop, caller, body, headers, ip }) => {
    const forbidden = requires(caller, 'stock:write');
    if (forbidden) return forbidden;
    const { staffId } = caller;
    const booked = await adjustStock(shop, {
      ...body,
      staffId,
      ip,
      note: body.note ?? '',
      idempotencyKey: headers['idempotency-key'],
    });
    if (!booked.ok) return booked;
    const { _id: stockMovementId, skuId, quantity, reason, note, stockAfter, orderNo, at } = booked.value;
    const shown = { stockMovementId, skuId, quantity, reason, note, stockAfter, orderNo };
    return done({ ...shown, at: at.toISOString() }, booked.status);
  }),
];
