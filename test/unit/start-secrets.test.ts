import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets, newPassword, saveSecrets } from '../../scripts/start/start-secrets.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'xiaopu-secrets-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('secrets are made once, kept, and readable by their owner alone', async () => {
  const first = await loadSecrets(dir);
  expect(first.shopSecret.length).toBeGreaterThanOrEqual(43);
  expect(await loadSecrets(dir)).toEqual(first);
  expect((await stat(join(dir, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

test('two shops do not share a secret', async () => {
  const one = await loadSecrets(join(dir, 'one'));
  const two = await loadSecrets(join(dir, 'two'));
  expect(one.shopSecret).not.toBe(two.shopSecret);
});

test('the first password survives until it is taken out', async () => {
  const secrets = await loadSecrets(dir);
  await saveSecrets(dir, { ...secrets, firstStaffPassword: 'abcd-efgh-jkmn' });
  expect(await loadSecrets(dir)).toEqual({ ...secrets, firstStaffPassword: 'abcd-efgh-jkmn' });
  await saveSecrets(dir, secrets);
  expect(await loadSecrets(dir)).toEqual(secrets);
});

test.each(['', '{', '[]', '{}', 'null'])(
  'a damaged file is an error, never a new secret: %p',
  async (text) => {
    await writeFile(join(dir, 'secrets.json'), text);
    await expect(loadSecrets(dir)).rejects.toThrow('is damaged');
  },
);

test('a password has no letters that look alike, and is never the same', () => {
  const passwords = Array.from({ length: 200 }, newPassword);
  expect(new Set(passwords).size).toBe(200);
  for (const password of passwords) expect(password).toMatch(/^([a-km-np-z2-9]{4}-){2}[a-km-np-z2-9]{4}$/);
});
