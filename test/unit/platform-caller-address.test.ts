import { plainAddress } from '../../server/platform/http/caller-address.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:4711', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['[2001:db8::7]:443', '2001:db8::7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', null],
  ['unknown', null],
  ['_hidden', null],
  ['203.0.113.700', null],
  ['203.0.113.7:4711:1', null],
  ['203.0.113.7, 198.51.100.1', null],
])('%s is the address %s', (written, plain) => {
  expect(plainAddress(written)).toBe(plain);
});
