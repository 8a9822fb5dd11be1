import { z } from 'zod';

/** Switches of WeChat's behaviour that merchants meet in both positions. */
export interface Settings {
  /** An order younger than this is not closed. The documents say 300; in practice WeChat closes at once. */
  closeMinAgeSeconds: number;
  /** Which platform key signs v3 notices; null: the first (the certificate). */
  noticeKeyId: string | null;
}

export const defaultSettings: Settings = { closeMinAgeSeconds: 0, noticeKeyId: null };

/** What `PUT /emulator/settings` may change. */
export const settingsChange = z.strictObject({
  closeMinAgeSeconds: z.number().int().min(0).max(86_400).optional(),
  noticeKeyId: z.string().max(64).nullable().optional(),
});
