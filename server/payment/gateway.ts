import { perShop } from '../platform/shop.ts';
import { createGateway } from '../wechat/pay/create-gateway.ts';

const timeoutMs = 5000;

/** WeChat Pay as this shop is configured for: v2 or v3. */
export const gateway = perShop(({ config, clock }) =>
  createGateway(
    {
      api: config.WECHAT_PAY_API,
      appId: config.WECHAT_APP_ID,
      mchId: config.WECHAT_MCH_ID,
      baseUrl: config.WECHAT_PAY_BASE_URL,
      timeoutMs,
      v2Key: config.WECHAT_PAY_V2_KEY,
      v2SignType: config.WECHAT_PAY_V2_SIGN_TYPE,
      v3Key: config.WECHAT_PAY_V3_KEY,
      mchSerial: config.WECHAT_PAY_MCH_SERIAL,
      mchPrivateKeyPem: config.WECHAT_PAY_MCH_PRIVATE_KEY,
      platformKeys: config.platformKeys.map(({ id, pem }) => ({ id, publicKeyPem: pem })),
    },
    () => clock.now(),
  ),
);
