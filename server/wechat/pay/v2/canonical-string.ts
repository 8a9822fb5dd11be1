/** Values as they are signed; an absent, null or empty one takes no part. */
export type SignedParameters = Readonly<Record<string, string | number | null | undefined>>;

/**
 * The text v2 signs, without the key: all non-empty parameters but `sign`, sorted by the
 * bytes of their (ASCII) names, joined raw. "0" is a value like any other.
 * Source: "安全规范" of the v2 documentation.
 */
export function canonicalString(parameters: SignedParameters): string {
  return Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && value !== undefined && value !== null && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
