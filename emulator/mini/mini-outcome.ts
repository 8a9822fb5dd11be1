/** What api.weixin.qq.com answers, always with HTTP 200: the result, or errcode and errmsg. */
export type MiniOutcome = Readonly<Record<string, string | number>>;
