import { defineConfig } from "vite";

/** One classic script and one stylesheet, named by content; old WeChat WebViews run no modules. */
export default defineConfig({
  publicDir: false,
  build: {
    target: ["es2015", "chrome57"],
    cssTarget: ["chrome57"],
    outDir: "../opencem/web/respond/static/respond",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      input: "src/main.ts",
      output: {
        format: "iife",
        entryFileNames: "assets/respond-[hash].js",
        assetFileNames: "assets/respond-[hash][extname]",
      },
    },
  },
});
