import { addressInput } from '../../contract/address.ts';
import { isRegion, regions } from '../../server/address/regions.ts';

const chaoyang = { province: '北京市', city: '北京市', district: '朝阳区' };

test('every province has cities and every city has districts', () => {
  expect(regions).toHaveLength(34);
  for (const { code, cities } of regions) {
    expect(cities.length).toBeGreaterThan(0);
    for (const city of cities) {
      expect(city.code.slice(0, 2)).toBe(code.slice(0, 2));
      expect(city.districts.length).toBeGreaterThan(0);
      expect(city.districts.every((district) => district.code.startsWith(city.code.slice(0, 4)))).toBe(true);
    }
  }
});

test('a code must exist and have exactly these names', () => {
  expect(isRegion('110105', chaoyang)).toBe(true);
  expect(isRegion('110199', chaoyang)).toBe(false);
  expect(isRegion('110105', { ...chaoyang, district: '海淀区' })).toBe(false);
  expect(isRegion('110105', { ...chaoyang, province: '河北省' })).toBe(false);
  // 辽宁省朝阳市 is another place of that name; a province or city is no place to send a parcel to.
  expect(isRegion('211300', { province: '辽宁省', city: '朝阳市', district: '' })).toBe(false);
});

test.each(['12345678901', '1380013800', '+8613800138000', '138001380000', '138 0013 8000'])(
  'the phone %s is refused',
  (phone) => {
    const input = { receiver: '李雷', phone, ...chaoyang, regionCode: '110105', detail: '建国路 1 号' };
    expect(addressInput.safeParse(input).success).toBe(false);
    expect(addressInput.safeParse({ ...input, phone: '13800138000' }).success).toBe(true);
  },
);
