import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Converter, CustomConverter } from 'opencc-js/cn2t';
import type { Plugin } from 'vite';

const NAME = 'virtual:words/zh-Hant';
const LOADED = `\0${NAME}`;

/** Where a reader in Taiwan or Hong Kong says it otherwise: the characters are converted first, then these words. */
const WORDS: [string, string][] = [
  ['反饋', '回饋'], ['發佈', '發布'], ['後臺', '後台'], ['聯繫', '聯絡'], ['賬號', '帳號'], ['登錄', '登入'], ['鏈接', '連結'],
  ['默認', '預設'], ['信息', '資訊'], ['網絡', '網路'], ['服務器', '伺服器'], ['搜索', '搜尋'], ['保存', '儲存'],
  ['導入', '匯入'], ['導出', '匯出'], ['打開', '開啟'], ['查看', '檢視'], ['數據', '資料'], ['質量', '品質'], ['短信', '簡訊'],
  ['屏幕', '螢幕'], ['軟件', '軟體'], ['文件', '檔案'], ['郵箱', '信箱'], ['創建', '建立'], ['刷新', '重新整理'], ['自定義', '自訂'],
];

type Words = { [key: string]: string | Words };

const characters = Converter({ from: 'cn', to: 'tw' });
const words = CustomConverter(WORDS);

/** A text for readers of traditional characters. */
export const toTraditional = (text: string): string => words(characters(text));

export function convertWords(source: Words): Words {
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, typeof value === 'string' ? toTraditional(value) : convertWords(value)]));
}

/** The console's words in traditional characters, made from the simplified ones when it is built: nobody writes them twice. */
export function traditional(folder: string): Plugin {
  return {
    name: 'traditional-words',
    resolveId: (id) => (id === NAME ? LOADED : undefined),
    load(id) {
      if (id !== LOADED) return undefined;
      const bundles = readdirSync(folder).map((file) => {
        this.addWatchFile(join(folder, file));
        return [`./zh-Hant/${file}`, convertWords(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Words)];
      });
      return `export default ${JSON.stringify(Object.fromEntries(bundles))};`;
    },
  };
}
