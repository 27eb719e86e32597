import react from '@vitejs/plugin-react';
import { type ProxyOptions, defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** What the gateway answers; never the web app, and never the service worker. */
const GATEWAY_PATHS = ['/v1', '/socket.io', '/docs', '/.well-known'];

/** Where `vite` and `vite preview` listen and send the API on to; in production nginx does this. */
function server() {
  const target = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:3000';
  // xfwd: the gateway limits by the caller's own address.
  const rule: ProxyOptions = { target, ws: true, xfwd: true };
  return {
    host: process.env['HTTP_HOST'] ?? '127.0.0.1',
    port: Number(process.env['HTTP_PORT'] ?? 8080),
    strictPort: true,
    proxy: Object.fromEntries(GATEWAY_PATHS.map((path) => [path, rule])),
  };
}

export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['@videocall/source', 'module', 'browser', 'development|production'] },
  plugins: [
    react(),
    VitePWA({
      // A waiting version takes over when the user agrees (app/app-update.tsx): never in the middle of a call.
      registerType: 'prompt',
      injectRegister: null,
      manifest: {
        id: '/',
        name: 'Videocall',
        short_name: 'Videocall',
        description: 'Video and voice calls on your own server.',
        start_url: '/',
        display: 'standalone',
        background_color: '#0F1216',
        theme_color: '#0F1216',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2}'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: GATEWAY_PATHS.map((path) => new RegExp(`^${path.replace('.', '\\.')}(/|$)`)),
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  build: { target: 'es2022', sourcemap: true, chunkSizeWarningLimit: 1200 },
  server: server(),
  preview: server(),
});
