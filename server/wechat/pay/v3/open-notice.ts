import { z } from 'zod';
import { decryptAesGcm } from '../../cipher/aes-gcm.ts';
import type { NoticeRefusal, RawNotice } from '../payment-gateway.ts';
import { parseJson } from '../../parse-json.ts';
import type { PlatformKeySource } from './platform-keys.ts';
import { verifyMessage } from './verify-message.ts';

const MAX_NOTICE_BYTES = 64 * 1024;

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string(),
  resource_type: z.literal('encrypt-resource'),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    original_type: z.string().optional(),
    ciphertext: z.string(),
    associated_data: z.string().optional(),
    nonce: z.string(),
  }),
});

export interface NoticeKeys {
  v3Key: string;
  platformKeys: PlatformKeySource;
}

export type OpenedNotice =
  | { ok: true; noticeId: string; eventType: string; resource: unknown }
  | { ok: false; reason: NoticeRefusal; message: string };

/**
 * Verifies a v3 notification over its raw bytes, then opens what is sealed in it.
 * @param eventTypes the events the caller handles; others are refused as not-a-payment
 */
export function openNotice(
  notice: RawNotice,
  keys: NoticeKeys,
  eventTypes: ReadonlySet<string>,
  now: Date,
): OpenedNotice {
  if (notice.body.length > MAX_NOTICE_BYTES) return refuse('malformed', 'larger than 64 KiB');
  const verification = verifyMessage(notice, keys.platformKeys, now);
  if (!verification.ok) return verification;

  const parsed = envelope.safeParse(parseJson(notice.body));
  if (!parsed.success) return refuse('malformed', 'not the shape of a notification');
  const { id, event_type: eventType, resource } = parsed.data;
  if (!eventTypes.has(eventType)) return refuse('not-a-payment', `event ${eventType.slice(0, 64)}`);

  const plaintext = decryptAesGcm({
    key: keys.v3Key,
    nonce: resource.nonce,
    associatedData: resource.associated_data ?? '',
    ciphertext: resource.ciphertext,
  });
  if (plaintext === undefined) return refuse('decryption', 'the resource does not open with our key');
  return { ok: true, noticeId: id, eventType, resource: parseJson(plaintext) };
}

function refuse(reason: NoticeRefusal, message: string): OpenedNotice {
  return { ok: false, reason, message };
}
