import type { WechatClock } from './clock.ts';
import type { FaultTable } from './fault/fault-table.ts';
import type { Merchant } from './merchant/merchant.ts';
import type { AccessTokens } from './mini/access-tokens.ts';
import type { LoginCodes } from './mini/login-codes.ts';
import type { NoticeDesk } from './notice/notice-desk.ts';
import type { OrderBook } from './order/order-book.ts';
import type { Settings } from './settings.ts';
import type { NonceRegister } from './v3/nonce-register.ts';

/** All that WeChat knows and can do; every call gets it, none keeps state of its own. */
export interface World {
  readonly clock: WechatClock;
  readonly merchant: Merchant;
  readonly settings: Settings;
  readonly orders: OrderBook;
  readonly notices: NoticeDesk;
  readonly faults: FaultTable;
  readonly logins: LoginCodes;
  readonly tokens: AccessTokens;
  readonly nonces: NonceRegister;
  /** Something worth saving has changed. */
  changed(): void;
}
