/** The mini-program's own account at api.weixin.qq.com. */
export interface MiniProgramConfig {
  appId: string;
  appSecret: string;
  /** Such as https://api.weixin.qq.com, without a slash at the end. */
  baseUrl: string;
  timeoutMs: number;
}
