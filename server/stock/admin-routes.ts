import { createStockMovement } from '../../contract/staff.ts';
import { bind, type Binding } from '../platform/http/call.ts';
import { done } from '../platform/outcome.ts';
import { requires } from '../staff/permission.ts';
import { adjustStock } from './adjust-stock.ts';

export const stockAdminRoutes: readonly Binding[] = [
  bind(createStockMovement, async ({ shop, caller, body, ip }) => {
    const forbidden = requires(caller, 'stock:write');
    if (forbidden) return forbidden;
    const { staffId } = caller;
    const booked = await adjustStock(shop, { staffId, ip, ...body, note: body.note ?? '' });
    if (!booked.ok) return booked;
    const { _id: stockMovementId, skuId, quantity, reason, note, stockAfter, orderNo, at } = booked.value;
    return done({
      stockMovementId,
      skuId,
      quantity,
      reason,
      note,
      stockAfter,
      orderNo,
      at: at.toISOString(),
    });
  }),
];
