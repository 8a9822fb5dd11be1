import type { z } from 'zod';
import type { placeOrderInput, quoteInput } from '../../contract/order.ts';

export type QuoteInput = z.output<typeof quoteInput>;
export type PlaceOrderInput = z.output<typeof placeOrderInput>;

/** One SKU of an order to be, with the cart line it came from. */
export interface WantedLine {
  skuId: string;
  quantity: number;
}
