import { signIn as signInRoute } from '../../contract/session.ts';
import type { emulatorClient } from './emulator-client.ts';
import { shopClient, type ShopClient } from './shop-client.ts';
import type { Step } from './step-printer.ts';

export interface Shopper {
  client: ShopClient;
  /** Who pays at WeChat. */
  openid: string;
}

/** A shopper nobody has seen before, signed in the way a mini-program does it. */
export async function signIn(
  step: Step,
  shopUrl: string,
  wechat: ReturnType<typeof emulatorClient>,
): Promise<Shopper> {
  const login = async () => {
    const { code, openid } = await wechat.newLoginCode();
    const session = await shopClient(shopUrl).call(signInRoute, { body: { code } });
    return { openid, ...session };
  };
  const { openid, token } = await step(
    'Sign in',
    login,
    ({ user, openid }) => `${user.nickname} · openid ${openid}`,
  );
  return { openid, client: shopClient(shopUrl, token) };
}
