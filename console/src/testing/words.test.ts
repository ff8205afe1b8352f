import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertWords } from '../../scripts/traditional';

const SRC = join(import.meta.dirname, '..');
const LANGUAGES = ['zh-Hans', 'en'] as const;

type Words = { [key: string]: string | Words };

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

function flatten(words: Words, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [`${prefix}${key}`] : flatten(value, `${prefix}${key}.`)));
}

function keysOf(language: string): Set<string> {
  const folder = join(SRC, 'locales', language);
  return new Set(
    readdirSync(folder).flatMap((file) => flatten(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Words, `${file.replace('.json', '')}:`)),
  );
}

interface Use {
  file: string;
  namespace: string;
  /** The key, or the part before the first `${` of a template. */
  key: string;
  template: boolean;
}

/** Every `t('…')` and `` t(`…`) `` of a file; a call with a choice inside names each of its strings. */
function usesIn(path: string): Use[] {
  const text = readFileSync(path, 'utf8');
  const namespaces = [...text.matchAll(/(?:useTranslation\(|TFunction<)'([\w-]+)'/g)].map((match) => match[1]!);
  expect(new Set(namespaces).size, `${relative(SRC, path)} uses one namespace`).toBeLessThanOrEqual(1);
  const namespace = namespaces[0] ?? '';
  const calls = [...text.matchAll(/\bt\(((?:[^()`']|'[^']*'|`[^`]*`)*?)[,)]/g)].map((match) => match[1]!);
  return calls.flatMap((call) => stringsIn(call).map((each) => ({ file: relative(SRC, path), namespace, ...each })));
}

function stringsIn(call: string): { key: string; template: boolean }[] {
  const choices = call.includes('?') && !call.startsWith('`') ? call.slice(call.indexOf('?')) : call;
  const literal = [...choices.matchAll(/'([^']*)'/g)].filter(() => !choices.startsWith('`')).map((match) => ({ key: match[1]!, template: false }));
  const templates = [...choices.matchAll(/`([^`]*)`/g)].map((match) => ({ key: match[1]!.split('${')[0]!, template: match[1]!.includes('${') }));
  return [...literal, ...templates];
}

const sources = filesUnder(SRC).filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
const uses = sources.flatMap(usesIn);
const known = keysOf('zh-Hans');

const full = (use: Use): string => `${use.namespace}:${use.key}`;
// i18next adds _one and _other where English counts.
const base = (key: string): string => key.replace(/_(one|other)$/, '');

describe('words', () => {
  it('stand in both languages', () => {
    const [zh, en] = LANGUAGES.map((language) => [...new Set([...keysOf(language)].map(base))].sort());
    expect(en).toEqual(zh);
  });

  it('are there for every key the code asks for', () => {
    const missing = uses.filter((use) => (use.template ? ![...known].some((key) => key.startsWith(full(use))) : ![...known].map(base).includes(full(use))));
    expect(missing.map((use) => `${use.file}: ${full(use)}`)).toEqual([]);
  });

  it('are all used', () => {
    const isUsed = (key: string): boolean => uses.some((use) => (use.template ? key.startsWith(full(use)) : base(key) === full(use)));
    expect([...known].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('are found by the scan at all', () => {
    expect(uses.length).toBeGreaterThan(100);
  });
});

describe('words in traditional characters', () => {
  it('are made of the simplified ones, with what is filled in left alone', () => {
    const made = convertWords({ a: '导出 {{count}} 条反馈', b: { c: '权限与项目' } });
    expect(made).toEqual({ a: '匯出 {{count}} 條回饋', b: { c: '權限與項目' } });
  });

  it('stand for every word there is', async () => {
    const bundles = (await import('virtual:words/zh-Hant')).default;
    const keys = Object.entries(bundles).flatMap(([path, words]) => flatten(words as Words, `${path.slice('./zh-Hant/'.length, -'.json'.length)}:`));
    expect(keys.sort()).toEqual([...known].sort());
    expect(JSON.stringify(bundles)).not.toMatch(/[单门这对时为]/);
  });
});
