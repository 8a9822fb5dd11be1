import type { World } from '../world.ts';
import { paramError, refuse, type V3Outcome } from './v3-outcome.ts';

/** Whether a request speaks of the merchant who signed it; undefined where it does. */
export function merchantRefusal(
  world: World,
  mchid: string | null | undefined,
  location: 'query' | 'body',
): V3Outcome | undefined {
  if (mchid === null || mchid === undefined || mchid === '')
    return paramError('缺少必填参数', 'mchid', location);
  if (mchid === world.merchant.credentials.mchId) return undefined;
  return refuse(400, 'MCH_NOT_EXISTS', '商户号不存在或与签名的商户号不一致', 268435461);
}
