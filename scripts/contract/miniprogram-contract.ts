import { format, resolveConfig } from 'prettier';
import { routes } from '../../contract/routes.ts';
import { constantsText, routesText } from './constants-text.ts';
import { typesText } from './types-text.ts';

const banner = '// Generated from contract/ by `npm run contract`. Do not edit.\n\n';

/**
 * The mini-program's copy of the contract: plain TypeScript that imports nothing, so that no schema library
 * reaches its bundle. Only the shopper's calls; the desk has its own client.
 * @returns file name → text
 */
export async function miniprogramContract(): Promise<Map<string, string>> {
  const shoppers = routes.filter(({ path }) => path.startsWith('/api/'));
  const texts = {
    'types.ts': await typesText(shoppers),
    'constants.ts': constantsText(),
    'routes.ts': routesText(shoppers),
  };
  const style = await resolveConfig(import.meta.filename);
  const files = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    files.set(name, await format(banner + text, { ...style, parser: 'typescript' }));
  }
  return files;
}
