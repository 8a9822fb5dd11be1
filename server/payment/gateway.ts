import type { Config } from '../platform/config.ts';
import { perShop, type Shop } from '../platform/shop.ts';
import { createGateway } from '../wechat/pay/create-gateway.ts';
import type { PaymentGateway } from '../wechat/pay/payment-gateway.ts';

export type PayApi = PaymentGateway['api'];

/** Who waits for WeChat's answer: a shopper looking at a screen, or a job that has time and must find out. */
export type Patience = 'shopper' | 'job';

const patience: Record<Patience, { timeoutMs: number; retryPausesMs?: readonly number[] }> = {
  shopper: { timeoutMs: 2500, retryPausesMs: [] },
  job: { timeoutMs: 5000 },
};

/** The versions whose keys are configured; the one in use first. */
export function configuredApis(config: Config): PayApi[] {
  const has: Record<PayApi, boolean> = {
    v2: config.WECHAT_PAY_V2_KEY !== undefined,
    v3:
      config.WECHAT_PAY_V3_KEY !== undefined &&
      config.WECHAT_PAY_MCH_SERIAL !== undefined &&
      config.WECHAT_PAY_MCH_PRIVATE_KEY !== undefined &&
      config.platformKeys.length > 0,
  };
  const other = config.WECHAT_PAY_API === 'v2' ? 'v3' : 'v2';
  return has[other] ? [config.WECHAT_PAY_API, other] : [config.WECHAT_PAY_API];
}

function open({ config, clock }: Shop, api: PayApi, who: Patience): PaymentGateway {
  return createGateway(
    {
      api,
      appId: config.WECHAT_APP_ID,
      mchId: config.WECHAT_MCH_ID,
      baseUrl: config.WECHAT_PAY_BASE_URL,
      ...patience[who],
      v2Key: config.WECHAT_PAY_V2_KEY,
      v2SignType: config.WECHAT_PAY_V2_SIGN_TYPE,
      v3Key: config.WECHAT_PAY_V3_KEY,
      mchSerial: config.WECHAT_PAY_MCH_SERIAL,
      mchPrivateKeyPem: config.WECHAT_PAY_MCH_PRIVATE_KEY,
      platformKeys: config.platformKeys.map(({ id, pem }) => ({ id, publicKeyPem: pem })),
    },
    () => clock.now(),
  );
}

const opened = perShop(() => new Map<string, PaymentGateway>());

/**
 * WeChat Pay by one of its versions. A payment is asked about and closed with the version it was made with;
 * where that one's keys are gone, with the one in use: it is the same merchant's same order.
 */
export function gatewayOf(shop: Shop, api: PayApi, who: Patience): PaymentGateway {
  const use = configuredApis(shop.config).includes(api) ? api : shop.config.WECHAT_PAY_API;
  const key = `${use}:${who}`;
  const known = opened(shop).get(key);
  if (known) return known;
  const made = open(shop, use, who);
  opened(shop).set(key, made);
  return made;
}
