import type { TestShop } from '../setup/start-test-shop.ts';
import type { ApiAnswer, ApiCall } from './call-api.ts';

export interface Shopper {
  token: string;
  memberId: string;
  openid: string;
  addressId: string;
  call(method: string, path: string, call?: ApiCall): Promise<ApiAnswer>;
  /** Orders these lines ("buy now"). */
  order(
    lines: { skuId: string; quantity: number }[],
    more?: Record<string, unknown>,
    key?: string,
  ): Promise<ApiAnswer>;
}

export const homeAddress = {
  receiver: '张三',
  phone: '13800138000',
  province: '北京市',
  city: '北京市',
  district: '东城区',
  regionCode: '110101',
  detail: '景山前街 4 号',
};

let keys = 0;

/** A signed-in shopper with an address. */
export async function aShopper(at: TestShop, openid?: string): Promise<Shopper> {
  const { token, memberId, openid: own } = await at.signIn(openid);
  const call: Shopper['call'] = (method, path, about) => at.call(method, path, { token, ...about });
  const address = await call('POST', '/api/addresses', { body: homeAddress });
  if (address.status !== 201) throw new Error(`Address: ${address.text}`);
  const addressId = String(address.json['addressId']);
  return {
    token,
    memberId,
    openid: own,
    addressId,
    call,
    order: (lines, more = {}, key = `key-${(keys += 1)}`) =>
      call('POST', '/api/orders', {
        body: { lines, addressId, ...more },
        headers: { 'Idempotency-Key': key },
      }),
  };
}
