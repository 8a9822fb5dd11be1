/** Where a fault can strike. The v3 twin of a v2 call goes by the same name. */
export const faultPoints = {
  unifiedorder: '下单（v2 unifiedorder，v3 jsapi、native）',
  orderquery: '查单（v2 orderquery，v3 按商户单号或微信单号查询）',
  closeorder: '关单（v2 closeorder，v3 close）',
  notify: '支付结果通知（match.attempt：第几次投递，从1起）',
} as const;

export type FaultPoint = keyof typeof faultPoints;

/** What a fault does to a call. `before`: the call's work is not done; `after`: it is, only the answer suffers. */
export const callActions = {
  timeout: { work: 'before', answer: 'none', text: '不处理、不应答，断开连接（ms：先等多少毫秒）' },
  'timeout-after': { work: 'after', answer: 'none', text: '已处理，但不应答，断开连接（ms：先等多少毫秒）' },
  error: {
    work: 'before',
    answer: 'system-error',
    text: '不处理，应答系统错误（v2 SYSTEMERROR，v3 500 SYSTEM_ERROR）',
  },
  'error-after': { work: 'after', answer: 'system-error', text: '已处理，但应答系统错误' },
  delay: { work: 'after', answer: 'own', text: '迟到的正常应答（ms：晚多少毫秒）' },
} as const;

export type CallAction = keyof typeof callActions;

/** What a fault does to a notice. */
export const notifyActions = {
  drop: '整条通知永不送达',
  lose: '这一次投递在路上丢失，之后按计划重试',
  delay: '这一次投递推迟（ms：毫秒）',
  duplicate: '这一次投递并发送出多份（count：份数，2到10，默认2）',
} as const;

export type NotifyAction = keyof typeof notifyActions;
