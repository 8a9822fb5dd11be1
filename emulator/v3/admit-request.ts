import { linesToSign, v3SignatureFits } from '../signature/v3-signature.ts';
import type { World } from '../world.ts';
import { readAuthorization } from './read-authorization.ts';
import { refuse, type V3Outcome } from './v3-outcome.ts';

/** A request as it came over the wire: the signature is over exactly this. */
export interface WireRequest {
  method: string;
  /** Path and query as sent, still encoded. */
  url: string;
  authorization: string | undefined;
  body: Buffer;
}

const WINDOW_SECONDS = 300;
const SIGN_ERROR_NO = 268443699;

/** Undefined where the request is the merchant's, fresh and unseen; else the 401 to answer. */
export function admitRequest(world: World, request: WireRequest): V3Outcome | undefined {
  const given = readAuthorization(request.authorization);
  if (given === undefined) {
    return refuseHeader(
      'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
      'authorization',
    );
  }
  const { mchId, mchSerial } = world.merchant.credentials;
  if (given.mchid !== mchId) return refuseHeader('商户号不存在', 'mchid');
  if (given.serialNo !== mchSerial)
    return refuseHeader('商户证书序列号有误，请检查证书序列号是否正确', 'serial_no');
  const now = world.clock.now();
  if (!/^\d{10}$/.test(given.timestamp) || Math.abs(now / 1000 - Number(given.timestamp)) > WINDOW_SECONDS) {
    return refuseHeader('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', 'timestamp');
  }
  if (given.nonce.length > 64) return refuseHeader('Http头Authorization中的nonce_str过长', 'nonce_str');
  const message = linesToSign(request.method, request.url, given.timestamp, given.nonce, request.body);
  if (!v3SignatureFits(message, given.signature, world.merchant.publicKey)) {
    return signError(request, message);
  }
  // Only a signed nonce is noted: a stranger must not be able to use up the merchant's.
  return world.nonces.note(given.nonce, now)
    ? undefined
    : refuseHeader('Http头Authorization中的nonce_str重复', 'nonce_str');
}

function refuseHeader(message: string, field: string): V3Outcome {
  return refuse(401, 'SIGN_ERROR', message, SIGN_ERROR_NO, {
    field,
    issue: message,
    location: 'authorization',
  });
}

/** Shows the merchant what was signed here, so that the difference to its own text can be found. */
function signError(request: WireRequest, message: Buffer): V3Outcome {
  return refuse(401, 'SIGN_ERROR', '签名错误，请检查后再试', SIGN_ERROR_NO, {
    detail: { issue: 'sign not match' },
    field: 'signature',
    location: 'authorization',
    sign_information: {
      method: request.method,
      url: request.url,
      sign_message_length: message.length,
      truncated_sign_message: message.toString('utf8').slice(0, 512),
    },
  });
}
