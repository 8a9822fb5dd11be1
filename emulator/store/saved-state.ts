import type { Credentials } from '../merchant/credentials.ts';
import type { Notice } from '../notice/notice.ts';
import type { Order } from '../order/order.ts';

/** What outlives the process. */
export interface SavedState {
  version: 1;
  credentials: Credentials;
  openids: string[];
  orders: Order[];
  notices: Notice[];
}
