import { defineConfig } from "vite";

/** `proof.js`: loaded only by the page that asks for work, beside what the answer page itself was built to. */
export default defineConfig({
  publicDir: false,
  build: {
    target: ["es2015", "chrome57"],
    outDir: "../opencem/web/respond/static/respond",
    emptyOutDir: false,
    modulePreload: false,
    rollupOptions: {
      input: "src/proof/proof.ts",
      output: { format: "iife", entryFileNames: "proof.js" },
    },
  },
});
