import type { StockReason } from '../../contract/states.ts';

/** A change of one SKU's stock, to be booked with a ledger row. */
export interface Movement {
  skuId: string;
  /** Signed: added to the stock. */
  quantity: number;
  /** Signed: added to the sales. */
  sold: number;
  reason: StockReason | 'order' | 'release';
  /** Names the cause; with the SKU it is the row's unique key, so a cause is booked once. */
  cause: string;
  orderNo: string | null;
  staffId: string | null;
  note: string;
}
