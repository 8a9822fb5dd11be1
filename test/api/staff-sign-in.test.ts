import { auditLog } from '../../server/staff/audit-model.ts';
import { signIn } from '../../server/staff/sign-in.ts';
import { staff } from '../../server/staff/staff-model.ts';
import { staffSessions } from '../../server/staff/staff-session-model.ts';
import type { ApiAnswer } from '../builders/call-api.ts';
import { cookieOf, ownerPassword, signedInStaff, tryStaffSignIn } from '../builders/staff-desk.ts';
import { startTestShop, type TestShop } from '../setup/start-test-shop.ts';
import { testDatabaseUri } from '../setup/test-database.ts';

const mongodbUri = testDatabaseUri('staff-sign-in');
const httpsUri = testDatabaseUri('staff-https');
const hourMs = 3600 * 1000;
const current = '/admin/api/sessions/current';
let at: TestShop;
beforeAll(async () => {
  at = await startTestShop({ mongodbUri });
});
afterAll(() => at.close());

function whoIs(cookie: string, on = at): Promise<ApiAnswer> {
  return on.call('GET', current, { headers: { Cookie: cookie } });
}

test('a sign-in answers who it is, and a reload gets the same', async () => {
  const answer = await tryStaffSignIn(at, 'ADMIN');
  expect(answer.status).toBe(201);
  expect(answer.json).toEqual({
    staff: {
      staffId: expect.any(String),
      username: 'admin',
      displayName: '店主',
      role: 'owner',
      permissions: ['*'],
    },
    csrfToken: expect.stringMatching(/^[\w-]{43}$/),
  });
  const reload = await whoIs(cookieOf(answer));
  expect([reload.status, reload.json]).toEqual([200, answer.json]);
});

test('the cookie is for this origin and not for scripts; the token is kept only as a hash', async () => {
  const [cookie = '', ...others] = (await tryStaffSignIn(at)).headers.getSetCookie();
  expect(others).toEqual([]);
  const [pair = '', ...flags] = cookie.split('; ');
  expect(flags.map((flag) => flag.toLowerCase()).sort()).toEqual(['httponly', 'path=/', 'samesite=strict']);
  const [name, token = ''] = pair.split('=');
  expect(name).toBe('xiaopu_staff');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(await staffSessions(at.shop).find().lean())).not.toContain(token);
});

test('on https the cookie is bound to the host, also behind a proxy that ends TLS', async () => {
  const https = await startTestShop({ mongodbUri: httpsUri, env: { PUBLIC_URL: 'https://shop.example' } });
  try {
    const answer = await tryStaffSignIn(https);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-xiaopu_staff=[\w-]{43};/);
    expect(cookie.toLowerCase()).toContain('; secure');
    expect(cookie.toLowerCase()).not.toContain('domain=');
    expect((await whoIs(cookieOf(answer), https)).status).toBe(200);
    expect((await whoIs(cookieOf(answer).replace('__Host-', ''), https)).status).toBe(401);
  } finally {
    await https.close();
  }
});

test('an unknown name, a wrong password and a disabled account get one and the same answer', async () => {
  const [owner] = await staff(at.shop).find().lean();
  if (!owner) throw new Error('There is no owner');
  await staff(at.shop).create({ ...owner, _id: 'gone', username: 'gone', state: 'disabled' });
  const answers = [
    await tryStaffSignIn(at, 'admin', 'wrong'),
    await tryStaffSignIn(at, 'nobody'),
    await tryStaffSignIn(at, 'gone'),
  ];
  for (const { status, json, headers } of answers) {
    expect(status).toBe(401);
    expect(json).toMatchObject({ code: 'CREDENTIALS_WRONG', detail: '用户名或密码不正确' });
    expect(json).toEqual(answers[0]?.json);
    expect(headers.getSetCookie()).toEqual([]);
  }
});

/** The fastest of a few, in ms: what is left is the work itself. Each from another address: no lock. */
async function fastestRefusal(username: string): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 6; round += 1) {
    const started = performance.now();
    await signIn(at.shop, { username, password: 'wrong' }, `192.0.2.${round}`);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

test('an unknown name takes as long as a wrong password', async () => {
  const known = await fastestRefusal('admin');
  const unknown = await fastestRefusal('no-such-name');
  // An answer without the work of a hash would come in a small part of the time.
  expect(unknown).toBeGreaterThan(known / 3);
  expect(unknown).toBeLessThan(known * 3);
});

test.each([
  [{ username: { $gt: '' }, password: 'x' }, 'body.username'],
  [{ username: 'admin', password: { $ne: null } }, 'body.password'],
  [{ username: 'admin', password: ['x'] }, 'body.password'],
  [{ username: 'admin', password: 'x', role: 'owner' }, 'body.role'],
  [{ username: 'admin', password: 'x'.repeat(257) }, 'body.password'],
])('a body that is not one: %j', async (body, path) => {
  const answer = await at.call('POST', '/admin/api/sessions', { body });
  expect(answer.status).toBe(422);
  expect(answer.json['errors']).toEqual([expect.objectContaining({ path })]);
});

test('a write without the CSRF token, or with another one, is refused and changes nothing', async () => {
  const mine = await signedInStaff(at);
  const other = await signedInStaff(at);
  const tokens = [undefined, '', other.csrfToken, mine.csrfToken.slice(1)];
  for (const token of tokens) {
    const headers = { Cookie: mine.cookie, ...(token === undefined ? {} : { 'X-CSRF-Token': token }) };
    const answer = await at.call('DELETE', current, { headers });
    expect([answer.status, answer.json['code']]).toEqual([403, 'CSRF_REFUSED']);
  }
  expect((await whoIs(mine.cookie)).status).toBe(200);
});

test('the token of a write is worth nothing without the cookie', async () => {
  const { csrfToken } = await signedInStaff(at);
  const answer = await at.call('DELETE', current, { headers: { 'X-CSRF-Token': csrfToken } });
  expect(answer.status).toBe(401);
});

test.each(['xiaopu_staff=', 'xiaopu_staff=x', `xiaopu_staff=${'A'.repeat(43)}`, `other=${'A'.repeat(43)}`])(
  'cookie %s is nobody',
  async (cookie) => {
    const answer = await whoIs(cookie);
    expect([answer.status, answer.json['code']]).toEqual([401, 'NOT_SIGNED_IN']);
  },
);

test('a sign-out ends this session at once, for copies of the cookie too, and no other', async () => {
  const mine = await signedInStaff(at);
  const other = await signedInStaff(at);
  const answer = await at.call('DELETE', current, { headers: mine.headers });
  expect(answer.status).toBe(204);
  expect(answer.headers.getSetCookie()[0]).toMatch(/^xiaopu_staff=;.*expires=Thu, 01 Jan 1970/);
  expect((await whoIs(mine.cookie)).status).toBe(401);
  expect((await whoIs(other.cookie)).status).toBe(200);
});

test('a disabled account is out at once', async () => {
  const { cookie } = await signedInStaff(at);
  await staff(at.shop).updateOne({ username: 'admin' }, { $set: { state: 'disabled' } });
  expect((await whoIs(cookie)).status).toBe(401);
  await staff(at.shop).updateOne({ username: 'admin' }, { $set: { state: 'active' } });
  expect((await whoIs(cookie)).status).toBe(200);
});

test('a session lives 12 h from its last use, and 7 days at most', async () => {
  const idle = await signedInStaff(at);
  const used = await signedInStaff(at);
  at.clock.advance(11 * hourMs);
  expect((await whoIs(used.cookie)).status).toBe(200);
  at.clock.advance(2 * hourMs);
  expect((await whoIs(idle.cookie)).status).toBe(401);
  for (let age = 13; age < 7 * 24; age += 11) {
    expect((await whoIs(used.cookie)).status).toBe(200);
    at.clock.advance(11 * hourMs);
  }
  expect((await whoIs(used.cookie)).status).toBe(401);
});

test('sign-ins and sign-outs stand in the audit log, which nobody changes', async () => {
  const known = (await auditLog(at.shop).distinct('_id')).length;
  const { headers } = await signedInStaff(at);
  await at.call('DELETE', current, { headers });
  const rows = await auditLog(at.shop).find().sort({ $natural: 1 }).skip(known).lean();
  expect(rows.map(({ action }) => action)).toEqual(['staff.sign-in', 'staff.sign-out']);
  expect(rows[0]).toMatchObject({ subject: `staff:${rows[0]?.staffId}`, ip: '127.0.0.1' });
  expect(JSON.stringify(rows)).not.toContain(ownerPassword);
  await expect(auditLog(at.shop).updateMany({}, { $set: { ip: '' } })).rejects.toThrow('never changed');
  await expect(auditLog(at.shop).deleteMany({})).rejects.toThrow('never changed');
});
