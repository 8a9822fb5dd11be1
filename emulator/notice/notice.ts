export type NoticeState = 'pending' | 'delivered' | 'failed' | 'dropped';

/** One delivery of a notice to the merchant, or one that a fault kept from it. */
export interface Attempt {
  /** Running number of the delivery in the schedule, from 1; duplicates share it. */
  attempt: number;
  /** Unix milliseconds. */
  at: number;
  /** HTTP status; null where there was no answer. */
  status: number | null;
  /** The beginning of the answer's body. */
  body: string;
  outcome: 'accepted' | 'refused' | 'timeout' | 'unreachable' | 'lost' | 'dropped' | 'cut-off';
  durationMs: number;
}

/** What WeChat has to tell the merchant, and how telling it went. Plain JSON: it is saved. */
export interface Notice {
  noticeId: string;
  api: 'v2' | 'v3';
  kind: 'payment';
  outTradeNo: string;
  url: string;
  /** The text sent, the same in every attempt; v3 signs it anew each time. */
  body: string;
  state: NoticeState;
  createdAt: number;
  /** How many deliveries of the schedule are over. */
  tries: number;
  /** The wait before the next delivery: since when (Unix milliseconds), and how long unscaled. */
  waitingSince: number;
  waitSeconds: number;
  attempts: Attempt[];
}
