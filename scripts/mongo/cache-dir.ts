import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where downloaded programs are kept between starts, apart from the shop's data: `$XDG_CACHE_HOME/xiaopu`,
 * else `~/.cache/xiaopu`. A relative XDG_CACHE_HOME is ignored, as the XDG base directory specification asks.
 */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const configured = env['XDG_CACHE_HOME'];
  const base = configured && isAbsolute(configured) ? configured : join(env['HOME'] ?? homedir(), '.cache');
  return join(base, 'xiaopu');
}
