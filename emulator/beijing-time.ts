const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** WeChat speaks Beijing time whatever the server's zone is. Both spellings it uses, from Unix milliseconds. */
export const beijingTime = {
  /** `yyyyMMddHHmmss`, as in v2's time_end. */
  compact(ms: number): string {
    return new Date(ms + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
  },

  /** RFC 3339 with +08:00, as in v3's success_time. */
  rfc3339(ms: number): string {
    return `${new Date(ms + BEIJING_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
  },

  /** Reads `yyyyMMddHHmmss`; undefined where it is no such time (20260231…). */
  parseCompact(text: string): number | undefined {
    const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
    if (parts === null) return undefined;
    const [, year, month, day, hour, minute, second] = parts;
    const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
    // V8 rolls 31 February over into March instead of refusing it.
    return Number.isNaN(ms) || beijingTime.compact(ms) !== text ? undefined : ms;
  },
};
