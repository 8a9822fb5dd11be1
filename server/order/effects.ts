import { z } from 'zod';
import { removeOrderedLines } from '../cart/remove-ordered-lines.ts';
import type { Effect } from '../platform/outbox/effect.ts';

const placedPayload = z.object({
  memberId: z.string(),
  cartLines: z.array(z.object({ lineId: z.string(), quantity: z.int() })),
});

export const orderEffects: readonly Effect[] = [
  {
    on: 'order.placed',
    name: 'order.clear-cart',
    async run(shop, event) {
      const { memberId, cartLines } = placedPayload.parse(event.payload);
      if (cartLines.length > 0) await removeOrderedLines(shop, memberId, cartLines);
    },
  },
];
