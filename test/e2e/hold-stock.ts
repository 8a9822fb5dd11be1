import { readConfig } from '../../server/platform/config.ts';
import { openShop } from '../../server/platform/open-shop.ts';
import '../../server/rooms.ts';
import { adjustStock } from '../../server/stock/adjust-stock.ts';

/** A process that stops between writing a SKU's stock and committing it, to be killed there by its test. */
const config = readConfig(process.env);
const { shop } = await openShop(config, {
  points: async (name) => {
    if (name !== 'stock.before-commit') return;
    process.send?.({ holding: true });
    await new Promise(() => undefined);
  },
});
const skuId = process.env['HOLD_SKU'] ?? '';
await adjustStock(shop, { staffId: 's', ip: '', skuId, quantity: -1, reason: 'adjustment', note: '' });
