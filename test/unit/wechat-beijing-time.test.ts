import {
  fromCompactBeijing,
  fromRfc3339,
  toCompactBeijing,
  toRfc3339Beijing,
} from '../../server/wechat/beijing-time.ts';

describe('Beijing time', () => {
  test('is written as v2 and v3 want it, whatever the zone of this machine', () => {
    const at = new Date('2026-12-31T16:00:00.999Z');
    expect(toCompactBeijing(at)).toBe('20270101000000');
    expect(toRfc3339Beijing(at)).toBe('2027-01-01T00:00:00+08:00');
  });

  test('is read back to the same second', () => {
    const at = new Date('2026-02-28T15:59:59Z');
    expect(fromCompactBeijing(toCompactBeijing(at))).toEqual(at);
    expect(fromRfc3339(toRfc3339Beijing(at))).toEqual(at);
    expect(fromRfc3339('2026-02-28T15:59:59.120Z')).toEqual(new Date('2026-02-28T15:59:59.120Z'));
  });

  test('what is no time is undefined', () => {
    for (const text of [
      '',
      '2026',
      '20260230000000',
      '20261301000000',
      '20260101240000',
      '2026010100000',
      ' 20260101000000',
    ]) {
      expect(fromCompactBeijing(text)).toBeUndefined();
    }
    for (const text of [
      '',
      '2026-01-01',
      '2026-01-01 00:00:00',
      '2026-01-01T00:00:00',
      '2026-13-01T00:00:00Z',
      '1',
    ]) {
      expect(fromRfc3339(text)).toBeUndefined();
    }
  });
});
