import type { AddressDoc } from '../address/address-model.ts';
import type { MemberDoc } from '../member/member-model.ts';
import type { Shop } from '../platform/shop.ts';
import { pointsPerOrder } from '../promotion/points-rule.ts';
import type { PlaceOrderInput } from './order-input.ts';
import type { PricedLines } from './order-lines.ts';
import type { OrderDoc, Receiver } from './order-model.ts';

export interface OrderParts {
  member: MemberDoc;
  address: AddressDoc;
  goods: PricedLines;
  input: PlaceOrderInput;
  idempotencyKey: string;
  requestHash: string;
}

function receiverOf(address: AddressDoc): Receiver {
  const { receiver, phone, province, city, district, regionCode, detail, postalCode } = address;
  return { receiver, phone, province, city, district, regionCode, detail, postalCode };
}

/** A new order, complete and not yet written: goods, shopper and receiver as they are now. */
export function buildOrder(shop: Shop, parts: OrderParts): OrderDoc {
  const { member, address, goods, input, idempotencyKey, requestHash } = parts;
  const placedAt = shop.clock.now();
  const payBefore = new Date(placedAt.getTime() + shop.config.ORDER_PAY_TIMEOUT_SECONDS * 1000);
  return {
    _id: shop.nextNo(),
    memberId: member._id,
    member: { nickname: member.nickname, phone: member.phone },
    receiver: receiverOf(address),
    lines: goods.lines,
    quantity: goods.priced.quantity,
    amounts: goods.priced.amounts,
    state: 'awaiting-payment',
    closedReason: null,
    version: 1,
    history: [{ state: 'awaiting-payment', event: 'place', at: placedAt, note: '提交订单' }],
    idempotencyKey,
    requestHash,
    source: input.source ?? 'mini-program',
    payMethod: input.payMethod,
    buyerMessage: input.buyerMessage ?? '',
    earnedPoints: pointsPerOrder,
    placedAt,
    payBefore,
    paidAt: null,
    shippedAt: null,
    receivedAt: null,
    completedAt: null,
    closedAt: null,
    closeAttemptAt: payBefore,
  };
}
