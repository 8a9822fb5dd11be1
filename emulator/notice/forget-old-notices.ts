import type { Notice } from './notice.ts';

/** Keeps the number of notices within its limit: finished ones go first, oldest first. */
export function forgetOldNotices(notices: Map<string, Notice>, limit: number): void {
  if (notices.size <= limit) return;
  for (const [noticeId, { state }] of notices) {
    if (state !== 'pending') notices.delete(noticeId);
    if (notices.size <= limit) return;
  }
  for (const noticeId of notices.keys()) {
    if (notices.size <= limit) return;
    notices.delete(noticeId);
  }
}
