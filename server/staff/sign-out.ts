import type { StaffCaller } from '../platform/http/call.ts';
import { transact } from '../platform/mongo/transact.ts';
import type { Shop } from '../platform/shop.ts';
import { recordAudit } from './record-audit.ts';
import { staffSessions } from './staff-session-model.ts';

/** Ends the caller's session; the cookie is worth nothing from now on, wherever it was copied to. */
export async function signOut(shop: Shop, caller: StaffCaller, ip: string): Promise<void> {
  await transact(shop, async (transaction) => {
    await staffSessions(shop).deleteOne({ _id: caller.sessionId }, { session: transaction });
    await recordAudit(shop, transaction, {
      staffId: caller.staffId,
      action: 'staff.sign-out',
      subject: `staff:${caller.staffId}`,
      before: null,
      after: null,
      at: shop.clock.now(),
      ip,
    });
  });
}
