// Gzip sizes of the built console: what the first page loads, and what waits. Fails past the budget.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET = 600 * 1024;
const out = process.argv[2] ?? fileURLToPath(new URL('../../opencem/web/console/static/console/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${out}/.vite/manifest.json`, 'utf8'));
const size = (file) => gzipSync(readFileSync(`${out}/${file}`)).length;

function collect(key, files = new Set()) {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  chunk.css?.forEach((file) => files.add(file));
  chunk.imports?.forEach((each) => collect(each, files));
  return files;
}

const named = (part) => Object.keys(manifest).filter((key) => key.includes(part));
const entry = collect('index.html');
const words = collect(named('locales/zh-Hans.ts')[0] ?? 'index.html');
const first = new Set([...entry, ...words]);
// The landing page: the heaviest page that does not need charts to show its frame.
for (const key of named('pages/overview/')) if (manifest[key].isDynamicEntry) collect(key, first);

const total = [...first].reduce((sum, file) => sum + size(file), 0);
const all = [...new Set(Object.values(manifest).map((chunk) => chunk.file))];
const rest = all.filter((file) => !first.has(file)).map((file) => [file, size(file)]).sort((a, b) => b[1] - a[1]);
console.log(`first load: ${(total / 1024).toFixed(1)} KB gzip of ${BUDGET / 1024}`);
for (const [file, bytes] of rest.slice(0, 12)) console.log(`later: ${file} ${(bytes / 1024).toFixed(1)} KB`);
if (total > BUDGET) process.exit(1);
