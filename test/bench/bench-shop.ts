import { randomBytes } from 'node:crypto';
import type { AddressDoc } from '../../server/address/address-model.ts';
import type { MemberDoc } from '../../server/member/member-model.ts';
import { readConfig } from '../../server/platform/config.ts';
import { openShop, type OpenShop } from '../../server/platform/open-shop.ts';
import '../../server/rooms.ts';
import { aProduct } from '../builders/a-product.ts';

export interface BenchShop extends OpenShop {
  members: { member: MemberDoc; address: AddressDoc }[];
  skuIds: string[];
}

const plenty = 1_000_000_000;

/** A shop process without HTTP, for measuring the use cases themselves. */
export async function benchShop(mongodbUri: string, skus: number, members: number): Promise<BenchShop> {
  const config = readConfig({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://shop.example.com',
    SHOP_SECRET: randomBytes(32).toString('hex'),
    MONGODB_URI: mongodbUri,
    LOG_LEVEL: 'error',
    LIMIT_UNPAID_ORDERS_PER_MEMBER: '1000000',
    WECHAT_APP_ID: 'wx0000000000000000',
    WECHAT_APP_SECRET: '0'.repeat(32),
    WECHAT_MCH_ID: '1900000000',
    WECHAT_PAY_API: 'v2',
    WECHAT_PAY_V2_KEY: '0'.repeat(32),
  });
  const open = await openShop(config);
  const skuIds: string[] = [];
  while (skuIds.length < skus) {
    const made = await aProduct(open.shop, { skuCount: 2, stock: plenty, priceFen: 1990 });
    skuIds.push(...made.skuIds);
  }
  return { ...open, skuIds, members: await people(open, members) };
}

async function people(open: OpenShop, count: number): Promise<BenchShop['members']> {
  const createdAt = new Date();
  const made = Array.from({ length: count }, (_, n) => {
    const member: MemberDoc = {
      _id: `m${n}`,
      openid: `o${n}`,
      unionid: null,
      nickname: `顾客${n}`,
      avatarUrl: null,
      phone: null,
      createdAt,
    };
    const address: AddressDoc = {
      _id: `a${n}`,
      memberId: member._id,
      receiver: '张三',
      phone: '13800138000',
      province: '北京市',
      city: '北京市',
      district: '东城区',
      regionCode: '110101',
      detail: '景山前街 4 号',
      postalCode: null,
      alias: null,
      isDefault: true,
      createdAt,
      updatedAt: createdAt,
    };
    return { member, address };
  });
  const { db } = open.shop;
  await db.collection<MemberDoc>('members').insertMany(made.map((one) => one.member));
  await db.collection<AddressDoc>('addresses').insertMany(made.map((one) => one.address));
  return made;
}
