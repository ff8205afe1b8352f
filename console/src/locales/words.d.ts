/** Made by `scripts/traditional.ts` when the console is built. */
declare module 'virtual:words/zh-Hant' {
  const words: Record<string, Record<string, unknown>>;
  export default words;
}
