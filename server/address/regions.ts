import { areaList } from '@vant/area-data';

export interface Area {
  code: string;
  name: string;
}
export interface City extends Area {
  districts: Area[];
}
export interface Province extends Area {
  cities: City[];
}

const areasOf = (names: Record<string, string>): Area[] =>
  Object.entries(names)
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => a.code.localeCompare(b.code));

/** Areas by the digits that name what they lie in. */
function within(areas: readonly Area[], digits: number): Map<string, Area[]> {
  const groups = new Map<string, Area[]>();
  for (const area of areas) {
    const key = area.code.slice(0, digits);
    groups.set(key, [...(groups.get(key) ?? []), area]);
  }
  return groups;
}

/** GB/T 2260: two digits name the province, four the city, six the district. */
function buildRegions(): Province[] {
  const districts = within(areasOf(areaList.county_list), 4);
  const cities = within(areasOf(areaList.city_list), 2);
  return areasOf(areaList.province_list).map((province) => ({
    ...province,
    cities: (cities.get(province.code.slice(0, 2)) ?? []).map((city) => ({
      ...city,
      districts: districts.get(city.code.slice(0, 4)) ?? [],
    })),
  }));
}

/** Every province with its cities and districts, in the order of their codes. */
export const regions: readonly Province[] = buildRegions();

export interface Region {
  province: string;
  city: string;
  district: string;
}

const regionOf = new Map<string, Region>(
  regions.flatMap((province) =>
    province.cities.flatMap((city) =>
      city.districts.map((district) => [
        district.code,
        { province: province.name, city: city.name, district: district.name },
      ]),
    ),
  ),
);

/** Whether a district's code exists and has exactly these names: a parcel must not go where two answers differ. */
export function isRegion(code: string, names: Region): boolean {
  const region = regionOf.get(code);
  return (
    region?.province === names.province && region.city === names.city && region.district === names.district
  );
}
