import { z } from 'zod';
import { readAnswer } from './read-answer.ts';
import { sendRequest } from './send-request.ts';

const loginCode = z.looseObject({ code: z.string(), openid: z.string() });
const payment = z.looseObject({
  outTradeNo: z.string(),
  tradeState: z.string(),
  transactionId: z.string().nullable(),
});

/** What the shopper does at WeChat, by the emulator's own controls. Refusals are thrown as {DemoFailure}. */
export function emulatorClient(emulatorUrl: string) {
  const post = (path: string, body: unknown) =>
    sendRequest({ method: 'POST', url: new URL(path, emulatorUrl).href, body });
  return {
    /** What wx.login gives to a shopper WeChat has never seen. */
    newLoginCode: async () => readAnswer(await post('/emulator/codes', {}), 201, loginCode),
    /** Scans the QR code and confirms. */
    pay: async (codeUrl: string, openid: string) =>
      readAnswer(await post('/emulator/payments', { codeUrl, openid }), 200, payment),
  };
}
