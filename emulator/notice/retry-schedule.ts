const MINUTE = 60;
const HOUR = 3600;

/** Seconds before each repetition: 15 of them, 24 h 4 min in all. Source: WeChat Pay, "支付通知" (v2 and v3 alike). */
export const retrySchedule: readonly number[] = [
  15,
  15,
  30,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
];
